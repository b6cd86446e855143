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
  [
    `{"suite":{"name":"smtpspec"},"schemaVersion":"1","results":[]}`,
    'it has the schema version "1", which is a text and not a number; this smtpspec reads 1 and 2',
  ],
  [
    `{"suite":{"name":"smtpspec"},"schemaVersion":[2],"results":[]}`,
    "it has a schema version that is no number; this smtpspec reads 1 and 2",
  ],
];

for (const [text, reason] of refused) {
  Deno.test(`readReport() refuses ${text}: ${reason}`, () => assertEquals(readReport(text), problem(reason)));
}

const [saved = ""] = namesIn("reports", ".json").map((name) => readData(`reports/${name}.json`));
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const withExtra = (extra: string) => saved.replace("{", `{"extra": ${extra},`);
/** What somebody has put into a report that is right besides. */
const excesses: readonly (readonly [name: string, text: string, reason: string])[] = [
  ["51 lists in each other", withExtra(nested(51)), "it nests deeper than 50 levels, which is the limit"],
  ["100,000 lists in each other", withExtra(nested(100_000)), "it nests deeper than 50 levels, which is the limit"],
  [
    "100,000 lists as the version",
    `{"suite":{"name":"smtpspec"},"schemaVersion":${nested(100_000)}}`,
    "it nests deeper than 50 levels, which is the limit",
  ],
  [
    "a text of megabytes",
    withExtra(JSON.stringify("x".repeat(1_000_001))),
    "it holds a text of 1000001 characters, and 1000000 is the limit",
  ],
  [
    "a name of megabytes",
    withExtra(`{${JSON.stringify("x".repeat(2_000_000))}: 1}`),
    "it holds a text of 2000000 characters, and 1000000 is the limit",
  ],
];

for (const [name, text, reason] of excesses) {
  Deno.test(`readReport() refuses ${name}`, () => assertEquals(readReport(text), problem(reason)));
}

Deno.test("readReport() takes what a later version may add within its bounds", () => {
  for (const extra of [nested(40), JSON.stringify("x".repeat(1_000_000))]) {
    assertEquals(isProblem(readReport(withExtra(extra))), false);
  }
});

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
