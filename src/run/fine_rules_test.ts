import { assertEquals, assertMatch } from "@std/assert";
import { close, firstOnly, nothing, octets, pause, turns } from "../peer/script.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { playCase, readOne, type Row, testRows } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import { playOn } from "../testing/runs.ts";

const noop = "send: NOOP\nreply: 250";
const busy = ["421 busy", close("fin")] as const;
const codes = ["ENHANCEDSTATUSCODES"];
const refusing = (answer: string) => ({ offers: codes, answers: { RCPT: answer } });
const rcpt = (reply: string) => `start: mail\nsend: RCPT TO:<$rcpt>\nreply: ${reply}`;

const retries: readonly Row[] = [
  {
    says: "tries once more after a 421, and shows it",
    server: { answers: { NOOP: firstOnly(busy, "250 ok") } },
    body: noop,
    verdict: "pass",
    look: ({ outcome, env }) => {
      assertEquals(outcome.attempts, 2);
      assertEquals(outcome.notes, ["tried again after a 421: received 421 busy"]);
      assertEquals(env.pool.backOffs, 1);
    },
  },
  {
    says: "is inconclusive after two 421",
    server: { answers: { NOOP: busy } },
    body: noop,
    verdict: "inconclusive",
    reason: /^received 421 busy, twice: see replies\/lint\/repeated-421$/,
    look: ({ outcome }) => assertEquals(outcome.attempts, 2),
  },
  {
    says: "never takes a 421 for any",
    server: { answers: { NOOP: busy } },
    body: "send: NOOP\nreply: any",
    verdict: "inconclusive",
    reason: /421/,
  },
  {
    says: "never takes a 421 for a 4xx",
    server: { answers: { NOOP: busy } },
    body: "send: NOOP\nreply: 4xx",
    verdict: "inconclusive",
    reason: /421/,
  },
  {
    says: "takes a 421 that is listed",
    server: { answers: { NOOP: busy } },
    body: "send: NOOP\nreply: {fail: 421, pass: 250}",
    verdict: "fail",
    reason: /^received 421 busy$/,
    look: ({ outcome }) => assertEquals(outcome.attempts, 1),
  },
  {
    says: "tries a reset again, and fails when it comes again",
    server: { answers: { NOOP: close("reset") } },
    body: noop,
    verdict: "fail",
    reason: /^the server closed \((FIN|reset|close_notify, FIN)\): no 421 was sent before \(RFC 5321 §3\.8\)$/,
    look: ({ outcome }) => assertEquals(outcome.notes[0], "tried again after a reset: the server closed (reset)"),
  },
  {
    says: "is inconclusive about a reset that does not come again",
    server: { answers: { NOOP: firstOnly(close("reset"), "250 ok") } },
    body: noop,
    verdict: "inconclusive",
    reason: /^unstable: the first try ended in a reset, the second did not$/,
  },
  {
    says: "fails a silence that comes again, beside a quick sanity check",
    server: { answers: { NOOP: nothing } },
    body: `${noop}\nwithin: 150ms`,
    verdict: "fail",
    reason: /^no reply within 150 ms$/,
    look: ({ outcome, server }) => {
      assertEquals(outcome.attempts, 2);
      assertEquals(outcome.notes[0], "tried again after a time-out: no reply within 150 ms");
      assertMatch(outcome.notes[1] ?? "", /^the sanity check took [0-9.]+ m?s at the same time$/);
      assertEquals(server.lines.slice(-4).map((line) => line.split(" ")[0]), ["EHLO", "MAIL", "RCPT", "QUIT"]);
    },
  },
  {
    says: "is inconclusive about a silence that does not come again",
    server: { answers: { NOOP: turns(nothing, "250 ok") } },
    body: `${noop}\nwithin: 4s`,
    verdict: "inconclusive",
    reason: /^unstable: the first try ended in a time-out, the second did not$/,
  },
  {
    says: "is inconclusive about a silence beside a sanity check that fails",
    server: { answers: { NOOP: nothing, MAIL: "451 later" } },
    body: `${noop}\nwithin: 150ms`,
    verdict: "inconclusive",
    reason: /^the sanity check failed at the same time: .*451 later: the start was not reached$/,
  },
  {
    says: "warns of a silence under a should",
    server: { answers: { NOOP: nothing } },
    body: `should: do it\n${noop}\nwithin: 150ms`,
    verdict: "warn",
    reason: /^no reply within 150 ms$/,
  },
];

const refusals: readonly Row[] = [
  {
    says: "fails a 4yz where a 2yz was expected",
    server: refusing("450 4.1.1 later"),
    body: rcpt("250"),
    verdict: "fail",
    reason: /450/,
  },
  {
    says: "is inconclusive about a 4yz with 4.7.x where a 2yz was expected",
    server: refusing("450 4.7.1 greylisted"),
    body: rcpt("250"),
    verdict: "inconclusive",
    reason: /^received 450 4\.7\.1 greylisted: a refusal for the moment says nothing about the rule$/,
  },
  {
    says: "is inconclusive about a full mailbox",
    server: refusing("452 4.2.2 full"),
    body: rcpt("250"),
    verdict: "inconclusive",
    reason: /4\.2\.2/,
  },
  {
    says: "is inconclusive about a 4yz that the sanity check met too",
    server: refusing("450 4.1.1 later"),
    env: { temporary: new Set(["mx"]) },
    body: rcpt("250"),
    verdict: "inconclusive",
    reason: /: a refusal for the moment says nothing about the rule$/,
  },
  {
    says: "fails a 4yz where a 5yz was expected",
    server: refusing("450 4.1.1 later"),
    body: rcpt("5xx"),
    verdict: "fail",
    reason: /450/,
  },
  {
    says: "is inconclusive about policy where a 5yz was expected",
    server: refusing("554 5.7.1 not you"),
    body: rcpt("550"),
    verdict: "inconclusive",
    reason: /^received 554 5\.7\.1 not you: a refusal by policy \(x\.7\.x\) says nothing about the rule$/,
  },
  {
    says: "fails policy where a 2yz was expected",
    server: refusing("554 5.7.1 not you"),
    body: rcpt("250"),
    verdict: "fail",
    reason: /5\.7\.1/,
  },
  {
    says: "judges policy that is listed",
    server: refusing("554 5.7.1 not you"),
    body: rcpt("{pass: 550, fail: 554}"),
    verdict: "fail",
    reason: /5\.7\.1/,
  },
  {
    says: "is inconclusive about a close after a 5yz of the same case",
    server: { answers: { FOO: ["500 no", close("fin")] } },
    body: "steps:\n  - {send: FOO, reply: 5xx}\n  - {send: NOOP, reply: 250}",
    verdict: "inconclusive",
    reason: /^the server closed \(FIN\): a server may close after an error$/,
  },
];

const forms: readonly Row[] = [
  {
    says: "fails a reply too many before the 221",
    server: { answers: { NOOP: ["250 ok", "250 and more"] } },
    body: noop,
    verdict: "fail",
    reason: /: one reply more than there were commands$/,
    look: ({ outcome }) => assertEquals(outcome.deviation?.expected, ["one reply to each command"]),
  },
  {
    says: "warns of a reply too many under a should",
    server: { answers: { NOOP: ["250 ok", "250 a", "250 b"] } },
    body: `should: do it\n${noop}`,
    verdict: "warn",
    reason: /: 2 replies more than/,
  },
  {
    says: "ignores a 421 to the closing QUIT",
    server: { answers: { QUIT: busy } },
    body: noop,
    verdict: "pass",
  },
  {
    says: "ignores that a server closes without a 221",
    server: { answers: { QUIT: close("fin") } },
    body: noop,
    verdict: "pass",
  },
  {
    says: "ignores that a server resets at the QUIT",
    server: { answers: { QUIT: close("reset") } },
    body: noop,
    verdict: "pass",
  },
  {
    says: "judges a malformed reply in which a code can be read by its code",
    server: { answers: { NOOP: octets("250 ok\n") } },
    body: noop,
    verdict: "pass",
  },
  {
    says: "judges lines whose codes differ by the last one",
    server: { answers: { NOOP: ["250-a", "550 b"] } },
    body: noop,
    verdict: "fail",
    reason: /550 b/,
  },
  {
    says: "fails octets that are no reply",
    server: { answers: { NOOP: "hello there" } },
    body: noop,
    verdict: "fail",
    reason: /: this is no reply: a line does not begin with three digits$/,
  },
  {
    says: "reads a line that ends in a bare CR once no more octets come",
    server: { answers: { NOOP: octets("250 ok\r") } },
    body: `${noop}\nwithin: 1200ms`,
    verdict: "pass",
  },
];

testRows([...retries, ...refusals, ...forms]);

Deno.test("playRun() is inconclusive about a silence beside a slow sanity check", async () => {
  const slow = { answers: { NOOP: nothing, RCPT: [pause(6_000), "250 ok"] } };
  const deadlines = { connect: 500_000, greeting: 500_000, reply: 500_000, endOfData: 500_000, delivery: 500_000 };
  const { outcome } = await inFastTime(
    20,
    (clock) => playCase(`${noop}\nwithin: 4s`, slow, { target: { deadlines }, env: { clock } }),
  );
  assertEquals(outcome.verdict, "inconclusive");
  assertMatch(outcome.reason ?? "", /^the server is slow: the sanity check took [0-9.]+ s$/);
});

Deno.test("playRun() is inconclusive about a refused connection that is refused again", async () => {
  const { outcome, env } = await withServer(
    { answers: { connect: [{ kind: "stop-listening" }, "220 hi"] } },
    async (server) => {
      await playOn(server, readOne(noop));
      return await playOn(server, readOne(noop));
    },
  );
  assertEquals(outcome.verdict, "inconclusive");
  assertEquals(outcome.reason, "the connection was refused, twice");
  assertEquals(outcome.attempts, 2);
  assertEquals(env.pool.backOffs, 2);
});
