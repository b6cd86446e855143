import { assertEquals, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import { namesIn, readData } from "../testing/golden.ts";
import { renderNdjson, type ReportEvent } from "./events.ts";
import { readReport } from "./json.ts";

for (const name of namesIn("reports", ".json")) {
  Deno.test(`the stream of ${name}.json has a line for each event, in the order of a run, and loses no result`, () => {
    const report = readReport(readData(`reports/${name}.json`));
    if (isProblem(report)) return fail(report.message);
    const events = renderNdjson(report).trimEnd().split("\n").map((line) => JSON.parse(line) as ReportEvent);
    const count = (when: string) => report.sanityChecks.filter((each) => each.when === when).length;
    assertEquals(events.map(({ event }) => event), [
      "start",
      ...Array(count("first")).fill("sanityCheck"),
      ...report.target.endpoints.map(() => "endpoint"),
      ...report.results.map(() => "result"),
      ...Array(count("last")).fill("sanityCheck"),
      "end",
    ]);
    assertEquals(events.flatMap((each) => each.event === "result" ? [each.result] : []), report.results);
  });
}
