import { assert, assertEquals, fail } from "@std/assert";
import { isProblem, problem } from "../base/problem.ts";
import { makeLintResult } from "../report/lint_result.ts";
import type { Known, Linted, Report, ReportSanityCheck, Result } from "../report/report.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import { withBaseline } from "./known.ts";
import { mergeShards, type Part } from "./merge.ts";

const lintId = "replies/lint/line-end";
const lint = (linted: Linted) =>
  makeLintResult({ id: lintId, level: "must", demand: "end lines", rfc: [], requirement: [] }, linted);
const occurrence = (run: string) => ({ run, event: 1, why: "a bare LF", received: "250 Ok\\n", isTolerated: false });
const covered = { observe: "session", cases: ["a/b/first"], untested: null } as const;
const sanityCheck = (passed: boolean): ReportSanityCheck => ({
  endpoint: "mx",
  when: "first",
  passed,
  reason: passed ? null : "no greeting",
  durationMs: 1,
  transcript: [],
});

function shard(index: number, of: number, results: readonly Given[], given: Partial<Report> = {}): Report {
  const report = reportOf(results);
  return { ...report, options: { ...report.options, shard: { index, of } }, ...given };
}

const partsOf = (...reports: readonly Report[]): Part[] =>
  reports.map((report, at) => ({ file: `${at + 1}.json`, report }));

function merge(...reports: readonly Report[]): Report {
  const merged = mergeShards(partsOf(...reports));
  return isProblem(merged) ? fail(merged.message) : merged;
}

const one = shard(1, 2, [{ id: "a/b/first", line: 4 }, {
  id: "a/b/third",
  line: 12,
  verdict: "warn",
  received: "250 Ok",
}]);
const two = shard(2, 2, [{ id: "a/b/second", line: 8, verdict: "pass" }]);

Deno.test("mergeShards() puts results in the order of the case files, whatever the order of the shards", () => {
  for (const merged of [merge(one, two), merge(two, one)]) {
    assertEquals(merged.results.map(({ id }) => id), ["a/b/first", "a/b/second", "a/b/third"]);
    assertEquals([merged.summary.fail, merged.summary.warn, merged.summary.pass], [1, 1, 1]);
    assertEquals(merged.options.shard, undefined);
  }
});

Deno.test("mergeShards() keeps all sanity checks, takes the whole time, and is complete where all shards are", () => {
  const first = { ...one, sanityChecks: [sanityCheck(true)], startedAt: "2026-11-25T12:00:02.000Z", durationMs: 5000 };
  const second = {
    ...two,
    sanityChecks: [sanityCheck(false)],
    startedAt: "2026-11-25T12:00:01.000Z",
    durationMs: 3000,
  };
  const merged = merge(first, second);
  assertEquals(merged.sanityChecks, [sanityCheck(true), sanityCheck(false)]);
  assertEquals([merged.startedAt, merged.durationMs, merged.complete], ["2026-11-25T12:00:01.000Z", 6000, true]);
  assert(!merge(first, { ...second, complete: false }).complete);
});

Deno.test("mergeShards() joins the results that test a requirement", () => {
  const requirement = { rfc: 5321, section: "4.2", level: "must", says: "So.", ...covered } as const;
  const first = { ...one, requirements: { r: { ...requirement, results: ["a/b/first"] } } };
  const second = {
    ...two,
    requirements: { r: { ...requirement, results: ["a/b/second"] }, s: { ...requirement, results: [] } },
  };
  assertEquals(merge(first, second).requirements, {
    r: { ...requirement, results: ["a/b/first", "a/b/second"] },
    s: { ...requirement, results: [] },
  });
});

const with2 = (left: Linted, right: Linted) =>
  merge(
    { ...one, results: [...one.results, lint(left)] },
    { ...two, results: [...two.results, lint(right)] },
  );
const none: Linted = { checked: 0, occurrences: [] };
const clean: Linted = { checked: 10, occurrences: [] };
const broken: Linted = { checked: 5, occurrences: [occurrence("a/b/second")] };
const rules: readonly (readonly [name: string, left: Linted, right: Linted, verdict: string, note: string])[] = [
  ["clean in both", clean, clean, "pass", "20 replies were checked"],
  ["put to no reply in one", clean, none, "pass", "10 replies were checked"],
  ["put to no reply", none, none, "skip", "0 replies were checked"],
  ["broken in one", clean, broken, "fail", "15 replies were checked"],
  ["broken in both", broken, broken, "fail", "10 replies were checked"],
];

for (const [name, left, right, verdict, note] of rules) {
  Deno.test(`mergeShards() gives ${verdict} to a rule of the linter that was ${name}`, () => {
    const results = with2(left, right).results.filter(({ id }) => id === lintId);
    assertEquals(results.map((result) => [result.verdict, result.notes[0]]), [[verdict, note]]);
    assertEquals(results[0]?.linted?.occurrences.length, left.occurrences.length + right.occurrences.length);
  });
}

Deno.test("mergeShards() joins what the linter saw of each host by itself", () => {
  const seenOn = (host: string, run: string): Result => {
    const result = lint({ checked: 5, occurrences: [occurrence(`${run}@${host}`)] });
    return { ...result, id: `${lintId}@${host}`, host };
  };
  const merged = merge(
    { ...one, results: [seenOn("mx1", "a/b/first"), seenOn("mx2", "a/b/first")] },
    { ...two, results: [seenOn("mx1", "a/b/second"), seenOn("mx2", "a/b/second")] },
  );
  assertEquals(merged.results.map(({ id, host, linted }) => [id, host, linted?.occurrences.map(({ run }) => run)]), [
    ["replies/lint/line-end@mx1", "mx1", ["a/b/first@mx1", "a/b/second@mx1"]],
    ["replies/lint/line-end@mx2", "mx2", ["a/b/first@mx2", "a/b/second@mx2"]],
  ]);
});

const known = (id: string): Known => ({
  id,
  verdict: "fail",
  saw: null,
  why: null,
  link: null,
  expires: null,
  source: { file: "known.yaml", line: 2, column: 3 },
});

Deno.test("mergeShards() applies the baseline anew to the whole", () => {
  const entries = [known("a/b/first"), known("a/b/second"), known(lintId), known("gone")];
  const ids = new Set(["a/b/first", "a/b/second", "a/b/third", lintId]);
  const withKnown = (report: Report, linted: Linted) => {
    const whole = { ...report, results: [...report.results, lint(linted)] };
    return {
      ...whole,
      ...withBaseline(whole, { file: "known.yaml", entries }, { today: "2026-11-25", isWhole: false, ids }),
    };
  };
  const verdicts = ({ results }: Report) => Object.fromEntries(results.map(({ id, verdict }) => [id, String(verdict)]));
  const merged = merge(withKnown(one, broken), withKnown(two, clean));
  const common = { "a/b/first": "xfail", "a/b/second": "xpass", "a/b/third": "warn" };
  assertEquals(verdicts(merged), { ...common, [lintId]: "xfail" });
  assertEquals(merged.baseline?.staleEntries.map(({ kind, id }) => [kind, id]), [["passes", "a/b/second"], [
    "gone",
    "gone",
  ]]);
  assertEquals([merged.summary.xfail, merged.summary.xpass], [2, 1]);
  // In one shard a rule may pass by chance; in the whole it does not.
  assertEquals(verdicts(merge(withKnown(one, clean), withKnown(two, clean))), { ...common, [lintId]: "xpass" });
});

const offering = (report: Report, ...keywords: string[]): Report => ({
  ...report,
  target: {
    ...report.target,
    endpoints: [{
      name: "mx",
      role: "mx",
      address: "smtp://127.0.0.1:1",
      offer: { plain: { greeting: "mx", keywords } },
      tls: null,
    }],
  },
});
const withOptions = (report: Report, given: Partial<Report["options"]>): Report => ({
  ...report,
  options: { ...report.options, ...given },
});
const named = (report: Report, name: string): Report => ({ ...report, target: { ...report.target, name } });
const { shard: _, ...unsharded } = one.options;
const refused: readonly (readonly [says: string, reports: readonly Report[]])[] = [
  [`"1.json" is no shard: its run had no --shard`, [{ ...one, options: unsharded }, two]],
  [`"1.json" and "2.json" are both shard 1/2`, [one, one]],
  ["of 2 shards these are missing: 2", [one]],
  ["of 4 shards these are missing: 1, 3", [shard(2, 4, []), shard(4, 4, [])]],
  [`"2.json" is shard 2/3, and "1.json" one of 2`, [one, shard(2, 3, [])]],
  [
    `"1.json" and "2.json" differ in the version of the suite: 0.1.0 and 0.2.0`,
    [one, { ...two, suite: { ...two.suite, version: "0.2.0" } }],
  ],
  [
    `"1.json" and "2.json" differ in the case files: abc and def`,
    [one, { ...two, suite: { ...two.suite, casesHash: "def" } }],
  ],
  [`"1.json" and "2.json" differ in the target: Postfix and Exim`, [named(one, "Postfix"), named(two, "Exim")]],
  [`"1.json" and "2.json" differ in the --allow: none and heavy`, [one, withOptions(two, { allow: ["heavy"] })]],
  [`"1.json" and "2.json" differ in the --suite: none and 0.1.0`, [one, withOptions(two, { suite: "0.1.0" })]],
  [`"1.json" and "2.json" differ in the --only: none and a`, [one, withOptions(two, { only: ["a"] })]],
  [
    `"1.json" and "2.json" differ in the offer of the server: mx: plain SIZE and mx: plain DSN`,
    [offering(one, "SIZE"), offering(two, "DSN")],
  ],
  [
    `"1.json" and "2.json" differ in the baseline`,
    [one, { ...two, baseline: { file: "known.yaml", entries: [known("a")], staleEntries: [] } }],
  ],
];

for (const [says, reports] of refused) {
  Deno.test(`mergeShards() refuses: ${says}`, () => assertEquals(mergeShards(partsOf(...reports)), problem(says)));
}

Deno.test("mergeShards() takes shards of servers on other ports, with other sizes, and of one that did not answer", () => {
  merge(named(one, "smtp://127.0.0.1:2525"), named(two, "smtp://127.0.0.1:40001"));
  merge(offering(one, "SIZE 1000", "DSN"), offering(two, "DSN", "SIZE 2000"));
  merge(offering(one, "SIZE"), two);
});

Deno.test("mergeShards() keeps the session that shows the first breach", () => {
  const transcript: Result["transcript"] = [{ kind: "note", at: 0, on: "main", text: "shown" }];
  const seen = (shown: Result["transcript"]): Result => ({
    ...lint({ checked: 1, occurrences: shown.length === 0 ? [] : [occurrence("sanity check of mx")] }),
    id: "replies/lint/closes-without-421",
    transcript: shown,
  });
  const merged = merge({ ...one, results: [seen([])] }, { ...two, results: [seen(transcript)] });
  assertEquals(merged.results.map(({ id, verdict, transcript }) => [id, verdict, transcript]), [
    ["replies/lint/closes-without-421", "fail", transcript],
  ]);
});
