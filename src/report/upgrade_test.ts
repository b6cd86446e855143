/**
 * A report that smtpspec 0.1.0 wrote in version 1 of the schema, and the same report in version 2. Of the catalogue of
 * requirements only those are kept that have results, and three others.
 */
import { assert, assertEquals, assertMatch, fail } from "@std/assert";
import { messageOf } from "../testing/problems.ts";
import { isProblem } from "../base/problem.ts";
import { readData } from "../testing/golden.ts";
import { readReport } from "./json.ts";
import type { Report } from "./report.ts";
import { reporters } from "./reporter.ts";
import type { Report1 } from "./upgrade.ts";

const version1 = readData("versions/version1.json");
const [old, twin] = [version1, readData("versions/version2.json")].map(read);

function read(text: string): Report {
  const report = readReport(text);
  return isProblem(report) ? fail(report.message) : report;
}

/** Takes the keys of deviations out: version 1 has none. */
function withoutKeys(report: Report): Report {
  const bare = (name: string, value: unknown) => name === "key" ? null : value;
  return JSON.parse(JSON.stringify(report, bare));
}

Deno.test("a report of version 1 is read as the same report of version 2, without keys", () => {
  assertEquals(JSON.parse(version1).schemaVersion, 1);
  assert(old !== undefined && twin !== undefined);
  assertEquals(old, withoutKeys(twin));
  assert(twin.results.some(({ deviation }) => deviation?.key === "body line"), "the twin has no keys");
});

const formats = [...reporters.keys()].filter((format) => format !== "json" && format !== "ndjson");
for (const format of formats) {
  for (const isVerbose of [false, true]) {
    Deno.test(`the ${format} reporter${isVerbose ? ", verbose," : ""} renders version 1 as it does version 2`, () => {
      const render = (report: Report | undefined) =>
        reporters.get(format)?.render(report ?? fail("no report"), { width: 80, isColored: false, isVerbose });
      assertEquals(render(old), render(twin));
    });
  }
}

Deno.test("what the linter saw in a control dialogue of version 1 was seen in a sanity check", () => {
  const report: Report1 = JSON.parse(version1);
  const results = report.results.map((result) => ({
    ...result,
    linted: { checked: 1, sightings: [{ run: "control", event: 2, why: "bare", saw: "250", isPoor: true }] },
  }));
  const [first] = read(JSON.stringify({ ...report, results })).results;
  assertEquals(first?.linted, {
    checked: 1,
    occurrences: [{ run: "sanity check", event: 2, why: "bare", received: "250", isTolerated: true }],
  });
});

for (const lost of ["control", "target", "results"]) {
  Deno.test(`readReport() says that a report of version 1 without "${lost}" cannot be read`, () => {
    const report = JSON.parse(version1);
    const found = readReport(JSON.stringify({ ...report, [lost]: lost === "results" ? [null] : undefined }));
    assertMatch(messageOf(found), /^it is no whole report of version 1: /);
  });
}
