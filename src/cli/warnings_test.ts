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
    const old = `${folder}/old.yaml`;
    await Deno.writeTextFile(
      old,
      "title: Old\nimpact: form\ncases:\n  - id: one\n    must: work\n    requirement: 5321-4.1.1.9-a\n    safety: [heavy]\n    send: NOOP\n    reply: 250\n",
    );
    const [checked, listed] = await Promise.all([smtpspec(["check", old]), smtpspec(["list", "--cases", old])]);
    assertEquals([checked.code, checked.out], [0, "1 case in 1 file: no problems\n"]);
    assertMatch(checked.err, /^warning: The word "safety" is old\n {2}--> .*old\.yaml:7:5\n[^]*\n1 warning\n$/);
    assertEquals([listed.code, listed.err], [0, ""]);
  });
});
