/** Writes the schemas for editors anew; a test says when that is due. */
import { schemaFiles } from "./schema_files.ts";

for (const { path, text } of schemaFiles()) await Deno.writeTextFile(new URL(`../../${path}`, import.meta.url), text());
