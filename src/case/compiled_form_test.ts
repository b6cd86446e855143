import { assertEquals, assertNotEquals } from "@std/assert";
import { caseOf } from "../testing/samples.ts";
import { compiledForm, differencesOf } from "./compiled_form.ts";

const same: readonly (readonly [says: string, one: string, other: string, file?: readonly [string, string]])[] = [
  ["the same case on other lines", "send: NOOP\nreply: 250", "reply:\n  pass:\n    250\nsend: NOOP"],
  [
    "another sentence of a reason",
    "send: NOOP\nreply: {fail: {code: 5xx, because: a}}",
    "send: NOOP\nreply: {fail: 5xx}",
  ],
  ["sets in another order", "risks: [heavy, hostile]\nreply: 220", "risks: [hostile, heavy]\nreply: 220"],
  ["a count as text", "delivered: {to: a, containing: b, count: '2'}", "delivered: {to: a, containing: b, count: 2}"],
];

for (const [says, one, other] of same) {
  Deno.test(`compiledForm() is the same for ${says}`, () => {
    assertEquals(compiledForm(caseOf(one)), compiledForm(caseOf(other)));
  });
}

const different: readonly (readonly [says: string, one: string, other: string])[] = [
  ["another code", "send: NOOP\nreply: 250", "send: NOOP\nreply: 251"],
  ["another pattern", "reply: {text: '/a/'}", "reply: {text: '/b/'}"],
  ["another line", "send: NOOP\nreply: 250", "send: NOOP x\nreply: 250"],
  ["outcomes in another order", "reply: {pass: 220, warn: 2xx}", "reply: {warn: 2xx, pass: 220}"],
  ["a column or a name with the name of a place", "let: {span: a}\nreply: 220", "reply: 220"],
  ["no end of a count", "delivered: {to: a, containing: b}", "delivered: {to: a, containing: b, count: 1..}"],
  // A handshake that fails accuses the server, save in set-up.
  ["a handshake that is set-up", "given: {tls: handshake}\nreply: 220", "steps: [{tls: handshake}, {reply: 220}]"],
];

for (const [says, one, other] of different) {
  Deno.test(`compiledForm() distinguishes ${says}`, () => {
    assertNotEquals(compiledForm(caseOf(one)), compiledForm(caseOf(other)));
  });
}

Deno.test("compiledForm() can be written as JSON", () => {
  const form = compiledForm(caseOf("send: NOOP\nreply: {code: 250, text: '/^ok$/i'}"));
  assertEquals(JSON.parse(JSON.stringify(form)), form);
});

Deno.test("differencesOf() gives the innermost places, with both sides", () => {
  const before = compiledForm(caseOf("send: NOOP\nreply: {pass: 250, inconclusive: 4xx}"));
  const after = compiledForm(caseOf("send: NOOP x\nreply: 250"));
  assertEquals(differencesOf(before, after).map(({ path }) => path), [
    "steps/0/action/line/parts/0/text",
    "steps/0/expect/0/outcomes",
  ]);
  assertEquals(differencesOf(before, after)[0], {
    path: "steps/0/action/line/parts/0/text",
    before: "NOOP",
    after: "NOOP x",
  });
});

Deno.test("differencesOf() finds nothing between equal forms, and what one side lacks", () => {
  assertEquals(differencesOf({ a: [1, null] }, { a: [1, null] }), []);
  assertEquals(differencesOf({ a: 1 }, { b: null }), [
    { path: "a", before: 1, after: undefined },
    { path: "b", before: undefined, after: null },
  ]);
  assertEquals(differencesOf(undefined, undefined), []);
  assertEquals(differencesOf(undefined, 1), [{ path: "", before: undefined, after: 1 }]);
});
