import { assertEquals, fail } from "@std/assert";
import { caseOf, plainFacts, problemsOf } from "../testing/samples.ts";
import type { Action, Step } from "./case.ts";
import type { Template } from "./template_types.ts";
import { allSteps } from "./steps.ts";

function stepOf(lines: string): Step {
  return caseOf(lines).steps[0] ?? fail("no step");
}

/** Writes an action shortly; `fill` writes $name for variables. */
function short(action: Action): string {
  const text = (template: Template) => JSON.stringify(plainFacts.fill(template));
  switch (action.kind) {
    case "read":
      return "read";
    case "send":
      return `send ${text(action.line)}`;
    case "bytes":
      return `bytes ${action.segments.map(text).join(" | ")}`;
    case "pipeline":
      return `pipeline ${action.steps.map(({ action }) => short(action)).join("; ")}`;
    case "message": {
      const { header, body } = action;
      const fields = header.map(({ name, value }) => `${name}: ${text(value)}`);
      const rest = body.kind === "lines"
        ? `${body.lines} lines`
        : body.kind === "bytes"
        ? `${text(body.octets)} in octets`
        : body.kind === "dots"
        ? `${text(body.octets)} octets of dots`
        : body.kind === "octets"
        ? `${text(body.octets)} octets`
        : text(body.text);
      return ["message", ...fields, rest].join(" ");
    }
    case "bdat": {
      const chunk = action.chunk.kind === "octets" ? `${text(action.chunk.octets)} octets` : text(action.chunk.text);
      const declare = action.declare === undefined ? "" : ` as ${text(action.declare)}`;
      return `bdat ${chunk}${declare}${action.isLast ? " last" : ""}`;
    }
    case "tls":
      return `tls ${action.name === undefined ? "" : text(action.name)} ${
        Object.values(action.session).filter((fact) => fact !== undefined).join(" ")
      }`;
    case "hello":
      return `hello ${action.version}${action.layer === undefined ? "" : `/${action.layer}`} ${
        action.record.map(({ then, pattern }) => `${then}=${pattern}`).join(" ")
      }`;
    case "auth":
      return `auth ${action.mechanism === undefined ? "best" : text(action.mechanism)} ${text(action.user)} ${
        text(action.pass)
      } ${[...action.tamper].map(([name, value]) => `${name}=${text(value)}`).join(" ")}`.trim();
    case "connect":
      return `connect ${action.name} ${action.port}`;
    case "close":
      return `close ${action.how}`;
    case "wait":
      return `wait ${action.time}`;
  }
}

const actions: readonly (readonly [lines: string, short: string])[] = [
  ["reply: 220", "read"],
  ["send: NOOP", `send "NOOP"`],
  ["send: ''", `send ""`],
  ["send: MAIL FROM:<$from>", `send "MAIL FROM:<$from>"`],
  [`bytes: "NOOP\\n"`, `bytes "NOOP\\n"`],
  [`bytes: ["NO", "OP\\r\\n"]`, `bytes "NO" | "OP\\r\\n"`],
  ["pipeline:\n  - {send: NOOP, reply: 250}\n  - {send: RSET, reply: 250}", `pipeline send "NOOP"; send "RSET"`],
  ["message: {header: {Subject: $token}, body: text}", `message Subject: "$token" "text"`],
  ["message: {}", `message Subject: "$token" ""`],
  ["message: {header: {}}", `message ""`],
  ["message: {octets: 100}", `message Subject: "$token" "100" octets`],
  ['message: {bytes: "\\xff.\\r\\n"}', `message Subject: "$token" "\xff.\\r\\n" in octets`],
  ["message: {dots: 300}", `message Subject: "$token" "300" octets of dots`],
  ["message: {octets: '${SIZE + 1}'}", `message Subject: "$token" "$SIZE" octets`],
  ["message: {lines: 3}", `message Subject: "$token" 3 lines`],
  [`bdat: {text: "abc", last: yes}`, `bdat "abc" last`],
  ["bdat: {octets: 5, declare: 9}", `bdat "5" octets as "9"`],
  ["tls: handshake", "tls  "],
  [
    "tls: {name: other.test, session: {protocol: '/1.3/', cipher: '/x/', name: yes, valid: no, trusted: yes}}",
    `tls "other.test" /1.3/ /x/ true false true`,
  ],
  [
    "tls: {hello: TLSv1.1, record: {pass: [alert, close], fail: server-hello}}",
    "hello TLSv1.1 pass=alert pass=close fail=server-hello",
  ],
  [
    "tls: {hello: TLSv1.2, layer: 03fF, record: {pass: protocol-version, fail: other}}",
    "hello TLSv1.2/1023 pass=protocol-version fail=other",
  ],
  ["auth: {mechanism: plain}", `auth "plain" "$user" "$pass"`],
  ["auth: {mechanism: SCRAM-SHA-256, user: x, pass: y, tamper: {p: z}}", `auth "SCRAM-SHA-256" "x" "y" p="z"`],
  ["auth: {mechanism: $token, tamper: {anything: z}}", `auth "$token" "$user" "$pass" anything="z"`],
  ["steps:\n  - {connect: second, port: submission}", "connect second submission"],
  ["connect: second", "connect second undefined"],
  ["close: reset", "close reset"],
  ["wait: 1.5s", "wait 1500"],
];

for (const [lines, wanted] of actions) {
  Deno.test(`readStep() reads the action of ${JSON.stringify(lines)}`, () => {
    assertEquals(short(stepOf(lines).action), wanted);
  });
}

Deno.test("readStep() reads a step without modifiers", () => {
  const { on, within, gap, split, repeat, when, keep, fill } = stepOf("send: NOOP\nreply: 250");
  assertEquals([on, within, gap, split, repeat, when, keep, fill], [
    "main",
    undefined,
    undefined,
    undefined,
    undefined,
    [],
    [],
    undefined,
  ]);
});

Deno.test("readStep() reads every modifier", () => {
  const step = stepOf(
    "send: NOOP $fill\nreply: 250\nwithin: 3s\ngap: 5ms\nsplit: [17, 4]\nrepeat: {times: 3}\nwhen: [mailbox, SIZE]\n" +
      "keep: {first: code, second: '/id=(.*)/'}\noctets: 512",
  );
  assertEquals([step.within, step.gap], [3000, 5]);
  assertEquals(step.split, { kind: "offsets", offsets: [4, 17] });
  assertEquals(step.repeat, { times: 3, each: undefined });
  assertEquals(step.when.map(({ kind }) => kind), ["fact", "keyword"]);
  assertEquals(step.keep.map(({ name, take }) => `${name} ${take}`), ["first code", "second /id=(.*)/"]);
  assertEquals(step.fill, { octets: 512, of: "line" });
});

for (const kind of ["every-border", "single-octets"] as const) {
  Deno.test(`readStep() reads split: ${kind}`, () => {
    assertEquals(stepOf(`send: NOOP\nsplit: ${kind}\nreply: 250`).split, { kind });
  });
}

Deno.test("readStep() reads a loop over the recipients", () => {
  assertEquals(stepOf("repeat: {to: $rcpts, times: 10000}\nsend: RCPT TO:<$to>\nreply: 250").repeat, {
    times: 10_000,
    each: { name: "to", list: "rcpts" },
  });
});

Deno.test("readStep() reads fill: as what $fill has", () => {
  assertEquals(stepOf("send: NOOP $fill\nfill: 64\nreply: 250").fill, { octets: 64, of: "fill" });
});

const refused: readonly (readonly [lines: string, ...problems: string[]])[] = [
  ["send: NOOP\nclose: fin", `Cannot do "send" and "close" in one step | make it two steps`],
  ["within: 2s", "This step does nothing and expects nothing | write send, bytes, reply, …"],
  ["close: fin\nsplit: single-octets", "Cannot split a step that writes nothing"],
  [
    "send: NOOP\nkeep: {first: code}\ncloses: yes",
    `Cannot keep anything without "reply" | values are kept out of a reply`,
  ],
  ["send: NOOP\nreply: 250\nkeep: {first: '/(?:a)/'}", "Cannot keep 0 groups | the pattern needs just one (group)"],
  ["wait: 601s", "Cannot wait 601s: the limit is 600 s"],
  ["send: NOOP\nreply: 250\nwithin: 601s", "Cannot wait 601s: the limit is 600 s"],
  ["message: {octets: -1}\nreply: 250", `Cannot read number "-1" | a whole number, 0 to 1000000000`],
  ["message: {lines: 10000001}\nreply: 250", `Cannot read number "10000001" | a whole number, 0 to 10000000`],
  ["repeat: {times: 0}\nsend: NOOP\nreply: 250", `Cannot read number "0" | a whole number, 1 to 10000`],
  ["tls: {hello: TLSv1.1, record: {pass: alrt}}", `Unknown word "alrt" | did you mean "alert"?`],
  ["tls: {session: {protocl: '/x/'}}", `Unknown key "protocl" | did you mean "protocol"?`],
  ["auth: {mechanism: PLAIN, tamper: {p: x}}", `Cannot tamper with "p" of PLAIN | known: authzid`],
];

for (const [lines, ...problems] of refused) {
  Deno.test(`readStep() refuses ${JSON.stringify(lines)}`, () => assertEquals(problemsOf(lines), problems));
}

Deno.test("allSteps() goes through pipelines and branches", () => {
  const { steps } = caseOf(
    "steps:\n  - pipeline:\n      - {send: A, reply: 250}\n      - {send: B, reply: 250}\n" +
      "  - send: C\n    reply: {pass: 503, branch: {code: 354, steps: [{send: ., reply: 250}]}}",
  );
  assertEquals(allSteps(steps).map(({ action }) => short(action)), [
    `pipeline send "A"; send "B"`,
    `send "A"`,
    `send "B"`,
    `send "C"`,
    `send "."`,
  ]);
});
