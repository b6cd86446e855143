import { assertEquals, assertMatch } from "@std/assert";
import { close, nothing, octets, turns } from "../peer/script.ts";
import { testRows, texts } from "../testing/runs.ts";

testRows([
  {
    says: "passes a send that is answered as listed",
    body: "send: NOOP\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines, ["EHLO client.test", "NOOP", "QUIT"]),
  },
  {
    says: "fails a send that is answered by another code",
    server: { answers: { NOOP: "500 what" } },
    body: "send: NOOP\nreply: 250",
    verdict: "fail",
    reason: /^received 500 what$/,
    look: ({ outcome }) => {
      assertEquals(outcome.deviation?.expected, ["250"]);
      assertEquals(outcome.deviation?.place, { file: "test/case.yaml", line: 6, column: 12 });
      assertEquals(outcome.attempts, 1);
    },
  },
  {
    says: "sends the variables of a line as they are",
    body: "send: NOOP $client $domain $local ${rcpt}x $$1\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1], "NOOP client.test mx.test alice alice@mx.testx $1"),
  },
  {
    says: "is inconclusive for a variable without a value",
    body: "send: NOOP $SIZE\nreply: 250",
    verdict: "inconclusive",
    reason: /^there is no value for \$SIZE$/,
  },
  {
    says: "counts with what EHLO offered",
    server: { offers: ["SIZE 1000"] },
    body: "send: MAIL FROM:<$from> SIZE=${SIZE + 1}\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1], "MAIL FROM:<sender@client.test> SIZE=1001"),
  },
  {
    says: "writes bytes exactly, each string by itself",
    body: 'bytes: ["NO", "OP\\r\\n", "\\0\\xff\\r\\n"]\ngap: 1ms\nreply: 250',
    verdict: "fail", // the second line is answered too
    reason: /: one reply more than there were commands$/,
    look: ({ outcome, server }) => {
      assertEquals(texts(outcome, "sent").slice(1, 4), ["NO", "OP\\r\\n", "\\0\\xff\\r\\n"]);
      assertEquals(server.lines.slice(1, 3), ["NOOP", "\0\xff"]);
    },
  },
  {
    says: "joins bytes with a gap of 0 into one write",
    body: 'bytes: ["NO", "OP\\r\\n"]\ngap: 0ms\nreply: 250',
    verdict: "pass",
    look: ({ outcome }) => assertEquals(texts(outcome, "sent")[1], "NOOP\\r\\n"),
  },
  {
    says: "fails bytes that are answered by another code",
    body: 'bytes: "FOO\\r\\n"\nreply: 250',
    verdict: "fail",
    reason: /^received 500 unknown command$/,
  },
  {
    says: "waits between the writes of bytes for as long as the gap says",
    body: 'bytes: ["NO", "OP\\r\\n"]\ngap: 150ms\nreply: 250',
    verdict: "pass",
    look: ({ outcome }) => {
      const [, first, second] = outcome.transcript.filter(({ kind }) => kind === "sent");
      assertEquals((second?.at ?? 0) - (first?.at ?? 0) >= 140, true);
    },
  },
  {
    says: "sends a pipeline in one write and reads its replies in order",
    server: { answers: { "RCPT TO:<bob@mx.test>": "550 no" } },
    body: `
      pipeline:
        - {send: 'MAIL FROM:<$from>', reply: 250}
        - {send: 'RCPT TO:<$rcpt>', reply: 250}
        - {send: 'RCPT TO:<bob@mx.test>', reply: 550}
        - {bytes: "NOOP\\r\\n", reply: 250}
        - {send: RSET, reply: 250}`,
    verdict: "pass",
    look: ({ outcome }) => assertMatch(texts(outcome, "sent")[1] ?? "", /^MAIL.*RCPT.*RCPT.*NOOP.*RSET\\r\\n$/),
  },
  {
    says: "fails a pipeline whose second reply is wrong",
    server: { answers: { RCPT: "550 no" } },
    body: "pipeline:\n  - {send: 'MAIL FROM:<$from>', reply: 250}\n  - {send: 'RCPT TO:<$rcpt>', reply: 250}",
    verdict: "fail",
    reason: /^received 550 no$/,
  },
  {
    says: "fails a pipeline of which a reply is missing",
    server: { answers: { NOOP: nothing } },
    body: "pipeline:\n  - {send: NOOP, reply: 250}\n  - {send: RSET, reply: 250, within: 150ms}",
    verdict: "fail",
    reason: /^no reply within 150 ms$/,
  },
  {
    says: "reads without an action",
    body: "start: connected\nreply: 220",
    verdict: "pass",
  },
  {
    says: "fails a read of the wrong greeting",
    server: { answers: { connect: "554 go away" } },
    body: "start: connected\nreply: 220",
    verdict: "fail",
    reason: /^received 554 go away$/,
  },
  {
    says: "plays a branch when its pattern fits, and goes on after it",
    server: { answers: { NOOP: turns("354 go on", "250 ok"), ".x": "250 back" } },
    body: `
      steps:
        - send: NOOP
          reply:
            pass: 250
            branch:
              code: 354
              steps:
                - {send: .x, reply: 250}
        - {send: NOOP, reply: 250}`,
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines.slice(1, -1), ["NOOP", ".x", "NOOP"]),
  },
  {
    says: "fails inside a branch",
    server: { answers: { NOOP: "354 go on" } },
    body: "send: NOOP\nreply: {pass: 250, branch: {code: 354, steps: [{send: FOO, reply: 250}]}}",
    verdict: "fail",
    reason: /^received 500 unknown command$/,
  },
  {
    says: "fills a line up to a number of octets",
    body: "send: NOOP $fill\noctets: 512\nreply: 250",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1]?.length, 510),
  },
  {
    says: "fills with a number of octets",
    body: "send: VRFY $fill@$domain\nfill: 64\nreply: 252",
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1], `VRFY ${"a".repeat(64)}@mx.test`),
  },
  {
    says: "fills bytes without adding a line end to the count",
    body: 'bytes: "NOOP $fill\\r\\n"\noctets: 100\nreply: 250',
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1]?.length, 98),
  },
  {
    says: "makes names with let, from text, as base64 and in capitals",
    body:
      'let: {who: "x-$client", secret: {base64: "\\0a\\0b"}, shout: {upper: $domain}}\nsend: NOOP $who $secret $shout\nreply: 250',
    verdict: "pass",
    look: ({ server }) => assertEquals(server.lines[1], `NOOP x-client.test ${btoa("\0a\0b")} MX.TEST`),
  },
  {
    says: "fails at a close that is not listed",
    server: { answers: { NOOP: close("fin") } },
    body: "send: NOOP\nreply: 250",
    verdict: "fail",
    reason: /^the server closed \((FIN|reset|close_notify, FIN)\): no 421 was sent before \(RFC 5321 §3\.8\)$/,
  },
  {
    says: "puts a reply together that comes in pieces",
    server: { answers: { NOOP: [octets("25"), octets("0-a\r"), octets("\n250 b\r\n")] } },
    body: "send: NOOP\nreply: {code: 250, lines: 2, first_line: '/^a$/', other_lines: '/^b$/'}",
    verdict: "pass",
  },
]);
