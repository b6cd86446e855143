/** Saved reports of this version of the schema, of the one before, and of one that is not known. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { smtpspec } from "../testing/smtpspec.ts";
import { root, unbroken, withFolder } from "../testing/smtpspec_process.ts";

const of = (version: number) => `${root}/src/testdata/versions/version${version}.json`;

Deno.test("smtpspec diff finds nothing that differs between a report of version 1 and the same of version 2", async () => {
  for (const [before, after] of [[1, 2], [2, 1]] as const) {
    const left = await smtpspec(["diff", of(before), of(after)]);
    assertEquals([left.code, left.err], [0, ""]);
    assertMatch(left.out, /^0 worse, 0 better, 0 in another way, .* 30 alike\n$/s);
  }
});

Deno.test("smtpspec render and baseline read version 1", async () => {
  const [rendered, baseline] = await Promise.all([
    smtpspec(["render", of(1), "--report", "tap"]),
    smtpspec(["baseline", of(1)]),
  ]);
  assertEquals([rendered.code, baseline.code], [0, 0]);
  assertStringIncludes(rendered.out, 'received: "252 2.0.0 Perhaps"');
  assertStringIncludes(baseline.out, "id: kinds/vrfy\n    verdict: fail\n    saw: 252 2.0.0\n");
});

Deno.test("each command that reads a report exits 3 at one of an unknown version, and names the known ones", async () => {
  await withFolder(async (folder) => {
    const later = `${folder}/later.json`;
    await Deno.writeTextFile(
      later,
      JSON.stringify({ ...JSON.parse(await Deno.readTextFile(of(2))), schemaVersion: 3 }),
    );
    const commands = [["render", later], ["diff", of(2), later], ["merge", later, of(2)], ["baseline", later]];
    for (const { code, out, err } of await Promise.all(commands.map((words) => smtpspec(words)))) {
      assertEquals([code, out], [3, ""]);
      assertMatch(
        unbroken(err),
        /^error: Cannot use ".*later\.json": it has the schema version 3; this smtpspec reads 1 and 2\n$/,
      );
    }
  });
});
