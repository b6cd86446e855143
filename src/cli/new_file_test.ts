import { assertEquals, assertMatch } from "@std/assert";
import { withFolder } from "../testing/smtpspec_process.ts";
import { makeLink } from "../testing/disk.ts";
import { overwriteFile, writeNewFile } from "./new_file.ts";

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("writeNewFile() writes beside the place and renames, and leaves what is there alone", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/mx.yaml`;
    await Deno.writeTextFile(`${folder}/.mx.yaml.smtpspec-part`, "left by a run that was killed");
    assertEquals(await writeNewFile(file, "first", "name another file"), undefined);
    assertEquals([await Deno.readTextFile(file), namesIn(folder)], ["first", ["mx.yaml"]]);
    const refused = { kind: "usage", message: `"${file}" already exists`, hint: "name another file" } as const;
    assertEquals(await writeNewFile(file, "second", "name another file"), refused);
    assertEquals(await Deno.readTextFile(file), "first");
    await makeLink("nowhere", `${folder}/loose`);
    assertEquals((await writeNewFile(`${folder}/loose`, "x", ""))?.message, `"${folder}/loose" already exists`);
  });
});

Deno.test("overwriteFile() puts a whole file in the place of the old one, which a reader keeps whole", async () => {
  await withFolder(async (folder) => {
    const file = `${folder}/known.yaml`;
    await Deno.writeTextFile(file, "old", { mode: 0o600 });
    using reader = await Deno.open(file);
    assertEquals(await overwriteFile(file, "new"), undefined);
    assertEquals(await new Response(reader.readable).text(), "old");
    assertEquals(await Deno.readTextFile(file), "new");
    assertEquals((await Deno.stat(file)).mode ?? 0, 0o100600);
    assertEquals(namesIn(folder), ["known.yaml"]);
  });
});

Deno.test("writeNewFile() and overwriteFile() say why a file cannot be written", async () => {
  await withFolder(async (folder) => {
    for (const write of [writeNewFile, overwriteFile]) {
      const problem = await write(`${folder}/none/mx.yaml`, "x", "");
      assertMatch(problem?.message ?? "", /^Cannot write ".*none\/mx\.yaml": No such file or directory/);
    }
  });
});
