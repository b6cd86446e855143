import { assertEquals, assertMatch, fail } from "@std/assert";
import { messageOf } from "../testing/problems.ts";
import { isProblem, problem } from "../base/problem.ts";
import { namesIn, readData } from "../testing/golden.ts";
import { findingsOf } from "./findings/findings.ts";
import { jsonPieces, readReport, renderJson } from "./json.ts";

const refused: readonly (readonly [text: string, reason: string])[] = [
  ["null", "it is no report of smtpspec"],
  ["[]", "it is no report of smtpspec"],
  [`"smtpspec"`, "it is no report of smtpspec"],
  ["{}", "it is no report of smtpspec"],
  [`{"suite":{"name":"other"}}`, "it is no report of smtpspec"],
  [
    `{"suite":{"name":"smtpspec"},"schemaVersion":3,"results":[]}`,
    "it has the schema version 3; this smtpspec reads 1 and 2",
  ],
  [`{"suite":{"name":"smtpspec"},"schemaVersion":1}`, "it holds no results"],
  [`{"suite":{"name":"smtpspec"},"schemaVersion":2}`, "it holds no results"],
  [`{"suite":{"name":"smtpspec"},"schemaVersion":2,"results":{}}`, "it holds no results"],
  [
    `{"suite":{"name":"smtpspec"},"results":[]}`,
    "it has no schema version; this smtpspec reads 1 and 2",
  ],
];

for (const [text, reason] of refused) {
  Deno.test(`readReport() refuses ${text}: ${reason}`, () => assertEquals(readReport(text), problem(reason)));
}

Deno.test("readReport() says that a text is no JSON", () => {
  assertMatch(messageOf(readReport("{")), /^it is no JSON: /);
});

for (const name of namesIn("reports", ".json")) {
  Deno.test(`renderJson() writes ${name}.json as JSON does, in a piece for each result`, () => {
    const report = readReport(readData(`reports/${name}.json`));
    if (isProblem(report)) return fail(report.message);
    for (const results of [report.results, []]) {
      const other = { ...report, results };
      const file = { ...other, findings: findingsOf(other) };
      assertEquals(JSON.parse(renderJson(other)), JSON.parse(JSON.stringify(file)));
      assertEquals(renderJson(other).split("\n").length, JSON.stringify(file, null, 1).split("\n").length + 1);
      assertEquals([...jsonPieces(other)].length, results.length + 2);
    }
  });
}
