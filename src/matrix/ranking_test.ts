import { assertEquals } from "@std/assert";
import { type Given, reportOf } from "../testing/reports.ts";
import { casesWith, type Entry, rank } from "./ranking.ts";
import { setups } from "./setups.ts";

const fails = (...ids: readonly string[]): Given[] => ids.map((id) => ({ id, verdict: "fail" }));

function entry(title: string, given: readonly Given[] | undefined): Entry {
  const [setup] = setups;
  if (setup === undefined) throw new Error("The matrix has a server");
  const tested = given === undefined ? undefined : { report: reportOf(given), version: "1" };
  return { setup: { ...setup, title }, tested };
}

Deno.test("rank() goes by findings, not by variants; then by results; what was not tested is last", () => {
  const entries = [
    entry("untested", undefined),
    entry("two cases", fails("a/b/c", "a/b/d")),
    entry("one case, five variants", fails("a/b/c[1]", "a/b/c[2]", "a/b/c[3]", "a/b/c[4]", "a/b/c[5]")),
    entry("one case, two variants", fails("a/b/c[1]", "a/b/c[2]:mx")),
    entry("none", [{ id: "a/b/c", verdict: "warn" }]),
  ];
  assertEquals(rank(entries).map(({ setup }) => setup.title), [
    "none",
    "one case, two variants",
    "one case, five variants",
    "two cases",
    "untested",
  ]);
});

Deno.test("casesWith() groups the results of a verdict by case", () => {
  const { results } = reportOf([...fails("a/b/c[x]", "a/b/c[y]:lmtp", "a/b/d"), { id: "a/b/e", verdict: "pass" }]);
  const cases = [...casesWith("fail", results)].map(([id, own]) => [id, own.length]);
  assertEquals(cases, [["a/b/c", 2], ["a/b/d", 1]]);
});
