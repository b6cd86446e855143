import { assertEquals } from "@std/assert";
import { noVerdicts, type Report, type Result } from "../report/report.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import { forPage } from "./page.ts";

const transcript: Result["transcript"] = [{ at: 1, on: "main", kind: "note", text: "seen" }];

function reportWith(...given: readonly Given[]): Report {
  const report = reportOf(given);
  return { ...report, results: report.results.map((result) => ({ ...result, transcript, dropped: 3 })) };
}

for (const verdict of ["fail", "warn", "inconclusive", "error"] as const) {
  Deno.test(`forPage() keeps a result with the verdict ${verdict}, and its transcript`, () => {
    const report = reportWith({ verdict, received: "250 Ok" });
    assertEquals(forPage(report).results, report.results);
  });
}

Deno.test("forPage() counts by area what passed or was skipped, and leaves it out", () => {
  const page = forPage(reportWith({ verdict: "pass" }, { id: "b/c/d", verdict: "skip" }, { verdict: "fail" }));
  assertEquals(page.results.map(({ verdict }) => verdict), ["fail"]);
  assertEquals(page.leftOut, { area: { ...noVerdicts(), pass: 1 }, b: { ...noVerdicts(), skip: 1 } });
});

Deno.test("forPage() keeps one transcript of the variants that ended alike", () => {
  const page = forPage(
    reportWith({ id: "a/b/c[x]" }, { id: "a/b/c[y]" }, { id: "a/b/c[z]", verdict: "warn" }, { id: "a/b/d" }),
  );
  assertEquals(page.results.map((result) => result.transcript.length), [1, 0, 1, 1]);
});
