import { assertEquals } from "@std/assert";
import { diffReports } from "../gate/diff.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import { changedVerdicts } from "./compare.ts";

const changes: readonly (readonly [old: Given, latest: Given, isChange: boolean])[] = [
  [{ verdict: "pass" }, { verdict: "pass" }, false],
  [{ verdict: "pass" }, { verdict: "fail" }, true],
  [{ verdict: "fail" }, { verdict: "warn" }, true],
  [{ verdict: "fail", received: "250 a" }, { verdict: "fail", received: "554 b" }, false],
  [{ verdict: "inconclusive" }, { verdict: "pass" }, true],
  [{ verdict: "pass" }, { verdict: "skip" }, true],
  [{ id: "a/b/old" }, { id: "a/b/new" }, false],
];

for (const [old, latest, isChange] of changes) {
  Deno.test(`changedVerdicts() finds ${isChange ? "a change" : "none"} in ${JSON.stringify([old, latest])}`, () => {
    assertEquals(changedVerdicts(diffReports(reportOf([old]), reportOf([latest]))).length, isChange ? 1 : 0);
  });
}
