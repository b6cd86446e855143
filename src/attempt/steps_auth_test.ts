import { assertEquals } from "@std/assert";
import type { Script } from "../peer/script.ts";
import { acceptsLogin, type Login } from "../peer/scripted_auth.ts";
import { type Row, testRows } from "../testing/runs.ts";

const user = "alice";
const pass = "correct horse";
const target = { user, pass };
const mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"];
const server = (login: Partial<Login> = {}): Script => ({
  offers: [`AUTH ${mechanisms.join(" ")}`],
  answers: { AUTH: acceptsLogin({ user, pass, ...login }) },
});
const scram = "auth: {mechanism: SCRAM-SHA-256, user: $user, pass: $pass}\nreply: 235";

testRows([
  ...mechanisms.flatMap((mechanism): Row[] => [
    {
      says: `passes AUTH ${mechanism} with the right password`,
      server: server(),
      target,
      body: `auth: {mechanism: ${mechanism}, user: $user, pass: $pass}\nreply: 235`,
      verdict: "pass",
    },
    {
      says: `passes AUTH ${mechanism} with a wrong password where 535 is demanded`,
      server: server(),
      target,
      body: `auth: {mechanism: ${mechanism}, user: $user, pass: "not $pass"}\nreply: 535`,
      verdict: "pass",
    },
    {
      says: `fails AUTH ${mechanism} that is refused`,
      server: server({ pass: "another" }),
      target,
      body: `auth: {mechanism: ${mechanism}, user: $user, pass: $pass}\nreply: 235`,
      verdict: "fail",
      reason: /^received 535 go away$/,
    },
  ]),
  {
    says: "fails SCRAM when the server's signature is wrong",
    server: server({ lie: "wrong signature" }),
    target,
    body: scram,
    verdict: "fail",
    reason: /: the server did not prove with v= that it knows the password$/,
  },
  {
    says: "fails SCRAM when the server gives no signature",
    server: server({ lie: "no signature" }),
    target,
    body: scram,
    verdict: "fail",
    reason: /: the server did not prove with v= that it knows the password$/,
  },
  {
    says: "fails SCRAM when the server's nonce does not begin with the client's, and cancels the exchange",
    server: server({ lie: "own nonce" }),
    target,
    body: scram,
    verdict: "fail",
    reason: /: the server.s nonce does not begin with the client's and go on$/,
    look: ({ server }) => assertEquals(server.lines.at(-2), "*"),
  },
  {
    says: "fails SCRAM when the server names no rounds",
    server: server({ lie: "no iterations" }),
    target,
    body: scram,
    verdict: "fail",
    reason: /: server-first-message cannot be read: /,
  },
  {
    says: "passes a tampered SCRAM exchange that is refused",
    server: server(),
    target,
    body:
      "auth: {mechanism: SCRAM-SHA-256, tamper: {p: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}}\nreply: {pass: 5xx, fail: 235}",
    verdict: "pass",
  },
  {
    says: "fails a tampered CRAM-MD5 exchange that is taken",
    server: { offers: ["AUTH CRAM-MD5"], answers: { AUTH: ["334 PDE+", { kind: "ask", answer: "235 welcome" }] } },
    target,
    body: "auth: {mechanism: CRAM-MD5, tamper: {digest: '0'}}\nreply: {pass: 5xx, fail: 235}",
    verdict: "fail",
    reason: /^received 235 welcome$/,
  },
  {
    says: "fails a server that asks on and on",
    server: { answers: { AUTH: "334 ", "*": "334 " } },
    target,
    body: "auth: {mechanism: XOAUTH2}\nreply: 5xx",
    verdict: "fail",
    reason: /: the server went on asking after 10 challenges$/,
  },
  {
    says: "fails a challenge that is no base64",
    server: { answers: { AUTH: "334 !!", "*": "501 cancelled" } },
    target,
    body: "auth: {mechanism: CRAM-MD5}\nreply: 235",
    verdict: "fail",
    reason: /: the text of the 334 is no base64$/,
  },
  {
    says: "is inconclusive about an auth that nothing is expected of and that is refused",
    server: server({ pass: "another" }),
    target,
    body: "steps:\n  - auth: {mechanism: PLAIN}\n  - {send: NOOP, reply: 250}",
    verdict: "inconclusive",
    reason: /^AUTH was answered by 535 go away$/,
  },
  {
    says: "sends a long initial response only after the 334",
    server: server({ pass: "p".repeat(500) }),
    target: { user, pass: "p".repeat(500) },
    body: "auth: {mechanism: PLAIN}\nreply: 235",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1], "AUTH PLAIN"),
  },
]);
