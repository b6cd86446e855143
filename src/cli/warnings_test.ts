import { assertEquals, assertMatch } from "@std/assert";
import type { Problem } from "../base/frame.ts";
import { nowhere } from "../testing/samples.ts";
import { smtpspec } from "../testing/smtpspec.ts";
import { withFolder } from "../testing/smtpspec_process.ts";
import { summarizeWarnings } from "./warnings.ts";

const warning = (message: string, start: number): Problem => ({
  severity: "warning",
  message,
  span: { ...nowhere, start, end: start + 1 },
});

Deno.test("summarizeWarnings() counts each place once, the most frequent message first", () => {
  const warnings = [warning("b", 1), warning("a", 2), warning("a", 3), warning("a", 3)];
  assertEquals(summarizeWarnings(warnings), "warnings in the shipped cases: a (2), b (1)");
});

Deno.test("summarizeWarnings() gives nothing where there are no warnings", () => {
  assertEquals(summarizeWarnings([]), undefined);
});

Deno.test("smtpspec check shows the warnings of a file that is named, each at its place, and passes it", async () => {
  await withFolder(async (folder) => {
    const old = `${folder}/known.yaml`;
    await Deno.writeTextFile(
      old,
      'known:\n  - id: commands/noop/plain\n    verdict: fail\n    saw: "no reply within 10.0 s"\n',
    );
    const checked = await smtpspec(["check", old]);
    assertEquals([checked.code, checked.err.split("\n").at(-2)], [0, "1 warning"], checked.err);
    assertMatch(
      checked.err,
      /^warning: "no reply within 10.0 s" is no key, but words of an older version\n {2}--> .*known\.yaml:4:10\n/,
    );
  });
});
