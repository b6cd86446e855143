import { assertEquals } from "@std/assert";
import { close, firstOnly, turns } from "../peer/script.ts";
import { testRows, texts } from "../testing/runs.ts";

testRows([
  {
    says: "opens a further connection, reads its greeting and runs steps on it",
    body: "steps:\n  - connect: second\n  - {on: second, send: NOOP, reply: 250}\n  - {send: RSET, reply: 250}",
    verdict: "pass",
    look: ({ server }) => {
      assertEquals(server.sessions.length, 2);
      assertEquals(server.sessions[1]?.received, "NOOP\r\nQUIT\r\n");
      assertEquals(server.sessions[0]?.received, "EHLO client.test\r\nRSET\r\nQUIT\r\n");
    },
  },
  {
    says: "is inconclusive when a further connection is not greeted",
    server: { answers: { connect: firstOnly("220 hi", "554 no more") } },
    body: "steps:\n  - connect: second\n  - {on: second, send: NOOP, reply: 250}",
    verdict: "inconclusive",
    reason: /^554 no more: the connection "second" was not greeted$/,
  },
  {
    says: "fails a further connection whose greeting is not as listed",
    server: { answers: { connect: firstOnly("220 hi", "554 no more") } },
    body: "steps:\n  - {connect: second, reply: 220}",
    verdict: "fail",
    reason: /^received 554 no more$/,
  },
  {
    says: "is inconclusive when a further connection goes to a role that the target lacks",
    body: "steps:\n  - {connect: second, port: lmtp}",
    verdict: "inconclusive",
    reason: /^the target has no endpoint of the role lmtp$/,
  },
  {
    says: "closes by FIN and sees the server close",
    body: "steps:\n  - close: fin\n    closes: fin",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines, ["EHLO client.test"]),
  },
  {
    says: "fails a server that leaves a half-closed connection open",
    server: { answers: { RSET: ["250 ok", { kind: "deaf" }] } },
    body: "steps:\n  - {send: RSET, reply: 250}\n  - close: fin\n    closes: yes\n    within: 150ms",
    verdict: "fail",
    reason: /^the connection stayed open$/,
  },
  {
    says: "closes by reset, and has nothing more to say",
    body: "steps:\n  - close: reset",
    verdict: "pass",
    look: ({ server, outcome }) => {
      assertEquals(server.lines, ["EHLO client.test"]);
      assertEquals(outcome.transcript.at(-1)?.kind, "closed");
    },
  },
  {
    says: "fails a server that is gone after a reset",
    server: { answers: { connect: firstOnly("220 hi", close("fin")) } },
    body: "steps:\n  - close: reset\n  - {connect: second, reply: 220}",
    verdict: "fail",
    reason: /^the server closed \((FIN|reset|close_notify, FIN)\): no 421 was sent before \(RFC 5321 §3\.8\)$/,
  },
  {
    says: "waits for as long as a wait says",
    body: "steps:\n  - wait: 150ms\n  - {send: NOOP, reply: 250}",
    verdict: "pass",
    look: ({ outcome }) => {
      const at = outcome.transcript.findIndex(({ kind }) => kind === "note");
      const [note, next] = outcome.transcript.slice(at);
      assertEquals((next?.at ?? 0) - (note?.at ?? 0) >= 140, true);
    },
  },
  {
    says: "fails a server that closes while the client waits",
    server: { answers: { RSET: ["250 ok", close("fin")] } },
    body: "steps:\n  - {send: RSET, reply: 250}\n  - wait: 50ms\n  - {send: NOOP, reply: 250}",
    verdict: "fail",
    reason: /^the server closed \((FIN|reset|close_notify, FIN)\): no 421 was sent before \(RFC 5321 §3\.8\)$/,
  },
  {
    says: "repeats a step over a list",
    body: "start: mail\nrepeat: {to: $rcpts, times: 3}\nsend: RCPT TO:<$to>\nreply: 250",
    verdict: "pass",
    look: ({ server }) =>
      assertEquals(server.lines.slice(2, 5), ["alice", "bob", "carol"].map((who) => `RCPT TO:<${who}@mx.test>`)),
  },
  {
    says: "fails in the turn of a repeated step that is wrong",
    server: { answers: { NOOP: turns("250 a", "250 b", "500 c") } },
    body: "repeat: {times: 5}\nsend: NOOP\nreply: 250",
    verdict: "fail",
    reason: /^received 500 c$/,
    look: ({ server }) => assertEquals(server.lines.filter((line) => line === "NOOP").length, 3),
  },
  {
    says: "is inconclusive when a list has fewer values than turns",
    body: "start: mail\nrepeat: {to: $rcpts, times: 4}\nsend: RCPT TO:<$to>\nreply: 250",
    verdict: "inconclusive",
    reason: /^there are only 3 values in \$rcpts$/,
  },
  {
    says: "leaves a step out when its gate does not hold",
    body: "steps:\n  - {when: CHUNKING, send: FOO, reply: 250}\n  - {when: not CHUNKING, send: NOOP, reply: 250}",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines, ["EHLO client.test", "NOOP", "QUIT"]),
  },
  {
    says: "plays a step whose gate holds",
    server: { offers: ["CHUNKING"] },
    body: "steps:\n  - {when: [CHUNKING, rcpt], send: FOO, reply: 250}",
    verdict: "fail",
    reason: /^received 500 unknown command$/,
  },
  {
    says: "keeps a code and a text for later steps",
    server: { answers: { NOOP: "250 id=X7", VRFY: "250 yes" } },
    body: `
      steps:
        - {send: NOOP, reply: 2xx, keep: {code: code, id: '/id=(\\w+)/'}}
        - {send: VRFY $id, reply: $code}`,
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[2], "VRFY X7"),
  },
  {
    says: "fails a reply that is not the code that was kept",
    body: "steps:\n  - {send: NOOP, reply: 2xx, keep: {code: code}}\n  - {send: VRFY x, reply: $code}",
    verdict: "fail",
    reason: /^received 252 who knows$/,
    look: ({ outcome }) => assertEquals(outcome.deviation?.expected, ["250"]),
  },
  {
    says: "is inconclusive when a reply holds nothing to keep",
    body: "steps:\n  - {send: NOOP, reply: 2xx, keep: {id: '/id=(\\w+)/'}}",
    verdict: "inconclusive",
    reason: /^the reply holds nothing to keep as \$id$/,
  },
  {
    says: "cuts a write at offsets",
    body: "send: NOOP\nsplit: [2, 5]\ngap: 1ms\nreply: 250",
    verdict: "pass",
    look: ({ outcome }) => assertEquals(texts(outcome, "sent").slice(1, 4), ["NO", "OP\\r", "\\n"]),
  },
  {
    says: "cuts a write into single octets",
    body: "send: NOOP\nsplit: single-octets\ngap: 1ms\nreply: 250",
    verdict: "pass",
    look: ({ outcome }) => assertEquals(texts(outcome, "sent").slice(1, 7), ["N", "O", "O", "P", "\\r", "\\n"]),
  },
  {
    says: "fails a cut write that is answered wrongly",
    server: { answers: { NOOP: "500 no" } },
    body: "send: NOOP\nsplit: [2]\ngap: 1ms\nreply: 250",
    verdict: "fail",
    reason: /^received 500 no$/,
  },
  {
    says: "plays a case once for each border of what it writes",
    body: "risks: [heavy]\nsend: NOOP\nsplit: every-border\ngap: 1ms\nreply: 250",
    verdict: "pass",
    look: ({ outcome, server }) => {
      assertEquals(outcome.notes, ["5 of 5 borders were tried"]);
      assertEquals(server.sessions.length, 5);
    },
  },
  {
    says: "names the first bad border",
    server: { answers: { NOOP: ({ connection }) => connection === 3 ? "500 no" : "250 ok" } },
    env: {},
    body: "risks: [heavy]\nsend: NOOP\nsplit: every-border\ngap: 1ms\nreply: 250",
    verdict: "fail",
    reason: /^received 500 no$/,
    look: ({ outcome }) => assertEquals(/^cut after octet [2-5] of 6$/.test(outcome.notes[0] ?? ""), true),
  },
  {
    says: "fails at the first border without trying the others",
    server: { answers: { NOOP: "500 no" } },
    body: "risks: [heavy]\nsend: NOOP\nsplit: every-border\ngap: 1ms\nreply: 250",
    verdict: "fail",
    reason: /^received 500 no$/,
    look: ({ outcome, server }) => {
      assertEquals(outcome.notes, ["cut after octet 1 of 6"]);
      assertEquals(server.sessions.length, 1);
    },
  },
  {
    says: "fails a reply that takes longer than within",
    server: { answers: { NOOP: [] } },
    body: "send: NOOP\nwithin: 120ms\nreply: 250",
    verdict: "fail",
    reason: /^no reply within 120 ms$/,
  },
]);
