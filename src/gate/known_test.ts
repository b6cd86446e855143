import { assertEquals, assertMatch } from "@std/assert";
import type { Known, StaleEntry } from "../report/report.ts";
import { type Given, reportOf, resultOf } from "../testing/reports.ts";
import { applyBaseline, removeBaseline, withBaseline } from "./known.ts";

const id = "area/topic/one";
const lintId = "replies/lint/line-end";
const knownAs = (given: Partial<Known> = {}): Known => ({
  id,
  verdict: "fail",
  saw: "250",
  why: null,
  link: null,
  expires: null,
  source: { file: "known.yaml", line: 2, column: 5 },
  ...given,
});
const options = { today: "2027-01-31", isWhole: true, ids: new Set([id, lintId]) };

type Applied = readonly [verdict: string, stale: StaleEntry["kind"] | undefined];
const rows: readonly (readonly [name: string, Given, Partial<Known>, Applied])[] = [
  ["a failure that is known", { received: "250 2.1.0 Ok" }, { saw: "250 2.1.0" }, ["xfail", undefined]],
  ["a failure of which the code is known", { received: "250 2.1.0 Ok" }, {}, ["xfail", undefined]],
  ["any failure, where nothing more is known", { received: "354 Go" }, { saw: null }, ["xfail", undefined]],
  ["a failure with another code", { received: "354 Go" }, {}, ["fail", "other"]],
  ["a failure with another enhanced code", { received: "550 5.7.1 No" }, { saw: "550 5.1.1" }, ["fail", "other"]],
  ["a failure whose key is known", { received: "it closed", key: "close" }, { saw: "close" }, ["xfail", undefined]],
  ["a failure known in old words", { received: "it closed", key: "close" }, { saw: "it closed" }, ["xfail", undefined]],
  ["a failure with another key", { received: "it closed", key: "close" }, { saw: "reset" }, ["fail", "other"]],
  ["a failure that begins with the same digits", { received: "2500 x" }, { saw: "250" }, ["fail", "other"]],
  ["a failure of which nothing is known", {}, {}, ["fail", "other"]],
  ["a warning known as a failure", { verdict: "warn", received: "250 Ok" }, {}, ["warn", "other"]],
  ["a failure known as a warning", { received: "250 Ok" }, { verdict: "warn" }, ["fail", "other"]],
  ["a known warning", { verdict: "warn", received: "250 Ok" }, { verdict: "warn" }, ["xfail", undefined]],
  ["a pass", { verdict: "pass" }, {}, ["xpass", "passes"]],
  ["a skip", { verdict: "skip", reason: "not offered" }, {}, ["skip", undefined]],
  ["what is inconclusive", { verdict: "inconclusive", reason: "received 421" }, {}, ["inconclusive", undefined]],
  ["an error", { verdict: "error", reason: "ours" }, {}, ["error", undefined]],
  ["a failure on the last day", { received: "250 Ok" }, { expires: "2027-01-31" }, ["xfail", undefined]],
  ["a failure the day after", { received: "250 Ok" }, { expires: "2027-01-30" }, ["fail", "expired"]],
  ["a pass after the last day", { verdict: "pass" }, { expires: "2027-01-30" }, ["xpass", "passes"]],
  ["a rule of the linter", { id: lintId, received: "250 x" }, { id: lintId, saw: null }, ["xfail", undefined]],
  ["a rule of the linter that passes", { id: lintId, verdict: "pass" }, { id: lintId }, ["xpass", "passes"]],
];

for (const [name, given, known, [verdict, kind]] of rows) {
  Deno.test(`withBaseline() makes ${verdict} of ${name}, ${kind ?? "with no stale entry"}`, () => {
    const baseline = { file: "known.yaml", entries: [knownAs(known)] };
    const { results, baseline: applied } = withBaseline(reportOf([given]), baseline, options);
    assertEquals(results.map((result) => result.verdict), [verdict]);
    assertEquals(applied?.staleEntries.map(({ kind }) => kind), kind === undefined ? [] : [kind]);
    assertEquals(results.map(removeBaseline), [resultOf(given)], "the baseline cannot be removed again");
    const again = withBaseline(reportOf([], { results }), baseline, options);
    assertEquals(
      again,
      { results, ...(applied === undefined ? {} : { baseline: applied }) },
      "applied twice, it differs",
    );
  });
}

Deno.test("applyBaseline() leaves a result alone that no entry names", () => {
  const result = resultOf({ received: "250 Ok" });
  assertEquals(applyBaseline(result, { file: "known.yaml", entries: [knownAs({ id: `${id}[x]` })] }, options), result);
});

Deno.test("applyBaseline() lets a rule of the linter pass in a part of the suite", () => {
  const baseline = { file: "known.yaml", entries: [knownAs({ id: lintId, saw: null })] };
  const result = applyBaseline(resultOf({ id: lintId, verdict: "pass" }), baseline, { ...options, isWhole: false });
  assertEquals(result.verdict, "pass");
});

const sentences: readonly (readonly [Given, Partial<Known>, says: RegExp])[] = [
  [{ received: "354 Go" }, {}, /^it fails with 354, and is known to fail with 250$/],
  [{ verdict: "pass" }, {}, /^it passes, and is known to fail with 250: remove the entry$/],
  [
    { received: "250 x" },
    { expires: "2026-12-31" },
    /^it is known to fail with 250 only until 2026-12-31: fix the server, or/,
  ],
];

for (const [given, known, says] of sentences) {
  Deno.test(`applyBaseline() says ${says} with the result and with the entry`, () => {
    const baseline = { file: "known.yaml", entries: [knownAs(known)] };
    const { results: [result], baseline: applied } = withBaseline(reportOf([given]), baseline, options);
    assertMatch(applied?.staleEntries[0]?.description ?? "", says);
    const said = result?.verdict === "xpass" ? result.reason : result?.notes.at(-1)?.replace("baseline: ", "");
    assertMatch(said ?? "", says);
  });
}

Deno.test("staleEntriesOf() finds an entry stale when there is no such case, not when the case was left out", () => {
  const entries = [knownAs({ id: "area/topic/onr" }), knownAs({ id: "wibble" }), knownAs({ id: lintId })];
  const { baseline } = withBaseline(reportOf([{ verdict: "pass" }]), { file: "known.yaml", entries }, options);
  assertEquals(baseline?.staleEntries.map(({ kind, id, description }) => [kind, id, description]), [
    ["gone", "area/topic/onr", `there is no such case: did you mean "${id}"?`],
    ["gone", "wibble", "there is no such case: remove the entry"],
  ]);
});
