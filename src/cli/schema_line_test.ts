import { assertEquals, assertMatch } from "@std/assert";
import { withServer } from "../testing/scripted_server.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { root, withFolder } from "../testing/smtpspec_process.ts";
import { type Place, schemaComment, shippedSchemas } from "./schema_line.ts";

const schemas = "file:///home/a/smtpspec/schemas/";
const places: readonly (readonly [place: Place, path: string])[] = [
  [{ file: "mx.yaml", cwd: "/home/a/smtpspec", schemas }, "schemas/target.json"],
  [{ file: "ci/mx.yaml", cwd: "/home/a/smtpspec", schemas }, "../schemas/target.json"],
  [{ file: "/home/a/mine/ci/mx.yaml", cwd: "/", schemas }, "../../smtpspec/schemas/target.json"],
  [{ file: "../mx.yaml", cwd: "/home/a/mine", schemas }, "smtpspec/schemas/target.json"],
  [{ file: undefined, cwd: "/home/a/mine", schemas }, "../smtpspec/schemas/target.json"],
  [{ file: "mx.yaml", cwd: "/srv/mine", schemas }, "file:///home/a/smtpspec/schemas/target.json"],
  [{ file: "mx.yaml", cwd: "/srv", schemas: "https://x.test/s/schemas/" }, "https://x.test/s/schemas/target.json"],
  [{ file: "mx.yaml", cwd: "/home/a", schemas: "file:///home/a/b%20c/" }, "file:///home/a/b%20c/target.json"],
  [{ file: "a#b/mx.yaml", cwd: "/home/a?", schemas }, "../../a/smtpspec/schemas/target.json"],
];

for (const [place, path] of places) {
  Deno.test(`schemaComment() names ${path} in ${place.file ?? "standard output"} of ${place.cwd}`, () => {
    assertEquals(schemaComment("target", place), ` yaml-language-server: $schema=${path}`);
  });
}

Deno.test("smtpspec init and baseline write files whose first line leads an editor to a shipped schema", async () => {
  await withFolder(async (folder) => {
    const report = `${root}/src/testdata/reports/ordinary.json`;
    const [target, known] = [`${folder}/mx.yaml`, `${folder}/known.yaml`];
    await withServer({}, ({ port }) => smtpspec(["init", `smtp://127.0.0.1:${port}`, "--output", target]));
    await smtpspec(["baseline", report, "--output", known]);
    const checked = await smtpspec(["check", target]);
    assertEquals(checked.out, "1 target file: no problems\n");
    for (const [file, title] of [[target, "target file"], [known, "baseline"]] as const) {
      const [line = ""] = (await Deno.readTextFile(file)).split("\n");
      const path = /^# yaml-language-server: \$schema=(\S+)$/.exec(line)?.[1] ?? "";
      const schema = JSON.parse(await Deno.readTextFile(new URL(path, `file://${file}`)));
      assertMatch(schema.title, new RegExp(title));
    }
    assertMatch(shippedSchemas, /\/schemas\/$/);
  });
});
