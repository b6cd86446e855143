import { assertEquals, fail } from "@std/assert";
import { describeExpectation } from "../judge/describe.ts";
import { caseOf, plainFacts, problemsOf } from "../testing/samples.ts";
import type { Expectation } from "./case.ts";

const expected = (lines: string): readonly Expectation[] => caseOf(lines).steps[0]?.expect ?? fail("no step");
const only = (lines: string): Expectation => expected(lines)[0] ?? fail("no expectation");

/** Lists the outcomes of an expectation with their sentences. */
function outcomes(expectation: Expectation): string[] {
  if (expectation.kind === "silence" || expectation.kind === "delivered") return [expectation.kind];
  return expectation.outcomes.map(({ then, because }) =>
    because === undefined ? then : `${then}: ${plainFacts.fill(because)}`
  );
}

const replies: readonly (readonly [yaml: string, outcomes: readonly string[], accepted: readonly string[]])[] = [
  ["250", ["pass"], ["250"]],
  ["[250, 251]", ["pass"], ["250 or 251"]],
  ["{code: 250, because: it said $token}", ["pass: it said $token"], ["250"]],
  ["{pass: 503, warn: 5xx}", ["pass", "warn"], ["503", "tolerated: 5xx"]],
  ["{warn: 5xx, pass: 503}", ["warn", "pass"], ["tolerated: 5xx", "503"]], // the order is as written
  ["{pass: 250, stop: [4xx, close], inconclusive: any}", ["pass", "stop", "inconclusive"], [
    "250",
    "4xx or the server closes",
    "inconclusive: any answer",
  ]],
  ["{fail: {code: 250, because: it was taken}}", ["fail: it was taken"], []],
  ["{pass: 5xx, fail: [{code: 250, because: one}, {code: 354, because: two}, 220]}", [
    "pass",
    "fail: one",
    "fail: two",
    "fail",
  ], ["5xx"]],
];

for (const [yaml, wanted, accepted] of replies) {
  Deno.test(`readExpectations() reads reply: ${yaml}`, () => {
    const expectation = only(`send: NOOP\nreply: ${yaml}`);
    assertEquals(outcomes(expectation), [...wanted]);
    assertEquals(describeExpectation(expectation, plainFacts), [...accepted]);
  });
}

Deno.test("readExpectations() reads the steps of a branch", () => {
  const expectation = only("send: DATA\nreply: {pass: 503, branch: {code: 354, steps: [{send: ., reply: 250}]}}");
  const outcomes = expectation.kind === "reply" ? expectation.outcomes : [];
  assertEquals(outcomes.map(({ then, steps }) => [then, steps.length] as const), [["pass", 0], ["branch", 1]]);
});

const closes: readonly (readonly [yaml: string, outcomes: readonly string[], accepted: readonly string[]])[] = [
  ["yes", ["pass"], ["the server closes"]],
  ["fin", ["pass"], ["the server closes by FIN"]],
  ["reset", ["pass"], ["the server resets"]],
  ["notify", ["pass"], ["the server closes with a TLS close_notify"]],
  ["allowed", ["stop"], ["the server closes"]],
  ["{pass: fin, warn: yes}", ["pass", "warn"], ["the server closes by FIN", "tolerated: the server closes"]],
];

for (const [yaml, wanted, accepted] of closes) {
  Deno.test(`readExpectations() reads closes: ${yaml}`, () => {
    const expectation = only(`send: QUIT\ncloses: ${yaml}`);
    assertEquals(outcomes(expectation), [...wanted]);
    assertEquals(describeExpectation(expectation, plainFacts), [...accepted]);
  });
}

const sequences: readonly (readonly [yaml: string, accepted: string])[] = [
  ["[]", "no reply before the 221 to QUIT"],
  ["[250, 5xx]", "250, then 5xx and no more before the 221 to QUIT"],
  ["[250, close]", "250, then the server closes"],
  ["[close]", "the server closes"],
  ["{pass: [[250], close]}", "250 and no more before the 221 to QUIT; or the server closes"],
  ["{count: 2.., each: 250}", "2 or more replies, each 250"],
];

for (const [yaml, accepted] of sequences) {
  Deno.test(`readExpectations() reads until_quit: ${yaml}`, () => {
    assertEquals(describeExpectation(only(`send: NOOP\nuntil_quit: ${yaml}`), plainFacts), [accepted]);
  });
}

Deno.test("readExpectations() reads a delivery in full", () => {
  const { mail } = only(
    "delivered: {to: $rcpt, containing: $token, count: 0..1, body: as-sent, " +
      "headers: [{name: Received, nth: 1, text: '/^from/', raw: '/^R/', count: 1..}, {name: Date}]}",
  ) as Extract<Expectation, { kind: "delivered" }>;
  assertEquals([plainFacts.fill(mail.to), plainFacts.fill(mail.containing)], ["$rcpt", "$token"]);
  assertEquals([mail.count, mail.body], [{ least: 0, most: 1 }, { kind: "as-sent" }]);
  assertEquals(
    mail.headers.map(({ name, nth, text, raw, count }) => [name, nth, String(text), String(raw), count?.most]),
    [
      ["Received", 1, "/^from/", "/^R/", Infinity],
      ["Date", undefined, "undefined", "undefined", undefined],
    ],
  );
});

Deno.test("readExpectations() expects one message where no count is given", () => {
  const expectation = only("delivered: {to: $rcpt, containing: $token}");
  assertEquals(expectation.kind === "delivered" && expectation.mail.count, { least: 1, most: 1 });
});

Deno.test("readExpectations() gives several expectations in the order in which they are judged", () => {
  const kinds = expected("send: QUIT\nsilence: 1s\ncloses: yes\nreply: 221").map(({ kind }) => kind);
  assertEquals(kinds, ["reply", "closes", "silence"]);
});

const refused: readonly (readonly [lines: string, ...problems: string[]])[] = [
  ["reply: {pass: 250, wran: 2xx}", `Unknown key "wran" | did you mean "warn"?`],
  ["reply: {pass: 250, code: 251}", `Unknown key "code" | known: pass, warn, stop, branch, inconclusive, fail`],
  ["reply: {branch: 354}", "A branch needs steps | write {code: 354, steps: […]}"],
  ["reply: {branch: {code: 354, steps: []}}", "Cannot read this as a list of steps | write - send: …"],
  ["closes: FIN", `Unknown word "FIN" | did you mean "fin"?`],
  ["closes: silence", `Unknown word "silence" | known: yes, fin, reset, notify, allowed`],
  ["silence: 11min", "Cannot wait 11min: the limit is 600 s"],
  ["delivered: {containing: x}", `"delivered" needs "to" and "containing" | write {to: $rcpt, containing: $token}`],
  ["delivered: {to: a, containing: x, headers: [{text: '/x/'}]}", `A header needs a "name" | write {name: Received}`],
];

for (const [lines, ...problems] of refused) {
  Deno.test(`readExpectations() refuses ${lines}`, () => assertEquals(problemsOf(`send: NOOP\n${lines}`), problems));
}
