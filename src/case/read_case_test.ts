import { assertEquals } from "@std/assert";
import { caseOf, plainFacts, problemsOf, readCases } from "../testing/samples.ts";
import type { Case } from "./case.ts";
import { showGate } from "./read_gate.ts";

const file = (cases: string, defaults = "") => readCases(`title: T\n${defaults}cases:\n${cases}`);
const noop = "{id: noop, must: do it, send: NOOP, reply: 250}";

Deno.test("readCaseFile() reads the smallest case, with what is standard", () => {
  const { steps, span: _, ...rest } = caseOf("send: NOOP\nreply: 250");
  assertEquals(steps.length, 1);
  assertEquals<Omit<Case, "steps" | "span">>(rest, {
    id: "area/topic/one",
    area: "area",
    title: "T",
    level: "must",
    demand: "do it",
    impact: undefined,
    why: undefined,
    since: undefined,
    rfc: [],
    requirements: [],
    tests: new Set(),
    ports: [],
    start: "ehlo",
    session: new Set(),
    requires: [],
    risks: new Set(),
    columns: new Map(),
    made: new Map(),
    uses: new Set(),
  });
});

Deno.test("readCaseFile() reads every key of a case", () => {
  const only = caseOf(
    `why: "  because  "\nrfc: [RFC 5321 §4.2, CVE-2011-0411]\nrequirement: [5321-4.2-a, 5321-4.2-b]\nstart: mail\n` +
      `with: [tls, auth]\nport: [mx, submission]\nrequires: [SIZE, not CHUNKING, rcpts 100]\n` +
      `risks: [delivers, heavy]\nlet: {x: $from, y: {base64: "\\0$user\\0$pass"}, z: {upper: $x}}\nsend: X $x $y $z\nreply: 250`,
  );
  assertEquals(only.why, "because");
  assertEquals(only.rfc, ["RFC 5321 §4.2", "CVE-2011-0411"]);
  assertEquals(only.requirements, ["5321-4.2-a", "5321-4.2-b"]);
  assertEquals(only.start, "mail");
  assertEquals(only.session, new Set(["tls", "auth"] as const));
  assertEquals(only.ports, ["mx", "submission"]);
  assertEquals(only.requires.map(showGate), ["SIZE", "not CHUNKING", "rcpts 100", "user"]); // auth needs a user
  assertEquals(only.risks, new Set(["delivers", "heavy"] as const));
  assertEquals([...only.made].map(([name, { kind }]) => [name, kind]), [["x", "text"], ["y", "base64"], [
    "z",
    "upper",
  ]]);
  assertEquals(only.uses, new Set(["from", "user", "pass"]));
});

for (const level of ["must", "must not", "should", "should not", "may"] as const) {
  Deno.test(`readCaseFile() reads the level from the key "${level}"`, () => {
    const { cases } = file(`  - {id: one, ${level}: do it, send: NOOP, reply: 250}\n`);
    assertEquals(cases.map((each) => [each.level, each.demand]), [[level, "do it"]]);
  });
}

Deno.test("readCaseFile() prefers the keys of a case to those of the file", () => {
  const defaults = "start: mail\nrisks: [heavy]\nrfc: RFC 5321 §4.2\nrequirement: 5321-4.2-a\nport: lmtp\nwhy: w\n";
  const { cases, messages } = file(
    `  - ${noop}\n  - {id: own, must: do it, start: greeted, risks: [], rfc: [], requirement: [], port: mx, reply: 220}\n`,
    defaults,
  );
  assertEquals(messages, []);
  const shown = cases.map((
    { start, risks, rfc, requirements, ports, why },
  ) => [start, [...risks], rfc, requirements, ports, why]);
  assertEquals(shown, [
    ["mail", ["heavy"], ["RFC 5321 §4.2"], ["5321-4.2-a"], ["lmtp"], "w"],
    ["greeted", [], [], [], ["mx"], "w"],
  ]);
});

Deno.test("readCaseFile() finds the requirement by the section when it has just one", () => {
  assertEquals(caseOf("rfc: RFC 5321 §4.1.1.9\nsend: NOOP\nreply: 250").requirements, ["5321-4.1.1.9-a"]);
  assertEquals(caseOf("rfc: RFC 5321 §4.2\nsend: NOOP\nreply: 250").requirements, []);
  assertEquals(caseOf("rfc: RFC 5321 §3.8\nsend: NOOP\nreply: 250").requirements, []);
});

for (const start of ["connected", "greeted", "ehlo", "mail"]) {
  Deno.test(`readCaseFile() needs no recipient to start at "${start}"`, () => {
    assertEquals(caseOf(`start: ${start}\nsend: NOOP\nreply: 250`).uses.has("rcpt"), false);
  });
}

for (const start of ["rcpt", "data"]) {
  Deno.test(`readCaseFile() needs a recipient to start at "${start}"`, () => {
    assertEquals(caseOf(`start: ${start}\nsend: NOOP\nreply: 250`).uses, new Set(["rcpt"]));
  });
}

Deno.test("readCaseFile() gates a loop over recipients by their number", () => {
  const only = caseOf("repeat: {to: $rcpts, times: 100}\nsend: RCPT TO:<$to>\nreply: 250");
  assertEquals(only.requires.map(showGate), ["rcpts 100"]);
  assertEquals(only.uses, new Set(["rcpts"])); // the loop makes $to itself
});

Deno.test("readCaseFile() counts what the latest EHLO offers among the variables that are used", () => {
  assertEquals(caseOf("send: MAIL FROM:<$from> SIZE=${SIZE + 1}\nreply: 552").uses, new Set(["from", "SIZE"]));
});

const variants = (rows: string, rest: string) =>
  file(`  - id: one\n    must: do $what\n    variants:\n${rows}${rest.replace(/^(?=.)/gm, "    ")}`);

Deno.test("readCaseFile() writes a case out for each row of its variants", () => {
  const { cases, messages } = variants(
    "      - {name: a, what: this, line: NOOP, wanted: 250}\n      - {name: b.2, what: that, line: VRFY x, wanted: [250, 252]}\n",
    "send: $line\nreply: $wanted\n",
  );
  assertEquals(messages, []);
  assertEquals(cases.map(({ id, demand }) => [id, demand]), [
    ["area/topic/one[a]", "do this"],
    ["area/topic/one[b.2]", "do that"],
  ]);
  const actions = cases.map(({ steps }) => steps[0]?.action);
  assertEquals(actions.map((action) => action?.kind === "send" && plainFacts.fill(action.line)), ["NOOP", "VRFY x"]);
});

Deno.test("readCaseFile() lets each row of a table meet each row of the others", () => {
  const { cases, messages } = variants(
    "      - - {name: a, what: this}\n        - {name: b, what: that}\n" +
      "      - - {name: x, line: NOOP}\n        - {name: y, line: RSET, why: of y}\n",
    "why: of all\nsend: $line\nreply: 250\n",
  );
  assertEquals(messages, []);
  assertEquals(
    cases.map(({ id, demand, why, steps: [step] }) => [
      id,
      demand,
      why,
      step?.action.kind === "send" ? plainFacts.fill(step.action.line) : "",
    ]),
    [
      ["area/topic/one[a+x]", "do this", "of all", "NOOP"],
      ["area/topic/one[a+y]", "do this", "of y", "RSET"],
      ["area/topic/one[b+x]", "do that", "of all", "NOOP"],
      ["area/topic/one[b+y]", "do that", "of y", "RSET"],
    ],
  );
  assertEquals(cases.map(({ columns }) => columns.get("name")?.parts), [
    [{ kind: "text", text: "a+x" }],
    [{ kind: "text", text: "a+y" }],
    [{ kind: "text", text: "b+x" }],
    [{ kind: "text", text: "b+y" }],
  ]);
});

Deno.test("readCaseFile() fills columns into text, and counts what they use", () => {
  const { cases, messages } = variants(
    "      - {name: a, what: it, path: '<$from>', parameter: BODY=8BITMIME}\n",
    'bytes: "MAIL FROM:$path ${parameter}\\r\\n"\nrequires: [$what]\nreply: 250\n'.replace("requires: [$what]\n", ""),
  );
  assertEquals(messages, []);
  assertEquals(cases.map(({ uses }) => uses), [new Set(["from"])]);
  assertEquals([...cases[0]?.columns.keys() ?? []], ["name", "what", "path", "parameter"]);
});

Deno.test("readCaseFile() lets a row override rfc, requirement and why", () => {
  const { cases, messages } = variants(
    "      - {name: a, what: x, rfc: RFC 5321 §4.1.1.9, why: of this}\n      - {name: b, what: y, requirement: 5321-4.2-b}\n",
    "rfc: RFC 5321 §4.2\nwhy: of that\nsend: NOOP\nreply: 250\n",
  );
  assertEquals(messages, []);
  assertEquals(cases.map(({ rfc, requirements, why }) => [...rfc, ...requirements, why]), [
    ["RFC 5321 §4.1.1.9", "5321-4.1.1.9-a", "of this"],
    ["RFC 5321 §4.2", "5321-4.2-b", "of that"],
  ]);
});

Deno.test("readCaseFile() reads the version in which a case, all cases of a file, or one row appeared", () => {
  assertEquals(caseOf("since: 1.2.3\nsend: NOOP\nreply: 250").since, "1.2.3");
  const rows = "    variants:\n      - {name: a}\n      - {name: b, since: 0.3.0}\n";
  const { cases, messages } = file(
    `  - ${noop}\n  - {id: own, must: do it, since: 0.2.0, send: NOOP, reply: 250}\n` +
      `  - id: table\n    must: do it\n    send: NOOP\n    reply: 250\n${rows}`,
    "since: 0.1.0\n",
  );
  assertEquals(messages, []);
  assertEquals(cases.map(({ since }) => since), ["0.1.0", "0.2.0", "0.1.0", "0.3.0"]);
});

Deno.test("readCaseFile() fills a column into a gate", () => {
  const { cases, messages } = variants(
    "      - {name: a, what: it, keyword: AUTH PLAIN}\n",
    "requires: [$keyword, not $keyword]\nsend: NOOP\nreply: 250\n",
  );
  assertEquals(messages, []);
  assertEquals(cases[0]?.requires.map(showGate), ["AUTH PLAIN", "not AUTH PLAIN"]);
});

Deno.test("readCaseFile() keeps the dollar of a pattern in a column", () => {
  const { messages } = variants(
    "      - {name: a, what: it, params: '/^$/'}\n",
    "send: EHLO $client\nreply: {code: 250, keyword: SIZE, params: $params}\n",
  );
  assertEquals(messages, []);
});

const password = "Cannot send $pass here | use auth: {…}, or let: {ir: {base64: …}}";
const passwords: readonly (readonly [lines: string, problems: readonly string[]])[] = [
  ["auth: {mechanism: PLAIN, user: $user, pass: $pass}\nreply: 235", []],
  ["auth: {mechanism: PLAIN}\nreply: 235", []],
  ["auth: {mechanism: PLAIN, pass: x$pass}\nreply: 535", []],
  ['let: {ir: {base64: "\\0$user\\0$pass"}}\nsend: AUTH PLAIN $ir\nreply: 235', []],
  ["send: AUTH $pass\nreply: 250", [password]],
  ['bytes: "$pass\\r\\n"\nreply: 250', [password]],
  ["let: {x: $pass}\nsend: AUTH $x\nreply: 250", [password]],
  ["message: {body: $pass}\nreply: 250", [password]],
  ["message: {header: {Subject: $pass}}\nreply: 250", [password]],
  ['bdat: {text: "$pass"}\nreply: 250', [password]],
  ["send: NOOP\nreply: {fail: {code: 250, because: $pass}}", [password]],
  ["pipeline:\n  - {send: NOOP $pass, reply: 250}", [password]],
  ["variants: [{name: a, x: $pass}]\nsend: AUTH $x\nreply: 250", [password]],
];

for (const [lines, problems] of passwords) {
  Deno.test(`readCaseFile() ${problems.length > 0 ? "refuses" : "accepts"} $pass in ${JSON.stringify(lines)}`, () => {
    assertEquals(problemsOf(lines).filter((message) => message.includes("$pass")), [...problems]);
  });
}

const refused: readonly (readonly [lines: string, problem: string])[] = [
  ["send: NOOP $form\nreply: 250", `Unknown variable "$form" | did you mean "from"?`],
  ["send: NOOP\nreply: $frist\nkeep: {first: code}", `Unknown variable "$frist" | did you mean "first"?`],
  [
    "steps:\n  - {on: second, send: NOOP, reply: 250}",
    `Cannot run on "second" | open it before with connect: second`,
  ],
  [
    "steps:\n  - {send: NOOP, until_quit: [250]}\n  - {send: RSET, reply: 250}",
    `Cannot send after "until_quit" | "until_quit" ends the session with a QUIT`,
  ],
  ["rfc: RFC 5321 §9\nsend: NOOP\nreply: 250", `Cannot find the reference "RFC 5321 §9" | RFC 5321 has no section 9`],
  ["with: [tsl]\nsend: NOOP\nreply: 250", `Unknown word "tsl" | did you mean "tls"?`],
  [
    "send: NOOP\nsteps:\n  - {send: NOOP, reply: 250}",
    `Cannot use "send" beside "steps" | put it into one of the steps`,
  ],
];

for (const [lines, problem] of refused) {
  Deno.test(`readCaseFile() refuses ${JSON.stringify(lines)}`, () => assertEquals(problemsOf(lines), [problem]));
}

Deno.test("readCaseFile() lets other connections go on after `until_quit`, and reads of mailboxes", () => {
  assertEquals(
    problemsOf(
      "steps:\n  - {connect: second, reply: 220}\n  - {send: NOOP, until_quit: [250]}\n" +
        "  - {on: second, send: NOOP, reply: 500}\n  - {delivered: {to: $rcpt, containing: $token}}",
    ),
    [],
  );
});

Deno.test("readCaseFile() points at the place in the file for each row, too", () => {
  const { cases } = file(`  - ${noop}\n`);
  assertEquals(cases.map(({ span }) => span.source.text.slice(span.start, span.end)), ["noop"]);
});
