import { assertEquals } from "@std/assert";
import { close, nothing, octets } from "../peer/script.ts";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import { playOn, readCases, testRows } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

const user = "alice";
const pass = "correct horse";
const noop = "send: NOOP\nreply: 250";
const hurried = { deadlines: { connect: 200, greeting: 200, reply: 200, endOfData: 200, delivery: 200 } };

testRows([
  {
    says: "does what is given before the steps",
    body: `risks: [delivers]\nstart: ehlo\ngiven: [RSET, MAIL, RCPT, DATA, message]\n${noop}`,
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines, [
        "EHLO client.test",
        "RSET",
        "MAIL FROM:<sender@client.test>",
        "RCPT TO:<alice@mx.test>",
        "DATA",
        "NOOP",
        "QUIT",
      ]),
  },
  {
    says: "judges the steps after what is given",
    server: { answers: { NOOP: "500 no" } },
    body: `given: [RSET]\n${noop}`,
    verdict: "fail",
    reason: /^received 500 no$/,
  },
  {
    says: "is inconclusive where the situation was not reached, and names the step",
    server: { answers: { RCPT: "550 5.1.1 nobody" } },
    body: `start: mail\ngiven: [RCPT]\n${noop}`,
    verdict: "inconclusive",
    reason: /^RCPT was answered by 550 5\.1\.1 nobody: the situation was not reached$/,
    look: ({ server, outcome }) => {
      assertEquals(server.lines.includes("NOOP"), false);
      assertEquals(outcome.deviation?.expected, ["250 or 251", "inconclusive: any answer"]);
      assertEquals(outcome.deviation?.line.trim(), "given: [RCPT]");
    },
  },
  {
    says: "is inconclusive whatever the level where the situation was not reached",
    server: { answers: { RSET: "500 no" } },
    body: `should: do as the test says\ngiven: [RSET]\n${noop}`,
    verdict: "inconclusive",
    reason: /^RSET was answered by 500 no: the situation was not reached$/,
  },
  {
    says: "is inconclusive where the server closes in what is given",
    server: { answers: { RSET: close("fin") } },
    body: `given: [RSET]\n${noop}`,
    verdict: "inconclusive",
    reason:
      /^the server closed \(FIN\) after RSET: the situation was not reached: see replies\/lint\/closes-without-421$/,
  },
  {
    says: "is inconclusive where nothing answers what is given",
    server: { answers: { RSET: nothing } },
    target: hurried,
    body: `given: [RSET]\n${noop}`,
    verdict: "inconclusive",
    reason: /^no reply within \d+ ms after RSET: the situation was not reached: see replies\/lint\/missing-reply$/,
  },
  {
    says: "is inconclusive where what is given is answered by no reply",
    server: { answers: { RSET: octets("what?\r\n") } },
    body: `given: [RSET]\n${noop}`,
    verdict: "inconclusive",
    reason: /^RSET was answered by what\?\\r\\n \(/,
  },
  {
    says: "tries again after a 421 in what is given, and names the step",
    server: { answers: { RSET: "421 busy" } },
    body: `given: [RSET]\n${noop}`,
    verdict: "inconclusive",
    reason: /^RSET was answered by 421 busy, twice: see replies\/lint\/repeated-421$/,
    look: ({ outcome }) => assertEquals(outcome.attempts, 2),
  },
  {
    says: "passes at what is listed under stop in what is given",
    server: { answers: { HELP: "502 no" } },
    body: `given: {send: HELP, reply: {pass: 2xx, stop: 5xx}}\n${noop}`,
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines.includes("NOOP"), false),
  },
  {
    says: "keeps a value in what is given",
    server: { answers: { HELP: "502 no", NOOP: "502 no" } },
    body: "given: {send: HELP, reply: 5xx, keep: {code: code}}\nsend: NOOP\nreply: $code",
    verdict: "pass",
  },
  {
    says: "names a line that is no command, and a read without a command",
    server: { answers: { "*": "500 no" } },
    body: `given: {send: '123', reply: 250}\n${noop}`,
    verdict: "inconclusive",
    reason: /^the line was answered by 500 no: the situation was not reached$/,
  },
  {
    says: "says what was received where what is given only reads",
    server: { answers: { connect: "554 no" } },
    body: `start: connected\ngiven: {reply: 220}\n${noop}`,
    verdict: "inconclusive",
    reason: /^received 554 no: the situation was not reached$/,
  },
  {
    says: "holds no failed handshake against the server in what is given",
    server: { offers: ["STARTTLS"], answers: { STARTTLS: ["220 go on", octets("500 what is this\r\n")] } },
    body: `given: [STARTTLS]\n${noop}`,
    verdict: "inconclusive",
    reason: /^the TLS handshake failed.*: the situation was not reached$/,
  },
  {
    says: "goes on inside TLS after STARTTLS in what is given",
    server: { offers: ["STARTTLS"] },
    body: `given: [STARTTLS]\n${noop}`,
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines.slice(-3), ["EHLO client.test", "NOOP", "QUIT"]),
  },
  {
    says: "holds a session that stays open against nobody in what is given",
    body: `given: [{closes: yes, within: 100ms}]\n${noop}`,
    verdict: "inconclusive",
    reason: /^the connection stayed open: the situation was not reached$/,
  },
  {
    says: "holds a reply where silence was due against nobody in what is given",
    body: `given: [{send: RSET, silence: 1s}]\n${noop}`,
    verdict: "inconclusive",
    reason: /^received 250 reset: the situation was not reached$/,
  },
  {
    says: "logs in by the best mechanism that is offered",
    server: { offers: ["AUTH CRAM-MD5 PLAIN"], answers: { AUTH: acceptsLogin({ user, pass }) } },
    target: { user, pass },
    body: `given: [login]\n${noop}`,
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1], "AUTH CRAM-MD5"),
  },
  {
    says: "is inconclusive where the login is refused",
    server: { offers: ["AUTH PLAIN"], answers: { AUTH: "535 no" } },
    target: { user, pass },
    body: `given: [login]\n${noop}`,
    verdict: "inconclusive",
    reason: /^AUTH was answered by 535 no: the situation was not reached$/,
  },
  {
    says: "is inconclusive where no mechanism can be used for a login",
    server: { offers: ["AUTH X-OTHER"] },
    target: { user, pass },
    body: `given: [login]\n${noop}`,
    verdict: "inconclusive",
    reason: /^the server offers no mechanism that can be used here$/,
  },
  {
    says: "does what is given on another connection",
    body: `start: greeted\nsteps:\n  - given: {connect: other, reply: 220}\n` +
      `  - {on: other, given: [EHLO, MAIL]}\n  - {on: other, send: 'RCPT TO:<$rcpt>', reply: 250}`,
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines.slice(0, 3), [
        "EHLO client.test",
        "MAIL FROM:<sender@client.test>",
        "RCPT TO:<alice@mx.test>",
      ]),
  },
  {
    says: "writes the words of a pipeline with the rest of it, and judges the rest alone",
    server: { answers: { RSET: "500 no" } },
    body: "pipeline: [MAIL, {send: RSET, reply: {pass: 250, warn: 5xx}}]",
    verdict: "warn",
    reason: /^received 500 no$/,
  },
  {
    says: "is inconclusive where a word of a pipeline is refused",
    server: { answers: { MAIL: "550 no" } },
    body: "pipeline: [MAIL, {send: NOOP, reply: 250}]",
    verdict: "inconclusive",
    reason: /^MAIL was answered by 550 no: the situation was not reached$/,
  },
]);

/** The verdict and the reason of each case of a file whose block says RSET, against a server that refuses it. */
async function verdictsWithBlock(cases: string): Promise<(readonly [verdict: string, reason: string | undefined])[]> {
  const read = readCases(`title: T\nblocks:\n  reset: [{send: RSET, reply: 250}]\ncases:\n${cases}`);
  return await withServer({ answers: { RSET: "500 no" } }, async (server) => {
    const outcomes = [];
    for (const each of read) outcomes.push((await playOn(server, each)).outcome);
    return outcomes.map(({ verdict, reason }) => [verdict, reason] as const);
  });
}

Deno.test("playRun() judges a block among steps by the level, and holds it against nobody in given", async () => {
  const found = await verdictsWithBlock(
    "  - {id: a, must: reset, steps: [{use: reset}]}\n" +
      "  - {id: b, should: reset, steps: [{use: reset}]}\n" +
      "  - {id: c, must: reset, given: [reset], send: NOOP, reply: 250}\n",
  );
  assertEquals(found, [
    ["fail", "received 500 no"],
    ["warn", "received 500 no"],
    ["inconclusive", "RSET was answered by 500 no: the situation was not reached"],
  ]);
});
