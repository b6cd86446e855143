import { assertEquals } from "@std/assert";
import { close, nothing, pause } from "../peer/script.ts";
import { testRows } from "../testing/runs.ts";

const two = (replies: string) => `bytes: "NOOP\\r\\nVRFY x\\r\\n"\nuntil_quit: ${replies}`;
const oops = { answers: { VRFY: ["252 a", "250 b"] } };
const closing = { answers: { VRFY: ["554 no", close("fin")] } };
const rset = "steps:\n  - {send: RSET, reply: 250}\n";
const ending = (how: "fin" | "bare-fin" | "reset") => ({ answers: { RSET: ["250 ok", close(how)] } });
const endingTls = (how: "fin" | "bare-fin") => ({
  offers: ["STARTTLS"],
  answers: { NOOP: close(how) },
});
const inTls = "with: [tls]\nsteps:\n  - send: NOOP\n    closes: ";

testRows([
  { says: "passes exactly the replies that are listed", body: two("[250, 252]"), verdict: "pass" },
  {
    says: "fails replies in another order",
    body: two("[252, 250]"),
    verdict: "fail",
    reason: /^received 250 nothing done, then 252 who knows, then the 221 to QUIT$/,
    key: "250, 252",
  },
  {
    says: "fails a reply too many among all replies",
    server: oops,
    body: two("[250, 252]"),
    verdict: "fail",
    reason: /then 250 b, then the 221/,
    key: "250, 252, 250",
  },
  {
    says: "fails a reply too few among all replies",
    body: two("[250, 252, 250]"),
    verdict: "fail",
    reason: /then the 221/,
  },
  {
    says: "passes no replies where none are listed",
    body: "steps:\n  - {send: RSET, reply: 250}\n  - until_quit: []",
    verdict: "pass",
  },
  {
    says: "fails a reply where none are listed",
    body: two("[]"),
    verdict: "fail",
    reason: /^received 250 nothing done, then/,
  },
  { says: "takes several codes at one place of a sequence", body: two("[{code: [251, 250]}, 25x]"), verdict: "pass" },
  { says: "passes one of several sequences", body: two("[[250], [250, 252], [5xx]]"), verdict: "pass" },
  { says: "fails none of several sequences", body: two("[[250], [5xx, 252]]"), verdict: "fail", reason: /221/ },
  { says: "passes a number of replies", body: two("{count: 2}"), verdict: "pass" },
  { says: "fails a number of replies", body: two("{count: 3..}"), verdict: "fail", reason: /221/ },
  { says: "passes a number of replies each of which fits", body: two("{count: 1.., each: 2xx}"), verdict: "pass" },
  {
    says: "fails a number of replies one of which does not fit",
    body: two("{count: 1.., each: 250}"),
    verdict: "fail",
    reason: /252/,
  },
  { says: "passes a close that ends a sequence", server: closing, body: two("[250, 554, close]"), verdict: "pass" },
  {
    says: "fails a 221 where a close should end a sequence",
    body: two("[250, 252, close]"),
    verdict: "fail",
    reason: /221/,
  },
  {
    says: "is inconclusive when a close after an error is not listed among the replies",
    server: closing,
    body: two("[250, 554]"),
    verdict: "inconclusive",
    reason: /^received 250 nothing done, then 554 no, then the server closed: a server may close after an error$/,
  },
  {
    says: "stops, warns and fails by the outcomes of all replies",
    server: oops,
    body: two("{pass: [250, 252], stop: [[4xx], [5xx]], fail: {count: 3.., because: it said too much}}"),
    verdict: "fail",
    reason: /: it said too much$/,
  },
  {
    says: "passes all replies that are listed under stop",
    server: closing,
    body: two("{pass: [250, 252], stop: [250, 554, close]}"),
    verdict: "pass",
  },
  {
    says: "warns of all replies that are listed under warn",
    body: two("{pass: [250, 250], warn: [250, 252]}"),
    verdict: "warn",
    reason: /252/,
  },
  {
    says: "tries again, and fails, when nothing ends the replies",
    server: { answers: { QUIT: ({ connection }) => connection < 3 ? nothing : ["221 bye", close("fin")] } },
    body: `${two("[250, 252]")}\nwithin: 600ms`,
    verdict: "fail",
    reason: /^received 250 nothing done, then 252 who knows, then nothing more, and no 221 to QUIT$/,
    key: "250, 252, silence",
    look: ({ outcome }) => assertEquals(outcome.attempts, 2),
  },
  {
    says: "reads replies after content that is not ended without a QUIT",
    body: "start: data\nuntil_quit: []\nwithin: 150ms",
    verdict: "fail",
    reason: /^received nothing more, and no 221 to QUIT$/,
    key: "replies 0, silence",
  },

  { says: "passes a server that closes", server: ending("fin"), body: `${rset}  - closes: yes`, verdict: "pass" },
  {
    says: "fails a server that sends more where it is to close, and shows that",
    server: { answers: { RSET: ["250 ok", "250 more", close("fin")] } },
    body: `${rset}  - closes: yes`,
    verdict: "fail",
    reason: /^received 250 more$/,
    key: "250",
  },
  {
    says: "fails a server that does not close",
    body: `${rset}  - closes: yes\n    within: 150ms`,
    verdict: "fail",
    reason: /^the connection stayed open$/,
    key: "open",
  },
  {
    says: "passes a server that closes by FIN",
    server: ending("fin"),
    body: `${rset}  - closes: fin`,
    verdict: "pass",
  },
  {
    says: "fails a server that closes by FIN where a reset is demanded",
    server: ending("fin"),
    body: `${rset}  - closes: reset`,
    verdict: "fail",
    reason: /^the server closed \(FIN\)$/,
    key: "close",
  },
  {
    says: "passes a server that resets",
    server: { answers: { NOOP: close("reset") } },
    body: "send: NOOP\ncloses: reset",
    verdict: "pass",
  },
  {
    says: "fails a server that resets where a FIN is demanded",
    server: { answers: { NOOP: close("reset") } },
    body: "send: NOOP\ncloses: fin",
    verdict: "fail",
    reason: /^the server closed \(reset\)$/,
    key: "reset",
  },
  { says: "passes a close_notify inside TLS", server: endingTls("fin"), body: `${inTls}notify`, verdict: "pass" },
  {
    says: "fails a bare FIN inside TLS where a close_notify is demanded",
    server: endingTls("bare-fin"),
    body: `${inTls}notify`,
    verdict: "fail",
    reason: /^the server closed \(FIN\)$/,
  },
  {
    says: "warns by the outcomes of a close",
    server: endingTls("bare-fin"),
    body: `${inTls}{pass: notify, warn: yes}`,
    verdict: "warn",
    reason: /FIN/,
  },
  {
    says: "ends with a pass when the server closes where it may",
    server: ending("fin"),
    body: `${rset}  - wait: 600ms\n  - closes: allowed\n  - {send: NOOP, reply: 250}`,
    verdict: "pass",
  },
  {
    says: "goes on when the server does not close where it may",
    body: `${rset}  - closes: allowed\n  - {send: NOOP, reply: 500}`,
    verdict: "fail",
    reason: /^received 250 nothing done$/,
  },

  {
    says: "passes a silence",
    server: { answers: { NOOP: nothing } },
    body: "send: NOOP\nsilence: 150ms",
    verdict: "pass",
  },
  {
    says: "fails a reply within a silence",
    body: "send: NOOP\nsilence: 5s",
    verdict: "fail",
    reason: /^received 250 nothing done$/,
  },
  {
    says: "fails a late reply within a silence",
    server: { answers: { NOOP: [pause(50), "250 late"] } },
    body: "send: NOOP\nsilence: 5s",
    verdict: "fail",
    reason: /^received 250 late$/,
    key: "250",
  },
  {
    says: "fails a close within a silence",
    server: { answers: { NOOP: close("fin") } },
    body: "send: NOOP\nsilence: 5s",
    verdict: "fail",
    reason: /^the server closed \((FIN|reset|close_notify, FIN)\): no 421 was sent before \(RFC 5321 §3\.8\)$/,
    key: "close",
  },
]);
