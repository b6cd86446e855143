/** Reports of strangers with as many results as fit into a file, all of one kind: each is shown in seconds. */
import { assert, assertEquals } from "@std/assert";
import { cpuTime } from "../testing/cpu_time.ts";
import { reportOf, resultOf } from "../testing/reports.ts";
import { findingsOf } from "./findings/findings.ts";
import { byArea, type Result } from "./report.ts";
import { reporters } from "./reporter.ts";

const list = (length: number, item: (index: number) => Result) => Array.from({ length }, (_, index) => item(index));
const rule = (index: number): Result => ({
  ...resultOf({ id: `replies/lint/r${index}`, received: "250" }),
  linted: {
    checked: 1,
    occurrences: [{ run: `area/topic/c${index}`, event: 0, why: "it is odd", received: "250", isTolerated: false }],
  },
});

const kinds: Readonly<Record<string, readonly Result[]>> = {
  "failures of one reason": list(30_000, (index) => resultOf({ id: `area/topic/c${index}`, received: "250" })),
  "failures of a reason each": list(30_000, (index) => resultOf({ id: `area/topic/c${index}`, received: `${index}` })),
  "variants of one case": list(150_000, (index) => resultOf({ id: `area/topic/c[v${index}]`, received: "250" })),
  "rules of the linter": list(60_000, rule),
};

// The time of the processor, some times what is needed and less than what is where it grows with the square.
for (const [kind, results] of Object.entries(kinds)) {
  Deno.test(`a report of nothing but ${kind} is shown on a terminal in seconds`, () => {
    const start = cpuTime();
    const text = reporters.get("console")?.render({ ...reportOf([]), results }, {
      width: 80,
      isColored: false,
      isVerbose: false,
    });
    const took = cpuTime() - start;
    assert(text !== undefined && text.length > 0);
    assert(took < 15_000, `${Math.round(took)} ms`);
  });
}

Deno.test("byArea() and findingsOf() take as long for each of many results as for one of few", () => {
  const many = list(200_000, (index) => resultOf({ id: `area/topic/c[v${index}]`, received: "250" }));
  const start = cpuTime();
  assertEquals([...byArea(many).values()].map(({ length }) => length), [many.length]);
  assertEquals(findingsOf({ ...reportOf([]), results: many }).length, 1);
  const took = cpuTime() - start;
  assert(took < 10_000, `${Math.round(took)} ms`);
});
