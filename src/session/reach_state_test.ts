import { assertEquals } from "@std/assert";
import { acceptsLogin } from "../peer/scripted_auth.ts";
import { type Answer, close, firstOnly, nothing } from "../peer/script.ts";
import { type Row, testRows } from "../testing/runs.ts";

const transaction = ["EHLO client.test", "MAIL FROM:<sender@client.test>", "RCPT TO:<alice@mx.test>", "DATA"];
const login = { user: "alice", pass: "correct horse" };
const auth = acceptsLogin(login);
const starts: readonly (readonly [start: string, lines: number])[] = [
  ["greeted", 0],
  ["ehlo", 1],
  ["mail", 2],
  ["rcpt", 3],
  ["data", 4],
];
/** What each state needs last, and what a server may say to it instead. */
const falls = [
  ["greeted", "connect", "554 no"],
  ["ehlo", "EHLO", "502 no"],
  ["mail", "MAIL", "550 no"],
  ["rcpt", "RCPT", "450 later"],
  ["data", "DATA", "554 no"],
] as const;

/** Answers with a code of the right class that is not the one which belongs there. */
const odd: readonly (readonly [what: string, answer: Answer])[] = [
  ["connect", "250 mx.test"],
  ["EHLO", "251 mx.test"],
  ["DATA", ["350 go on", { kind: "content" }]],
];

testRows([
  { says: "reaches connected without reading", body: "start: connected\nreply: 220", verdict: "pass" },
  ...starts.map(([start, lines]): Row => ({
    says: `reaches ${start}`,
    body: `start: ${start}\nwait: 1ms`,
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines, [...transaction.slice(0, lines), ...(start === "data" ? [] : ["QUIT"])]),
  })),
  ...falls.map(([start, what, answer]): Row => ({
    says: `is inconclusive when the way to ${start} is answered by ${answer}`,
    server: { answers: { [what]: answer } },
    body: `start: ${start}\nsend: NOOP\nreply: 250`,
    verdict: "inconclusive",
    reason: new RegExp(`^.* was (answered by )?${answer}: the start was not reached$`),
    look: ({ server, outcome }) => {
      assertEquals(server.lines.includes("NOOP"), false);
      assertEquals(outcome.attempts, 1);
      assertEquals(outcome.transcript.length > 1, true);
    },
  })),
  ...odd.map(([what, answer]): Row => ({
    says: `accepts ${what} with another code of the right class`,
    server: { answers: { [what]: answer } },
    body: "start: data\nrisks: [delivers]\nmessage: {body: x}\nreply: 250",
    verdict: "pass",
  })),
  {
    says: "reaches a state by LHLO on a port for LMTP",
    role: "lmtp",
    body: "port: lmtp\nsend: NOOP $hello\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines.slice(0, 2), ["LHLO client.test", "NOOP LHLO"]),
  },
  {
    says: "enters TLS and says EHLO again",
    server: { offers: ["STARTTLS"] },
    body: "with: [tls]\nsend: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines, ["EHLO client.test", "STARTTLS", "EHLO client.test", "NOOP", "QUIT"]),
  },
  {
    says: "enters TLS and no further for a start before EHLO",
    server: { offers: ["STARTTLS"] },
    body: "with: [tls]\nstart: greeted\nsend: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines, ["EHLO client.test", "STARTTLS", "NOOP", "QUIT"]),
  },
  {
    says: "is inconclusive when the way into TLS fails in the handshake",
    server: { answers: { STARTTLS: ["220 go on", close("fin")] } },
    body: "with: [tls]\nsend: NOOP\nreply: 250",
    verdict: "inconclusive",
    reason: /^the .*: the start was not reached$/,
  },
  {
    says: "reaches a state on a port whose TLS is on from the first octet",
    server: { isImplicitTls: true },
    role: "submissions",
    body: "send: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ outcome }) => assertEquals(outcome.transcript[1]?.kind, "tls"),
  },
  {
    says: "is inconclusive when TLS is not on from the first octet where it should be",
    role: "submissions",
    body: "send: NOOP\nreply: 250",
    verdict: "inconclusive",
    reason: /^the TLS handshake failed.*: the start was not reached$/,
  },
  {
    says: "logs in with the strongest mechanism in plaintext",
    server: { offers: ["AUTH PLAIN CRAM-MD5 SCRAM-SHA-256"], answers: { AUTH: auth } },
    target: login,
    body: "with: [auth]\nsend: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1]?.startsWith("AUTH SCRAM-SHA-256 "), true),
  },
  {
    says: "logs in PLAIN inside TLS",
    server: { offers: ["STARTTLS", "AUTH PLAIN CRAM-MD5 SCRAM-SHA-256"], answers: { AUTH: auth } },
    target: login,
    body: "with: [tls, auth]\nsend: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[3]?.startsWith("AUTH PLAIN "), true),
  },
  {
    says: "enters TLS and logs in to reach a transaction on a port for submission",
    server: { offers: ["STARTTLS", "AUTH PLAIN"], answers: { AUTH: auth } },
    role: "submission",
    target: login,
    body: "start: mail\nsend: RSET\nreply: 250",
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines.map((line) => line.split(" ")[0]), [
        ...["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RSET", "QUIT"],
      ]),
  },
  {
    says: "reaches a state without AUTH on a port for submission that does not offer it",
    role: "submission",
    target: login,
    body: "start: mail\nsend: RSET\nreply: 250",
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines.map((line) => line.split(" ")[0]), ["EHLO", "MAIL", "RSET", "QUIT"]),
  },
  {
    says: "is inconclusive when the login is refused",
    server: { offers: ["AUTH PLAIN"], answers: { AUTH: "535 no" } },
    target: login,
    body: "with: [auth]\nsend: NOOP\nreply: 250",
    verdict: "inconclusive",
    reason: /^AUTH PLAIN was answered by 535 no: the start was not reached$/,
  },
  {
    says: "is inconclusive when no mechanism for the login is known",
    server: { offers: ["AUTH GSSAPI"] },
    target: login,
    body: "with: [auth]\nsend: NOOP\nreply: 250",
    verdict: "inconclusive",
    reason: /^the server offers no mechanism that can be used here: the start was not reached$/,
  },
  {
    says: "tries once more when the first try meets a 421, and shows it",
    server: { answers: { connect: firstOnly(["421 busy", close("fin")], "220 hi") } },
    body: "send: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ outcome, env }) => {
      assertEquals(outcome.attempts, 2);
      assertEquals(outcome.notes, [
        "tried again after a 421: the greeting was 421 busy: the start was not reached",
      ]);
      assertEquals(env.pool.backOffs, 1);
    },
  },
  {
    says: "is inconclusive when a server closes at every try",
    server: { answers: { EHLO: close("fin") } },
    body: "send: NOOP\nreply: 250",
    verdict: "inconclusive",
    reason: /^the server closed \(FIN\) after EHLO client\.test: the start was not reached, twice$/,
  },
  {
    says: "is inconclusive when a server is silent at every try",
    server: { answers: { EHLO: nothing } },
    target: { deadlines: { connect: 9000, greeting: 9000, reply: 150, endOfData: 9000, delivery: 9000 } },
    body: "send: NOOP\nreply: 250",
    verdict: "inconclusive",
    reason: /^no reply within 150 ms after EHLO client\.test: the start was not reached, twice$/,
  },
]);
