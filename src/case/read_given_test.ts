import { assertEquals } from "@std/assert";
import { caseOf, problemsOf, readCases } from "../testing/samples.ts";
import { compiledForm } from "./compiled_form.ts";
import { allSteps } from "./steps.ts";

const judged = "  - {send: NOOP, reply: 250}\n";
const formOf = (lines: string, file = "") => compiledForm(caseOf(lines, file));

/** Set-up as it stands under `given`, and the steps that it would be, written out. */
const rows: readonly (readonly [says: string, given: string, ...written: string[]])[] = [
  ["the word EHLO", "[EHLO]", "{send: $hello $client, reply: {pass: 250, inconclusive: any}}"],
  ["the word MAIL", "[MAIL]", "{send: 'MAIL FROM:<$from>', reply: {pass: 250, inconclusive: any}}"],
  ["the word RCPT", "[RCPT]", "{send: 'RCPT TO:<$rcpt>', reply: {pass: [250, 251], inconclusive: any}}"],
  ["the word DATA", "[DATA]", "{send: DATA, reply: {pass: 354, inconclusive: any}}"],
  ["the word RSET", "[RSET]", "{send: RSET, reply: {pass: 250, inconclusive: any}}"],
  [
    "the word message",
    "[message]",
    "{message: {header: {Subject: $token}, body: a message}, reply: {pass: 2xx, inconclusive: any}}",
  ],
  ["the word login", "[login]", "{given: {auth: {mechanism: best}, reply: {pass: 235, inconclusive: any}}}"],
  [
    "the word STARTTLS",
    "[STARTTLS]",
    "{send: STARTTLS, reply: {pass: 220, inconclusive: any}}",
    "{given: {tls: handshake}}",
    "{send: $hello $client, reply: {pass: 250, inconclusive: any}}",
  ],
  ["one word without a list", "RSET", "{send: RSET, reply: {pass: 250, inconclusive: any}}"],
  ["one step without a list", "{send: HELP, reply: 2xx}", "{send: HELP, reply: {pass: 2xx, inconclusive: any}}"],
  [
    "pass, stop and keep",
    "[{send: HELP, reply: {stop: 2xx, pass: 5xx}, keep: {code: code}}]",
    "{send: HELP, reply: {stop: 2xx, pass: 5xx, inconclusive: any}, keep: {code: code}}",
  ],
  [
    "inconclusive: any without another one after it",
    "[{send: HELP, reply: {pass: 5xx, inconclusive: any}}]",
    "{send: HELP, reply: {pass: 5xx, inconclusive: any}}",
  ],
  [
    "a delivery as a check before the test",
    "[{delivered: {to: $rcpt, containing: $token}}]",
    "{delivered: {to: $rcpt, containing: $token, otherwise: inconclusive}}",
  ],
  [
    "a pipeline",
    "[{pipeline: [RSET, {send: HELP, reply: 2xx}]}]",
    "{pipeline: [{send: RSET, reply: {pass: 250, inconclusive: any}}, " +
    "{send: HELP, reply: {pass: 2xx, inconclusive: any}}]}",
  ],
];

for (const [says, given, ...written] of rows) {
  const before = formOf(`steps:\n${written.map((step) => `  - ${step}\n`).join("")}${judged}`);
  Deno.test(`readGiven() reads ${says} before the steps of a case`, () => {
    assertEquals(formOf(`given: ${given}\nsteps:\n${judged}`), before);
  });
  Deno.test(`readGiven() reads ${says} among steps`, () => {
    assertEquals(formOf(`steps:\n  - given: ${given}\n${judged}`), before);
  });
}

Deno.test("readGiven() leaves the case inconclusive after what an outcome of its own lists", () => {
  const [step] = caseOf("given: {send: HELP, reply: {pass: 250, inconclusive: 421}}\nsend: NOOP\nreply: 250").steps;
  const reply = step?.expect[0];
  assertEquals(reply?.kind === "reply" && reply.outcomes.map(({ then, pattern }) => [then, pattern.kind]), [
    ["pass", "reply"],
    ["inconclusive", "reply"],
    ["inconclusive", "any"],
  ]);
});

Deno.test("readGiven() stands before a case that is a step at the same time", () => {
  const { steps } = caseOf("given: [DATA, message]\nsend: NOOP\nreply: 250");
  assertEquals(steps.map(({ isGiven, word }) => [isGiven, word]), [[true, "DATA"], [true, "message"], [
    false,
    undefined,
  ]]);
});

Deno.test("readGiven() reads a word from a column of variants", () => {
  const { cases, messages } = readCases(
    "title: T\ncases:\n  - id: one\n    must: do it\n    variants: [{name: a, word: RSET}, {name: b, word: MAIL}]\n" +
      "    given: [$word]\n    send: NOOP\n    reply: 250\n",
  );
  assertEquals(messages, []);
  assertEquals(cases.map(({ steps }) => steps[0]?.word), ["RSET", "MAIL"]);
});

Deno.test("readGiven() runs all its steps on the connection that it names, save those that name another", () => {
  const { steps } = caseOf(
    "steps:\n  - given: {connect: other, reply: 220}\n  - {on: other, given: [EHLO, {on: main, send: NOOP, reply: 250}]}\n" +
      judged,
  );
  assertEquals(steps.map(({ on }) => on), ["main", "other", "main", "main"]);
});

Deno.test("a pipeline accepts words and given, and the rest of it is judged as it is written", () => {
  const { steps } = caseOf("pipeline: [RSET, MAIL, {given: {send: HELP, reply: 2xx}}, {send: NOOP, reply: 250}]");
  assertEquals(allSteps(steps).map(({ isGiven, expect }) => [isGiven, expect.length]), [
    [false, 0],
    [true, 1],
    [true, 1],
    [true, 1],
    [false, 1],
  ]);
});

const blocks = "blocks:\n  again:\n    - {send: RSET, reply: 250}\n    - {send: HELP, reply: {pass: 2xx, stop: 5xx}}\n";

Deno.test("use reads the steps of a block as if they stood in its place", () => {
  assertEquals(
    formOf(`steps:\n  - use: again\n${judged}`, blocks),
    formOf(`steps:\n  - {send: RSET, reply: 250}\n  - {send: HELP, reply: {pass: 2xx, stop: 5xx}}\n${judged}`),
  );
});

for (const given of ["[again]", "again", "[{use: again}]"]) {
  Deno.test(`given: ${given} reads the steps of a block as set-up`, () => {
    assertEquals(
      formOf(`given: ${given}\nsteps:\n${judged}`, blocks),
      formOf(`given: [RSET, {send: HELP, reply: {pass: 2xx, stop: 5xx}}]\nsteps:\n${judged}`),
    );
  });
}

Deno.test("a block has the columns of the variant that uses it", () => {
  const read = (file: string, steps: string) => {
    const { cases, messages } = readCases(
      `title: T\n${file}cases:\n  - id: one\n    must: do it\n` +
        `    variants: [{name: a, line: HELP, answer: [214, 211]}]\n    steps: ${steps}\n`,
    );
    assertEquals(messages, []);
    return cases.map(compiledForm);
  };
  const step = "{send: $line, reply: $answer}";
  assertEquals(read(`blocks:\n  ask: [${step}]\n`, "[{use: ask}]"), read("", `[${step}]`));
});

Deno.test("a step of a block runs on the connection that use names", () => {
  const { steps } = caseOf("steps:\n  - {connect: other, reply: 220}\n  - {use: again, on: other}\n", blocks);
  assertEquals(steps.map(({ on, word }) => [on, word]), [["main", undefined], ["other", "again"], ["other", "again"]]);
});

const refused: readonly (readonly [lines: string, ...problems: string[]])[] = [
  ["given: [RCTP]\nsend: NOOP\nreply: 250", `Unknown word "RCTP" | did you mean "RCPT"?`],
  ["given: ['HELP me']\nsend: NOOP\nreply: 250", `Unknown word "HELP me" | write {send: …, reply: …}`],
  ["given: []\nsend: NOOP\nreply: 250", `Cannot read an empty "given" | write given: [MAIL, RCPT]`],
  ["given: [RSET]", "This step does nothing and expects nothing | write send, bytes, reply, …"],
  ["steps: [RSET]", `Cannot use the word "RSET" among steps | write - given: RSET`],
  ["steps: [{given: RSET, reply: 250}]", `Unknown key "reply" | known: given, on`],
  ["steps: [{use: again}]", `There is no block "again" | name a list of steps under blocks:`],
  [
    "given: [{pipeline: [STARTTLS]}]\nsend: NOOP\nreply: 250",
    `Cannot do "tls" inside a pipeline | only send, bytes, message and bdat`,
  ],
  [
    "given: {auth: {mechanism: best, tamper: {p: x}}}\nsend: NOOP\nreply: 250",
    "Cannot tamper with the best mechanism | name the one that has the field",
  ],
];

for (const [lines, ...problems] of refused) {
  Deno.test(`readSteps() refuses ${JSON.stringify(lines)}`, () => assertEquals(problemsOf(lines), problems));
}
