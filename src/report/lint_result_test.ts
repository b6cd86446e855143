import { assertEquals } from "@std/assert";
import { makeLintResult } from "./lint_result.ts";

const facts = { level: "must", demand: "do it", rfc: [], requirement: [] } as const;
const occurrence = { run: "sanity check of mx", event: 2, why: "it did not", received: "500 no", isTolerated: false };

Deno.test("makeLintResult() places a rule of the replies in their area", () => {
  const { area, title, verdict, reason } = makeLintResult(
    { ...facts, id: "replies/lint/line-end" },
    { checked: 0, occurrences: [] },
  );
  assertEquals([area, title], ["replies", "Every reply of every session"]);
  assertEquals([verdict, reason], ["skip", "no reply was received to which the rule applies"]);
});

Deno.test("makeLintResult() places what the runner's own sessions met in an area of its own", () => {
  const { area, title, verdict, reason, notes, again } = makeLintResult(
    { ...facts, id: "sanity/does-it@mx1.test" },
    { checked: 3, occurrences: [occurrence] },
  );
  assertEquals([area, title], ["sanity", "What the runner's own sessions met"]);
  assertEquals([verdict, reason], ["fail", "received 500 no: it did not, in the sanity check of mx"]);
  assertEquals(notes, ["3 sessions were checked", "sanity check of mx: it did not: 500 no"]);
  assertEquals(again, "sanity/does-it@mx1.test");
});
