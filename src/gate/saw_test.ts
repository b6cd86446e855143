import { assertEquals } from "@std/assert";
import { type Given, resultOf } from "../testing/reports.ts";
import { bareVerdict, type Fit, fitOf, isSameFailure, sawOf } from "./saw.ts";

const lintId = "replies/lint/line-end";
const closed = { received: "the server closed (FIN)", key: "close" };

const kept: readonly (readonly [name: string, Given, string | undefined])[] = [
  ["the key of what was received", closed, "close"],
  ["the old words, of a report of version 1", { received: closed.received }, "the server closed (FIN)"],
  ["the reason, of a report of version 1 without a deviation", { reason: "it is gone" }, "it is gone"],
  ["nothing of a verdict that rests on nothing", {}, undefined],
  ["nothing of a rule of the linter", { id: lintId, received: "250 Ok" }, undefined],
];

for (const [name, given, saw] of kept) {
  Deno.test(`sawOf() keeps ${name}`, () => assertEquals(sawOf(resultOf(given)), saw));
}

const fits: readonly (readonly [saw: string | null, Given, Fit])[] = [
  [null, closed, "key"],
  ["close", closed, "key"],
  ["the server closed (FIN)", closed, "words"],
  ["the server closed", closed, "words"],
  ["clo", closed, "none"],
  ["reset", closed, "none"],
  ["250", { received: "250 2.1.0 Ok", key: "250 2.1.0" }, "key"],
  ["250 2.1.0", { received: "250 2.1.0 Ok", key: "250 2.1.0" }, "key"],
  ["250 2.1", { received: "250 2.1.0 Ok", key: "250 2.1.0" }, "none"],
  ["250", { received: "250 a, then 503 b, then the 221 to QUIT", key: "250, 503" }, "key"],
  ["250, then 503", { received: "250 a, then 503 b, then the 221 to QUIT", key: "250, 503" }, "words"],
  ["header", { received: 'Date is "x"', key: "header Date text" }, "key"],
  ["the server closed (FIN)", { received: closed.received }, "key"],
  ["250", { id: lintId, received: "250 Ok" }, "none"],
  [null, { id: lintId, received: "250 Ok" }, "key"],
];

for (const [saw, given, fit] of fits) {
  Deno.test(`fitOf() says ${fit} of ${JSON.stringify(saw)} for ${given.key ?? given.received}`, () => {
    assertEquals(fitOf(saw, resultOf(given)), fit);
  });
}

const pairs: readonly (readonly [name: string, Given, Given, boolean])[] = [
  ["two results with one key, in other words", closed, { received: "it closed", key: "close" }, true],
  ["two results with two keys, in the same words", closed, { ...closed, key: "reset" }, false],
  ["a result of version 1 and one with a key, in the same words", { received: closed.received }, closed, true],
  ["a result of version 1 and one with a key, in other words", { received: "250 Ok" }, closed, false],
  ["two results of version 1 that differ in a number", { received: "1.0 s" }, { received: "2.0 s" }, true],
  ["a rule of the linter that two replies break", { id: lintId, received: "250" }, { id: lintId, received: "1" }, true],
];

for (const [name, one, other, isSame] of pairs) {
  Deno.test(`isSameFailure() is ${isSame} for ${name}`, () => {
    assertEquals(isSameFailure(resultOf(one), resultOf(other)), isSame);
    assertEquals(isSameFailure(resultOf(other), resultOf(one)), isSame);
  });
}

Deno.test("bareVerdict() sees through a baseline", () => {
  const known = { id: "a", verdict: "warn", saw: null, why: null, link: null, expires: null } as const;
  const source = { file: "known.yaml", line: 2, column: 3 };
  assertEquals(bareVerdict({ verdict: "xfail", known: { ...known, source } }), "warn");
  assertEquals(bareVerdict({ verdict: "xpass", known: { ...known, source } }), "pass");
  assertEquals(bareVerdict({ verdict: "fail" }), "fail");
});
