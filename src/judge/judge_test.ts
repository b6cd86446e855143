/** The table of verdicts and the fine rules for what is not listed (docs/architecture.md, "Verdicts"). */
import { assertEquals, fail } from "@std/assert";
import { type Level, levels } from "../case/case.ts";
import type { Observation } from "../smtp/observation.ts";
import { caseOf, plainFacts, replyOf } from "../testing/samples.ts";
import {
  judgeClose,
  judgeLeftOver,
  type Judgement,
  judgeReplies,
  judgeReply,
  judgeSilence,
  type Setting,
} from "./judge.ts";
import type { Replies } from "./matches.ts";

const setting: Setting = {
  ...plainFacts,
  level: "must",
  metPermanentError: false,
  sanityCheckMetTemporary: false,
  wroteMuch: false,
  isSecondTry: false,
  isGiven: false,
};

/** Says an observation: a reply's text, or fin, reset, silence, malformed. */
function seen(text: string): Observation {
  switch (text) {
    case "fin":
    case "reset":
      return { kind: "close", how: text, isNotified: false };
    case "silence":
      return { kind: "silence", after: 10_000, partial: new Uint8Array(0) };
    case "malformed":
      return { kind: "malformed", octets: new Uint8Array([0x58]), why: "a reason", flaws: [], isTooLarge: false };
    default:
      return replyOf(text);
  }
}

/** Says a judgement shortly. */
function short(judgement: Judgement): string {
  switch (judgement.kind) {
    case "pass":
    case "stop":
      return judgement.kind;
    case "branch":
      return `branch of ${judgement.outcome.steps.length}`;
    case "wrong":
      return [judgement.as, ...(judgement.because === undefined ? [] : [judgement.because])].join(": ");
    case "warn":
    case "note":
      return [judgement.kind, ...(judgement.because === undefined ? [] : [judgement.because])].join(": ");
    case "inconclusive":
      return `inconclusive: ${judgement.because}`;
    case "again":
      return `again: ${judgement.why}`;
  }
}

function replyOutcomes(yaml: string) {
  const expectation = caseOf(`send: NOOP\nreply: ${yaml}`).steps[0]?.expect[0];
  return expectation?.kind === "reply" ? expectation.outcomes : fail("no reply");
}

const judged = (yaml: string, received: string, given: Partial<Setting> = {}) =>
  short(judgeReply(replyOutcomes(yaml), seen(received), { ...setting, ...given }));

// Rows of the table of verdicts; columns are must, must not, should, should not, may.
const outcomes = "{pass: 503, warn: 5xx, stop: close, inconclusive: 4xx, fail: {code: 250, because: taken}}";
const table: readonly (readonly [name: string, received: string, ...verdicts: string[]])[] = [
  ["as listed", "503 no", "pass", "pass", "pass", "pass", "pass"],
  ["listed under warn", "500 no", "warn", "warn", "warn", "warn", "note"],
  ["listed under stop", "fin", "stop", "stop", "stop", "stop", "stop"],
  ["listed under fail", "250 ok", "fail: taken", "fail: taken", "warn: taken", "warn: taken", "note: taken"],
  ["not listed", "354 go", "fail", "fail", "warn", "warn", "note"],
  ["listed under inconclusive", "451 x", ...Array<string>(5).fill("inconclusive: the case cannot judge this reply")],
  ["a 421", "421 bye", ...Array<string>(5).fill("again: 421")],
];

for (const [name, received, ...verdicts] of table) {
  for (const [index, level] of levels.entries()) {
    Deno.test(`judgeReply() makes "${verdicts[index]}" of ${name} at "${level}"`, () => {
      assertEquals(judged(outcomes, received, { level: level as Level }), verdicts[index]);
    });
  }
}

const notReached = "the situation was not reached";
const now = "inconclusive: a refusal for the moment says nothing about the rule";
const policy = "inconclusive: a refusal by policy (x.7.x) says nothing about the rule";
const mayClose = "inconclusive: a server may close after an error";
const closed = "fail: no 421 was sent before (RFC 5321 §3.8)";
const unread = "inconclusive: it may not have read all that was sent";
const again = { isSecondTry: true };
const flood = { isSecondTry: true, wroteMuch: true };
const met = { sanityCheckMetTemporary: true };
const afterError = { metPermanentError: true };

const rules:
  readonly (readonly [name: string, yaml: string, received: string, wanted: string, given?: Partial<Setting>])[] = [
    ["tries a first outcome before a later one", "{warn: 5xx, pass: 503}", "503 x", "warn"],
    ["gives the steps of a branch", "{pass: 503, branch: {code: 354, steps: [{reply: 250}]}}", "354 x", "branch of 1"],

    ["never takes a 421 for a 4xx", "4xx", "421 x", "again: 421"],
    ["never takes a 421 for any", "any", "421 x", "again: 421"],
    ["takes a 421 that is listed", "421", "421 x", "pass"],

    ["cannot judge a 4yz for a 2yz when the sanity check met one", "250", "451 x", now, met],
    ["cannot judge a 4yz for a 3yz when the sanity check met one", "354", "451 x", now, met],
    ["judges a 4yz for a 2yz when the sanity check met none", "250", "451 x", "fail"],
    ["judges a 4yz for a 5yz even when the sanity check met one", "550", "451 x", "fail", met],
    ["cannot judge 4.7.x for a 2yz", "250", "451 4.7.1 greylisted", now],
    ["cannot judge 4.2.2 for a 2yz", "250", "452 4.2.2 mailbox full", now],
    ["judges 4.2.1 for a 2yz", "250", "452 4.2.1 x", "fail"],
    ["judges 4.3.0 for a 2yz", "250", "452 4.3.0 x", "fail"],
    ["judges 5.7.x for a 2yz", "250", "550 5.7.1 x", "fail"],

    ["cannot judge 5.7.x where another 5yz is due", "553", "550 5.7.1 x", policy],
    ["cannot judge 4.7.x where a 5yz is due", "5xx", "451 4.7.1 x", policy],
    ["takes a listed 5.7.x", "5xx", "550 5.7.1 x", "pass"],
    ["judges 5.1.1 where another 5yz is due", "553", "550 5.1.1 x", "fail"],
    ["judges 5.7.x where a 2yz is as right as a 5yz", "[250, 553]", "550 5.7.1 x", "fail"],

    ["judges a close without a 421", "250", "fin", closed],
    ["takes a close that is listed", "[250, close]", "fin", "pass"],
    ["takes a close for any", "any", "fin", "pass"],
    ["cannot judge a close after a 5yz", "250", "fin", mayClose, afterError],
    ["cannot judge a reset after a 5yz", "250", "reset", mayClose, afterError],
    ["tries again after a reset", "250", "reset", "again: reset"],
    ["judges the second reset", "250", "reset", closed, again],
    ["cannot judge a reset after much that the server need not have read", "250", "reset", unread, flood],
    ["judges a close on the second try", "250", "fin", closed, again],

    ["tries again after silence", "250", "silence", "again: timeout"],
    ["judges the second silence", "250", "silence", "fail", again],
    ["takes a silence that is listed", "[250, silence]", "silence", "pass"],
    ["takes silence for any", "any", "silence", "pass"],

    ["judges a reply without a code", "250", "malformed", "fail: this is no reply: a reason"],
    ["takes a reply without a code for any", "any", "malformed", "pass"],
    ["judges an ill-formed reply by its code", "250", "250\tok\n", "pass"],
    ["weighs a close by the level", "250", "fin", "warn: no 421 was sent before (RFC 5321 §3.8)", { level: "should" }],
    ["holds nothing against the server in set-up", "250", "500 no", `inconclusive: ${notReached}`, { isGiven: true }],
    [
      "says in set-up what was wrong",
      "250",
      "fin",
      `inconclusive: ${notReached}: no 421 was sent before (RFC 5321 §3.8)`,
      { isGiven: true },
    ],
    ["needs no sentence for set-up", "{pass: 250, inconclusive: any}", "500 no", `inconclusive: ${notReached}`, {
      isGiven: true,
    }],
  ];

for (const [name, yaml, received, wanted, given] of rules) {
  Deno.test(`judgeReply() ${name}`, () => assertEquals(judged(yaml, received, given), wanted));
}

function repliesOf(
  yaml: string,
  received: readonly string[],
  end: Replies["end"],
  given: Partial<Setting> = {},
): string {
  const expectation = caseOf(`send: NOOP\nuntil_quit: ${yaml}`).steps[0]?.expect[0];
  const outcomes = expectation?.kind === "until-quit" ? expectation.outcomes : fail("no until_quit");
  return short(judgeReplies(outcomes, { replies: received.map(seen), end }, { ...setting, ...given }));
}

type RepliesRow = readonly [string, string, readonly string[], Replies["end"], string, Partial<Setting>?];
const sequences: readonly RepliesRow[] = [
  ["passes what is listed", "[250, 5xx]", ["250 x", "550 x"], "bye", "pass"],
  ["fails a reply too many", "[250]", ["250 x", "250 y"], "bye", "fail"],
  ["fails a reply too few", "[250, 250]", ["250 x"], "bye", "fail"],
  ["fails another order", "[250, 550]", ["550 x", "250 x"], "bye", "fail"],
  ["weighs by the level", "[250]", [], "bye", "warn", { level: "should not" }],
  ["tries again after a 421", "[250]", ["421 x"], "close", "again: 421"],
  ["cannot judge a refusal for now", "[250]", ["451 4.7.1 x"], "bye", now],
  ["cannot judge a 4yz when the sanity check met one", "[250]", ["451 x"], "bye", now, met],
  ["says what is no reply", "[250]", ["malformed"], "silence", "fail: this is no reply: a reason"],
  ["cannot judge a close after a 5yz among them", "[250, 250]", ["550 x"], "close", mayClose],
  ["cannot judge a close after an earlier 5yz", "[250]", ["250 x"], "close", mayClose, afterError],
  ["judges a close without a 5yz", "[250, 250]", ["250 x"], "close", "fail"],
  ["takes a close that is listed", "[250, close]", ["250 x"], "close", "pass"],
  ["tries again after silence", "[250]", ["250 x"], "silence", "again: timeout"],
  ["judges the second silence", "[250]", ["250 x"], "silence", "fail", again],
  ["counts", "{count: 2..}", ["250 x", "250 x", "250 x"], "bye", "pass"],
  [
    "gives the sentence of what is listed as wrong",
    "{pass: [250], fail: {count: 2.., because: two}}",
    [
      "250 x",
      "250 x",
    ],
    "bye",
    "fail: two",
  ],
];

for (const [name, yaml, received, end, wanted, given] of sequences) {
  Deno.test(`judgeReplies() ${name}`, () => assertEquals(repliesOf(yaml, received, end, given), wanted));
}

function closeOf(yaml: string, received: "fin" | "reset" | "notify" | undefined, given: Partial<Setting> = {}): string {
  const expectation = caseOf(`send: QUIT\ncloses: ${yaml}`).steps[0]?.expect[0];
  const outcomes = expectation?.kind === "closes" ? expectation.outcomes : fail("no closes");
  const how = received === "reset" ? "reset" : "fin";
  const close = received === undefined ? undefined : { kind: "close", how, isNotified: received === "notify" } as const;
  return short(judgeClose(outcomes, close, { ...setting, ...given }));
}

const closes: readonly (readonly [yaml: string, "fin" | "reset" | "notify" | undefined, string, Partial<Setting>?])[] =
  [
    ["yes", "fin", "pass"],
    ["yes", "reset", "pass"],
    ["yes", undefined, "fail"],
    ["yes", undefined, "warn", { level: "should" }],
    ["fin", "fin", "pass"],
    ["fin", "reset", "fail"],
    ["reset", "fin", "fail"],
    ["notify", "notify", "pass"],
    ["notify", "fin", "fail"],
    ["{pass: fin, warn: yes}", "reset", "warn"],
    ["{pass: fin, warn: yes}", undefined, "fail"],
    ["allowed", "fin", "stop"],
    ["allowed", undefined, "pass"], // it may close, and need not
  ];

for (const [yaml, received, wanted, given] of closes) {
  Deno.test(`judgeClose() makes "${wanted}" of ${received ?? "an open connection"} for closes: ${yaml}`, () => {
    assertEquals(closeOf(yaml, received, given), wanted);
  });
}

const silences: readonly (readonly [received: string, wanted: string, Partial<Setting>?])[] = [
  ["silence", "pass"],
  ["250 x", "fail"],
  ["250 x", "note", { level: "may" }],
  ["421 x", "again: 421"],
  ["malformed", "fail"],
  ["fin", closed],
  ["fin", mayClose, afterError],
  ["reset", "again: reset"],
  ["reset", closed, again],
];

for (const [received, wanted, given = {}] of silences) {
  Deno.test(`judgeSilence() makes "${wanted}" of ${received}${"level" in given ? " at may" : ""}`, () => {
    assertEquals(short(judgeSilence(seen(received), { ...setting, ...given })), wanted);
  });
}

const leftOver: readonly (readonly [received: readonly string[], wanted: string, Level?])[] = [
  [["250 x"], "fail: one reply more than there were commands"],
  [["250 x", "250 y"], "fail: 2 replies more than there were commands"],
  [["250 x"], "note: one reply more than there were commands", "may"],
  [["250 x", "421 y"], "again: 421"],
];

for (const [received, wanted, level = "must"] of leftOver) {
  Deno.test(`judgeLeftOver() makes "${wanted}" of ${received.join(", ")}`, () => {
    assertEquals(short(judgeLeftOver(received.map(seen), { ...setting, level })), wanted);
  });
}

Deno.test("judgeReply() fills the variables of a sentence", () => {
  const outcomes = replyOutcomes("{fail: {code: 250, because: '$token was taken'}}");
  const filled = { ...setting, fill: () => "<CRLF>.<CRLF> was taken" };
  assertEquals(short(judgeReply(outcomes, seen("250 x"), filled)), "fail: <CRLF>.<CRLF> was taken");
});
