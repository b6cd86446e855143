import { assertEquals } from "@std/assert";
import type { Result } from "../report/report.ts";
import { reportOf } from "../testdata/reports.ts";
import { slim, withoutTranscripts } from "./slim.ts";

const transcript: Result["transcript"] = [{ at: 1, on: "main", kind: "note", text: "seen" }];

function reportWith(verdict: Result["verdict"]) {
  const report = reportOf([{ verdict, saw: "250 Ok" }]);
  return { ...report, results: report.results.map((result) => ({ ...result, transcript, dropped: 3 })) };
}

for (const verdict of ["fail", "warn", "inconclusive", "error"] as const) {
  Deno.test(`slim() keeps the transcript of a result with the verdict ${verdict}`, () => {
    const report = reportWith(verdict);
    assertEquals(slim(report).results, report.results);
  });
}

for (const verdict of ["pass", "skip"] as const) {
  Deno.test(`slim() keeps of a ${verdict} what it is`, () => {
    const [result] = slim(reportWith(verdict)).results;
    assertEquals([result?.id, result?.verdict, result?.demand], ["area/topic/one", verdict, "do it"]);
    assertEquals([result?.transcript, result?.rfc, result?.source], [[], [], null]);
  });
}

Deno.test("withoutTranscripts() keeps the finding", () => {
  const report = reportWith("fail");
  const [result] = withoutTranscripts(report).results;
  assertEquals([result?.transcript, result?.finding], [[], report.results[0]?.finding]);
});
