import { assertEquals } from "@std/assert";
import { exitCodeOf, exitCodes, type RunFacts } from "./exit_code.ts";
import { levels } from "../case/case.ts";
import { type Verdict, weigh } from "./verdict.ts";

function facts(counts: Partial<Record<Verdict, number>>, given: Partial<RunFacts> = {}): RunFacts {
  const none = { pass: 0, warn: 0, fail: 0, xfail: 0, xpass: 0, inconclusive: 0, skip: 0, error: 0 };
  const summary = { ...none, ...counts };
  return { summary, isInterrupted: false, areSanityChecksPassed: true, isStrict: false, staleEntries: 0, ...given };
}

const strict = { isStrict: true };
const lost = { areSanityChecksPassed: false };
const cut = { isInterrupted: true };
const codes: readonly (readonly [name: string, RunFacts, code: number])[] = [
  ["all passed", facts({ pass: 10 }), 0],
  ["skips", facts({ pass: 1, skip: 100 }), 0],
  ["a warning", facts({ pass: 9, warn: 1 }), 0],
  ["a strict warning", facts({ pass: 9, warn: 1 }, strict), 1],
  ["a failure", facts({ pass: 9, fail: 1 }), 1],
  ["a fifth inconclusive", facts({ pass: 8, inconclusive: 2 }), 0],
  ["more than a fifth inconclusive", facts({ pass: 7, inconclusive: 2 }), 4],
  ["a fifth of what was judged, skips aside", facts({ pass: 7, inconclusive: 2, skip: 100 }), 4],
  ["a failed sanity check", facts({ pass: 10 }, lost), 4],
  ["an error of ours", facts({ pass: 10, error: 1 }), 5],
  ["an interrupt", facts({ pass: 10 }, cut), 130],
  ["a known failure", facts({ pass: 9, xfail: 1 }), 0],
  ["nothing but known failures", facts({ xfail: 1 }), 0],
  ["a known warning, strictly", facts({ pass: 9, xfail: 1 }, strict), 0],
  ["an unexpected pass", facts({ pass: 9, xpass: 1 }, { staleEntries: 1 }), 2],
  ["an entry of the baseline that names no case", facts({ pass: 10 }, { staleEntries: 1 }), 2],
  ["a fifth inconclusive, known failures counted", facts({ xfail: 8, inconclusive: 2 }), 0],
  ["a failure and an unexpected pass", facts({ fail: 1, xpass: 1 }, { staleEntries: 1 }), 1],
  ["a failed sanity check and an unexpected pass", facts({ xpass: 1 }, { ...lost, staleEntries: 1 }), 4],
  ["a failure and a failed sanity check", facts({ fail: 1 }, lost), 4],
  ["a failure and many inconclusive", facts({ fail: 1, inconclusive: 9 }), 4],
  ["a failed sanity check and an error", facts({ error: 1 }, lost), 5],
  ["all at once", facts({ fail: 1, error: 1, inconclusive: 9 }, { ...lost, ...cut }), 130],
];

for (const [name, given, code] of codes) {
  Deno.test(`exitCodeOf() gives ${code} for ${name}`, () => assertEquals(exitCodeOf(given), code));
}

Deno.test("exitCodes has one meaning for each code", () => {
  const all = Object.values(exitCodes);
  assertEquals(new Set(all).size, all.length);
});

Deno.test("weigh() is the table of verdicts", () => {
  assertEquals(levels.map((level) => weigh("wrong", level)), ["fail", "fail", "warn", "warn", "note"]);
  assertEquals(levels.map((level) => weigh("tolerated", level)), ["warn", "warn", "warn", "warn", "note"]);
});
