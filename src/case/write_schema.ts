/** Writes `cases/schema.json` anew; a test says when that is due. */
import { schemaText } from "./schema.ts";

await Deno.writeTextFile(new URL("../../cases/schema.json", import.meta.url), schemaText());
