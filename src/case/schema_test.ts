import { assert, assertEquals } from "@std/assert";
import { schemaText } from "./schema.ts";

const cases = new URL("../../cases/", import.meta.url);

Deno.test("cases/schema.json is what the reader's tables make (deno task schema writes it)", async () => {
  assertEquals(await Deno.readTextFile(new URL("schema.json", cases)), schemaText());
});

Deno.test("each shipped case file names the schema, so that an editor checks it", async () => {
  for await (const area of Deno.readDir(cases)) {
    if (!area.isDirectory || area.name === "requirements") continue;
    for await (const file of Deno.readDir(new URL(`${area.name}/`, cases))) {
      const text = await Deno.readTextFile(new URL(`${area.name}/${file.name}`, cases));
      assert(text.startsWith("# yaml-language-server: $schema=../schema.json\n"), `${area.name}/${file.name}`);
    }
  }
});
