import { assert, assertEquals, assertMatch } from "@std/assert";
import { messageOf } from "../testing/problems.ts";
import { isProblem } from "../base/problem.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import { compactReport } from "./compact.ts";
import { writeCompact } from "./compact_json.ts";
import { readReport } from "./json.ts";
import type { Report, Result } from "./report.ts";

/** Writes a report in the compact form and reads it. */
function throughFile(report: Report): Report {
  const read = readReport(writeCompact(compactReport(report, { name: "mta", version: "1.2" })));
  assert(!isProblem(read), isProblem(read) ? read.message : "");
  return read;
}

/** What the compact form keeps of a result. */
function kept({ id, area, verdict, reason, level, demand, rfc, deviation }: Result): unknown {
  const isQuiet = verdict === "pass" || verdict === "skip";
  return {
    ...{ id, area, verdict, reason: verdict === "pass" ? null : reason },
    ...(isQuiet ? {} : { level, demand, rfc }),
    seen: isQuiet || deviation === null
      ? null
      : [deviation.expected, deviation.received, deviation.key, deviation.because],
  };
}

const given: readonly Given[] = [
  { id: "core/noop/plain", verdict: "pass" },
  { id: "core/noop/text[short]", verdict: "pass" },
  { id: "core/noop/text[long]", received: "500 5.5.2 \\xff" },
  { id: "core/noop/text[longer]", received: "500 5.5.2 \\xff" },
  { id: "core/noop/text[longest]", received: "501 No", key: "501" },
  { id: "core/rset/plain:mx", verdict: "skip", reason: "the server does not offer X" },
  { id: "core/rset/plain:lmtp", verdict: "inconclusive", reason: "received 421" },
  { id: "auth/plain/right[a+b]:submission", verdict: "skip", reason: "there is no user" },
  { id: "auth/plain/right[a+c]:submission", verdict: "warn", received: "235 2.7.0 Ok" },
  { id: "auth/plain/wrong", verdict: "error", reason: "ours" },
  { id: "replies/lint/code", received: '999 "x"' },
];

Deno.test("the compact form keeps ids, verdicts, reasons, and what was received, in their order", () => {
  const report = reportOf(given);
  assertEquals(throughFile(report).results.map(kept), report.results.map(kept));
});

Deno.test("the compact form keeps what a comparison of reports looks at besides", () => {
  const offer = { plain: { greeting: "mx.test", keywords: ["SIZE 1000", "DSN"] } };
  const bare = reportOf(given, { durationMs: 12_345 });
  const endpoints = bare.target.endpoints.map((endpoint) => ({ ...endpoint, offer }));
  const report = { ...bare, target: { ...bare.target, endpoints, fixtures: ["user", "rcpts 100"] } };
  const { suite, target, options, startedAt, durationMs, complete, summary } = throughFile(report);
  assertEquals({ suite, target, options, startedAt, durationMs, complete, summary }, {
    ...{ suite: report.suite, target: report.target, options: report.options },
    ...{ startedAt: report.startedAt, durationMs: 12_345, complete: true, summary: report.summary },
  });
});

Deno.test("the compact form keeps the section of a variant that has one of its own", () => {
  const report = reportOf(given);
  const results = report.results.map((result) =>
    result.id.endsWith("[longest]") ? { ...result, rfc: ["RFC 5321 §4.2"] } : result
  );
  assertEquals(throughFile({ ...report, results }).results.map(kept), results.map(kept));
});

Deno.test("the compact form says the same of several results once, and of why it is the reason nothing more", () => {
  const report = reportOf(given);
  const results = report.results.map((result) => ({
    ...result,
    reason: result.deviation === null ? result.reason : `received ${result.deviation.received}: it is long`,
    deviation: result.deviation && { ...result.deviation, because: "it is long" },
  }));
  const { deviations } = compactReport({ ...report, results });
  assertEquals(deviations[0], {
    ...{ case: "core/noop/text", level: "must", demand: "do it", rfc: ["RFC 5321 §4.1.1.9"] },
    results: [
      {
        ...{ verdict: "fail", expected: ["250"], received: "500 5.5.2 \\xff", because: "it is long" },
        of: "[long] [longer]",
      },
      { verdict: "fail", expected: ["250"], received: "501 No", key: "501", because: "it is long", of: "[longest]" },
    ],
  });
  assertEquals(throughFile({ ...report, results }).results.map(kept), results.map(kept));
});

Deno.test("the compact form has a line for each case, and names the server", () => {
  const lines = writeCompact(compactReport(reportOf(given), { name: "mta", version: "1.2" })).split("\n");
  assert(lines.includes('   "text": "p [short] f [long] [longer] [longest]"'));
  assert(lines.includes(' "server": {"name":"mta","version":"1.2"},'));
});

const broken: readonly (readonly [change: object, says: RegExp])[] = [
  [{ schemaVersion: 7 }, /^it has the schema version 7; this smtpspec reads 1 and 2$/],
  [{ cases: undefined }, /^it lacks cases, deviations or skipped$/],
  [{ skipped: {} }, /^it lacks cases, deviations or skipped$/],
  [{ cases: { "core/noop": { plain: "passed" } } }, /^it has no verdicts of "core\/noop\/plain" but "passed"$/],
];

for (const [change, says] of broken) {
  Deno.test(`readReport() says what is wrong with a compact form with ${JSON.stringify(change)}`, () => {
    const read = readReport(JSON.stringify({ ...compactReport(reportOf(given)), ...change }));
    assertMatch(messageOf(read), says);
  });
}
