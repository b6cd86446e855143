import { assertEquals, assertMatch } from "@std/assert";
import type { Answer, Script } from "../peer/script.ts";
import { close, octets } from "../peer/script.ts";
import { certificates } from "../testing/scripted_server.ts";
import { testRows } from "../testing/runs.ts";

const offering: Script = { offers: ["STARTTLS"] };
const answering = (answers: Record<string, Answer>): Script => ({ ...offering, answers });
const startTls = "steps:\n  - {send: STARTTLS, reply: 220}\n";
const expired = answering({ STARTTLS: ["220 go on", { kind: "tls", certificate: "expired" }] });
/** An alert of TLS 1.2: handshake_failure. */
const alert = "\x15\x03\x03\x00\x02\x02\x28";

testRows([
  {
    says: "goes on inside TLS after a handshake",
    server: offering,
    body: `${startTls}  - tls: handshake\n  - {send: NOOP, reply: 250}`,
    verdict: "pass",
    look: ({ outcome }) => {
      const sent = outcome.transcript.flatMap((event) => event.kind === "sent" ? [event] : []);
      assertEquals(sent.map(({ isInTls }) => isInTls), [false, false, true, true]);
      assertMatch(outcome.transcript.find((event) => event.kind === "tls")?.facts.subject ?? "", /^CN=mx\.test$/);
    },
  },
  {
    says: "fails a handshake that the server answers with plain text",
    server: answering({ STARTTLS: ["220 go on", octets("500 what is this\r\n")] }),
    body: `${startTls}  - tls: handshake`,
    verdict: "fail",
    reason: /^the TLS handshake failed: /,
  },
  {
    says: "fails a handshake in which the server closes",
    server: answering({ STARTTLS: ["220 go on", close("fin")] }),
    body: `${startTls}  - tls: handshake`,
    verdict: "fail",
    reason: /^the (server closed during the TLS handshake|TLS handshake failed)/,
  },
  {
    says: "fails a handshake that takes longer than it may",
    server: answering({ STARTTLS: ["220 go on", { kind: "deaf" }] }),
    body: `${startTls}  - tls: handshake\n    within: 150ms`,
    verdict: "fail",
    reason: /^the TLS handshake took longer than 150 ms$/,
    key: "tls failed",
  },
  {
    says: "passes a failed handshake that closes: allowed allows",
    server: answering({ STARTTLS: ["220 go on", close("reset")] }),
    body: `${startTls}  - tls: handshake\n    closes: allowed`,
    verdict: "pass",
  },
  {
    says: "passes a handshake that closes: allowed allows to fail, and goes on",
    server: answering({ NOOP: "500 no" }),
    body: `${startTls}  - tls: handshake\n    closes: allowed\n  - {send: NOOP, reply: 250}`,
    verdict: "fail",
    reason: /^received 500 no$/,
  },
  {
    says: "passes what was agreed as listed",
    server: offering,
    target: { ca: certificates.root },
    body: `${startTls}  - tls:
      name: mx.test
      session: {protocol: '/^TLSv1\\.[23]$/', cipher: '/AES|CHACHA/', name: yes, valid: yes, trusted: yes}`,
    verdict: "pass",
  },
  ...([
    ["protocol: '/^TLSv1\\.1$/'", /^received TLSv1\.[23]$/, "tls protocol"],
    ["cipher: /RC4/", /^received TLS_/, "tls cipher"],
    ["name: yes", /^received DNS:mx\.test$/, "tls name"],
    ["valid: no", /^received .* to 2126-/, "tls dates"],
    ["trusted: yes", /^received ./, "tls trust"],
  ] as const).map(([session, reason, key]) => ({
    says: `fails a handshake that does not agree on ${session}`,
    server: offering,
    body: `${startTls}  - tls: {session: {${session}}}`,
    verdict: "fail" as const,
    reason,
    key,
  })),
  {
    says: "works with an expired certificate, and sees that it is one",
    server: expired,
    body: `${startTls}  - tls: {session: {valid: no, trusted: no}}\n  - {send: NOOP, reply: 250}`,
    verdict: "pass",
    look: ({ outcome }) => {
      const facts = outcome.transcript.find((event) => event.kind === "tls")?.facts;
      assertEquals([facts?.isValidToday, facts?.validTo], [false, "2021-01-01T00:00:00.000Z"]);
    },
  },
  {
    says: "fails an expired certificate where a valid one is demanded",
    server: expired,
    body: `${startTls}  - tls: {session: {valid: yes}}`,
    verdict: "fail",
    reason: /2020-01-01.* to 2021-01-01/,
    key: "tls dates",
  },
  {
    says: "passes a bare ClientHello that is answered by an alert",
    server: answering({ STARTTLS: ["220 go on", { kind: "swallow" }, octets(alert)] }),
    body: `${startTls}  - tls: {hello: TLSv1.1, record: {pass: [alert, close], fail: server-hello}}`,
    verdict: "pass",
  },
  {
    says: "passes a bare ClientHello of TLS 1.1 that a real TLS library refuses",
    server: offering,
    body: `${startTls}  - tls: {hello: TLSv1.1, record: {pass: [alert, close], fail: server-hello}}`,
    verdict: "pass",
  },
  {
    says: "fails a bare ClientHello that is answered by a ServerHello",
    server: offering,
    body: `${startTls}  - tls: {hello: TLSv1.2, record: {pass: [alert, close], fail: server-hello}}`,
    verdict: "fail",
    reason: /^received server-hello$/,
    key: "record server-hello",
  },
  {
    says: "takes the server's closing for an answer to a bare ClientHello",
    server: answering({ STARTTLS: ["220 go on", close("fin")] }),
    body: `${startTls}  - tls: {hello: TLSv1, record: {warn: close, pass: alert}}`,
    verdict: "warn",
    reason: /^received close$/,
    key: "record close",
  },
  {
    says: "is inconclusive when nothing answers a bare ClientHello",
    server: answering({ STARTTLS: ["220 go on", { kind: "deaf" }] }),
    target: { deadlines: { connect: 9000, greeting: 9000, reply: 1600, endOfData: 9000, delivery: 9000 } },
    body: `${startTls}  - tls: {hello: SSLv3, record: {pass: alert, fail: server-hello}}`,
    verdict: "inconclusive",
    reason: /^nothing answered the ClientHello$/,
  },
]);
