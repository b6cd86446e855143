import { assertEquals, assertMatch } from "@std/assert";
import { type Act, type Answer, close, nothing, pause } from "../peer/script.ts";
import type { Result } from "../report/report.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import { lintId, lints } from "../judge/lint.ts";

const lintIds = lints.filter(({ isOfSession }) => isOfSession).map(lintId);
const deadlines = { connect: 40_000, greeting: 40_000, reply: 800, endOfData: 800, delivery: 40_000 };
const busy: readonly Act[] = ["421 4.3.2 busy", close("fin")];
const quoted = `given: {send: 'MAIL FROM:<"a b"@client.test>', reply: 250}`;

/** Plays cases whose body is given, and gives the rule that failed, with its result, and the reasons of the cases. */
async function play(bodies: readonly string[], answers: Record<string, Answer>) {
  const cases = readCases(
    `title: t\ncases:\n${
      bodies.map((body, at) =>
        `  - id: it${at}\n    must: answer\n${body.split("\n").map((line) => `    ${line}\n`).join("")}`
      ).join("")
    }`,
  );
  const report = await inFastTime(
    4,
    (clock) =>
      withServer({ answers }, (server) => runCases(cases, targetAt(server, { deadlines }), { lintIds, clock })),
  );
  const failed = report.results.filter(({ id, verdict }) => lintIds.includes(id) && verdict === "fail");
  const reasons = report.results.filter(({ id }) => !lintIds.includes(id)).map(({ verdict, reason }) =>
    `${verdict}: ${reason}`
  );
  return { failed, reasons, occurrences: failed.flatMap(({ linted }: Result) => linted?.occurrences ?? []) };
}

const toQuoted = (answer: Act | readonly Act[]): Answer => ({ line }) => line.includes('"') ? answer : "250 ok";

const found: readonly (readonly [what: string, rule: string, answer: Act | readonly Act[], reason: RegExp])[] = [
  ["no reply", "missing-reply", nothing, /^no reply within 4\.8 s: after MAIL FROM:<"a b"@client\.test>, and again/],
  ["a close", "closes-without-421", close("fin"), /^the server closed \(FIN\): after MAIL/],
  ["a reset", "closes-without-421", close("reset"), /^the server closed .*: after MAIL/],
  ["a 421", "repeated-421", busy, /^received 421 4\.3\.2 busy: after MAIL/],
];

for (const [what, rule, answer, reason] of found) {
  Deno.test(`runSuite() has one finding of ${what} to legal input in set-up, and cases point to it`, async () => {
    const body = `start: ehlo\n${quoted}\nsend: RSET\nreply: 250`;
    const { failed, reasons, occurrences } = await play([body, body, body], { MAIL: toQuoted(answer) });
    assertEquals(failed.map(({ id }) => id), [`replies/lint/${rule}`]);
    assertMatch(failed[0]?.reason ?? "", reason);
    assertEquals(occurrences.length, 1);
    for (const each of reasons) assertMatch(each, new RegExp(`^inconclusive: .*: see replies/lint/${rule}$`));
    assertEquals(failed[0]?.transcript[failed[0]?.deviation?.event ?? -1]?.on, "main");
  });
}

Deno.test("runSuite() finds no reply to an input whose words are drawn at random once", async () => {
  const body = "start: ehlo\ngiven: {send: VRFY $token, reply: [250, 252]}\nsend: RSET\nreply: 250";
  const { occurrences } = await play([body, body], { VRFY: close("fin") });
  assertEquals(occurrences.map(({ why }) => why.split(",")[0]), ["after VRFY $token"]);
});

Deno.test("runSuite() lets a case that judges the reply itself fail beside the rule", async () => {
  const { failed, reasons } = await play(["start: ehlo\nsend: VRFY a\nreply: 252"], { VRFY: close("fin") });
  assertEquals(failed.length, 1);
  assertMatch(reasons[0] ?? "", /^fail: the server closed/);
});

const clean: readonly (readonly [what: string, body: string, answers: Record<string, Answer>])[] = [
  ["a close that the case foresees", "start: ehlo\nsend: VRFY a\nreply: [252, close]", { VRFY: close("fin") }],
  ["a 421 that the case foresees", "start: ehlo\nsend: VRFY a\nreply: {pass: 252, inconclusive: 421}", { VRFY: busy }],
  ["a close after illegal input", "start: ehlo\ngiven: {send: FROB, reply: 500}\nsend: NOOP\nreply: 250", {
    FROB: close("fin"),
  }],
  [
    "a close after an error",
    "start: ehlo\ngiven: [{send: VRFY a, reply: 550}, {send: VRFY b, reply: 252}]\nsend: NOOP\nreply: 250",
    {
      VRFY: ({ line }) => line.endsWith("a") ? "550 no" : close("fin"),
    },
  ],
  [
    "a close in a hostile case",
    "risks: [hostile]\nstart: ehlo\ngiven: {send: VRFY a, reply: 252}\nsend: NOOP\nreply: 250",
    {
      VRFY: close("fin"),
    },
  ],
  ["a 421 by policy", "start: ehlo\ngiven: {send: VRFY a, reply: 252}\nsend: NOOP\nreply: 250", {
    VRFY: ["421 4.7.0 slow down", close("fin")],
  }],
  ["a reply that is late", "start: ehlo\ngiven: {send: VRFY a, reply: 252}\nsend: NOOP\nreply: 250", {
    VRFY: [pause(1_600), "252 ok"],
  }],
  ["a close that does not come again", "start: ehlo\ngiven: {send: VRFY a, reply: 252}\nsend: NOOP\nreply: 250", {
    VRFY: ({ turn }) => turn === 0 ? close("fin") : "252 ok",
  }],
  ["a close while the server is not well", "start: ehlo\ngiven: {send: VRFY a, reply: 252}\nsend: NOOP\nreply: 250", {
    VRFY: close("fin"),
    RCPT: ({ turn }) => turn === 0 ? "250 ok" : busy,
  }],
  [
    "a close after a wait",
    "risks: [slow]\nstart: ehlo\ngiven: [{wait: 10ms}, {send: VRFY a, reply: 252}]\nsend: NOOP\nreply: 250",
    {
      VRFY: close("fin"),
    },
  ],
];

for (const [what, body, answers] of clean) {
  Deno.test(`runSuite() holds ${what} against nobody`, async () => {
    assertEquals((await play([body], answers)).failed.map(({ reason }) => reason), []);
  });
}

Deno.test("runSuite() looks at legal input where TLS begins with the first octet too", async () => {
  const cases = readCases(
    "title: t\nport: submissions\ncases:\n  - id: it\n    must: answer\n    start: ehlo\n    given: {send: VRFY a, reply: 252}\n    send: NOOP\n    reply: 250\n",
  );
  const report = await inFastTime(
    4,
    (clock) =>
      withServer(
        { isImplicitTls: true, answers: { VRFY: close("fin") } },
        (server) =>
          runCases(cases, targetAt(server, { endpoints: endpointsAt(server, ["submissions"]) }), { lintIds, clock }),
      ),
  );
  assertEquals(
    report.results.filter(({ verdict }) => verdict === "fail").map(({ id }) => id),
    ["replies/lint/closes-without-421"],
  );
  assertEquals(report.facts?.map(({ endpoint, about }) => [endpoint, about]), [["submissions", "greeting"]]);
});
