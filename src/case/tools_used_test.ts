import { assertEquals } from "@std/assert";
import { caseOf, problemsOf, readCases } from "../testing/samples.ts";
import { LiteralTexts, sentLines } from "./sent_lines.ts";
import { allSteps } from "./steps.ts";
import { toolsNeeded, toolsSent, withRsetForNoop } from "./tools_used.ts";

const rset = "{send: RSET, reply: 250}";
const noop = "{send: NOOP, reply: 250}";

/** Cases, and the tools that they send. */
const sent: readonly (readonly [says: string, body: string, ...tools: string[]])[] = [
  ["none in a case of other commands", "send: VRFY postmaster\nreply: any"],
  ["a line", "send: NOOP\nreply: 250", "NOOP"],
  ["a verb in small letters", "send: noop\nreply: 250", "NOOP"],
  ["a verb with an argument", "send: NOOP x\nreply: 250", "NOOP"],
  ["a verb after a space", 'bytes: " NOOP\\r\\n"\nreply: 250', "NOOP"],
  ["a word that begins so", "send: NOOPS\nreply: 500"],
  ["octets cut into writes", 'bytes: ["NO", "OP\\r\\n"]\nreply: 250', "NOOP"],
  ["a later line of octets", 'bytes: "VRFY a\\r\\nRSET\\r\\n"\nuntil_quit: [any, 250]', "RSET", "QUIT"],
  ["a line of a pipeline", `steps:\n  - pipeline: [RSET, ${noop}]`, "NOOP", "RSET"],
  ["a step of a branch", `send: VRFY a\nreply: {pass: 2xx, branch: {code: 5xx, steps: [${rset}]}}`, "RSET"],
  ["set-up", "given: [RSET]\nsend: VRFY a\nreply: any", "RSET"],
  ["a name", "let: {verb: noop, line: {upper: $verb}}\nsend: $line\nreply: 250", "NOOP"],
  ["the end of a session", "send: VRFY a\nuntil_quit: [any]", "QUIT"],
  ["none in a message", "start: data\nrisks: [delivers]\nmessage: {body: NOOP}\nreply: 250"],
];

for (const [says, body, ...tools] of sent) {
  Deno.test(`toolsSent() finds ${says}`, () => assertEquals([...toolsSent(caseOf(body))], tools));
}

Deno.test("toolsSent() finds a column of variants", () => {
  const { cases } = readCases(
    "title: T\ncases:\n  - {id: a, must: do it, variants: [{name: n, line: NOOP}, {name: r, line: RSET}], " +
      "send: $line, reply: 250}\n",
  );
  assertEquals(cases.map((each) => [...toolsSent(each)]), [["NOOP"], ["RSET"]]);
});

Deno.test("toolsNeeded() leaves out what the case tests", () => {
  const body = `tests: RSET\nsteps:\n  - ${rset}\n  - ${noop}`;
  assertEquals([...toolsNeeded(caseOf(body))], ["NOOP"]);
});

Deno.test("withRsetForNoop() leaves a case alone that sends nothing but NOOP", () => {
  assertEquals(withRsetForNoop(caseOf(`steps:\n  - ${noop}\n  - ${noop}`)), undefined);
});

Deno.test("readCaseFile() reads tests of a file, of a case and of a row", () => {
  const { cases, messages } = readCases(
    `title: T\ntests: RSET\ncases:\n  - {id: a, must: do it, send: RSET, reply: 250}\n` +
      `  - {id: b, must: do it, tests: [NOOP, RSET], steps: [${noop}, ${rset}]}\n` +
      `  - {id: c, must: do it, variants: [{name: x, line: NOOP, tests: NOOP}, {name: y, line: RSET}], ` +
      `send: $line, reply: 250}\n`,
  );
  assertEquals(messages, []);
  assertEquals(cases.map((each) => [...each.tests].join(" ")), ["RSET", "NOOP RSET", "NOOP", "RSET"]);
});

Deno.test("readCaseFile() refuses tests of what is not sent", () => {
  assertEquals(problemsOf("tests: RSET\nsend: NOOP\nreply: 250"), [
    "Cannot test RSET, which is not sent here | take it away",
  ]);
  assertEquals(
    readCases(`title: T\ntests: QUIT\ncases:\n  - {id: a, must: do it, send: NOOP, reply: 250}\n`).messages,
    [
      "Cannot test QUIT, which is not sent here | take it away",
    ],
  );
});

Deno.test("readCaseFile() refuses tests of what is no tool", () => {
  assertEquals(problemsOf("tests: VRFY\nsend: VRFY a\nreply: 250"), [`Unknown word "VRFY" | known: NOOP, RSET, QUIT`]);
});

const lines = (body: string) => {
  const changed = withRsetForNoop(caseOf(body));
  if (changed === undefined) return undefined;
  const texts = new LiteralTexts(changed);
  return allSteps(changed.steps).flatMap((step) => sentLines(step, texts));
};

Deno.test("withRsetForNoop() puts RSET in place of each NOOP, in pipelines and branches too", () => {
  assertEquals(lines(`steps:\n  - {send: VRFY, reply: 5xx}\n  - ${noop}`), ["VRFY", "RSET"]);
  assertEquals(lines(`start: greeted\nsteps:\n  - pipeline: [${noop}, ${rset}]`), ["RSET", "RSET"]);
  assertEquals(lines(`send: VRFY a\nreply: {pass: 2xx, branch: {code: 5xx, steps: [${noop}]}}`), ["VRFY a", "RSET"]);
  const named = "let: {barrier: NOOP}\nsteps:\n  - {send: VRFY, reply: 5xx}\n  - {send: $barrier, reply: 250}";
  assertEquals(lines(named), ["VRFY", "RSET"]);
});

/** Cases that would be others with RSET. */
const kept: readonly (readonly [says: string, body: string])[] = [
  ["begins in a transaction", `start: mail\nsend: NOOP\nreply: 250`],
  ["sends MAIL", `steps:\n  - {send: "MAIL FROM:<$from>", reply: any}\n  - ${noop}`],
  ["sends RCPT among octets", `steps:\n  - {bytes: "NO\\r\\nRCPT TO:<a@b>\\r\\n", reply: any}\n  - ${noop}`],
  ["sends a chunk", `requires: [CHUNKING]\nsteps:\n  - {bdat: {text: "a"}, reply: any}\n  - ${noop}`],
  ["tests RSET", `tests: RSET\nsteps:\n  - ${rset}\n  - ${noop}`],
  ["sends NOOP with an argument", `send: NOOP x\nreply: 250`],
  ["sends NOOP as octets", `bytes: "NOOP\\r\\n"\nreply: 250`],
];

for (const [says, body] of kept) {
  Deno.test(`withRsetForNoop() changes no case that ${says}`, () => assertEquals(lines(body), undefined));
}

/** Gives the text of the line that a case sends, as far as its names say it. */
function lineOf(names: string): string | undefined {
  const each = caseOf(`let: {${names}}\nsend: $a\nreply: 250`);
  return allSteps(each.steps).flatMap((step) => sentLines(step, new LiteralTexts(each)))[0];
}

Deno.test("sentLines() has a question mark for what only a run knows", () => {
  assertEquals(lineOf("a: MAIL FROM:<$from>"), "MAIL FROM:<?>");
  assertEquals(lineOf('a: {base64: "x"}'), "?");
});

Deno.test("sentLines() looks at so much of a name that grows", () => {
  const tower = Array.from({ length: 12 }, (_, level) => `n${level}: $n${level + 1}$n${level + 1}`).join(", ");
  assertEquals(lineOf(`a: $n0, ${tower}, n12: abcdef`)?.length, 1000);
});

Deno.test("sentLines() ends for names that are made of themselves, which are refused elsewhere", () => {
  const { cases } = readCases(
    "title: T\ncases:\n  - {id: a, must: do it, let: {a: x$b, b: y$a}, send: $a, reply: 250}\n",
  );
  assertEquals(cases.map((each) => toolsSent(each).size), [0]);
});
