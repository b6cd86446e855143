/** Time-outs that are too long to wait for another: a sanity check takes the place of the second try. */
import { assertEquals, assertMatch } from "@std/assert";
import { nothing, pause, type Script } from "../peer/script.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { playCase, type Played, readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";

/** Half a minute goes by in one second and a half. */
const pace = 20;
const deadlines = { connect: 500_000, greeting: 500_000, reply: 500_000, endOfData: 500_000, delivery: 500_000 };

function play(body: string, script: Script): Promise<Played> {
  return inFastTime(pace, (clock) => playCase(body, script, { target: { deadlines }, env: { clock } }));
}

/** On a busy machine the sanity check beside a time-out is slow, and then nothing can be held against the server. */
const orSlow = (judged: string) => new RegExp(`^(${judged}|inconclusive: the server is slow: .*)$`);
const told = ({ outcome }: Played) => `${outcome.verdict}: ${outcome.reason}`;

const verbsOf = ({ server }: Played) => server.lines.map((line) => line.split(" ")[0]);
const sanityCheck = ["EHLO", "MAIL", "RCPT", "QUIT"];

const long: readonly (readonly [what: string, body: string, script: Script, judged: string])[] = [
  ["a reply", "send: NOOP\nreply: 250\nwithin: 30s", { answers: { NOOP: nothing } }, "fail: no reply within 30\\.0 s"],
  [
    "a reply under a should",
    "should: do it\nsend: NOOP\nreply: 250\nwithin: 30s",
    { answers: { NOOP: nothing } },
    "warn: no reply within 30\\.0 s",
  ],
  [
    "the replies up to the 221",
    "send: NOOP\nuntil_quit: [250]\nwithin: 30s",
    { answers: { NOOP: nothing, QUIT: nothing } },
    "fail: received nothing more, and no 221 to QUIT",
  ],
  [
    "a handshake",
    "must: use TLS\nsteps:\n  - {send: STARTTLS, reply: 220}\n  - {tls: handshake, within: 30s}",
    { offers: ["STARTTLS"], answers: { STARTTLS: ["220 go on", { kind: "swallow" }, { kind: "deaf" }] } },
    "fail: the TLS handshake took longer than 30000 ms",
  ],
];

for (const [what, body, script, judged] of long) {
  Deno.test(`playRun() judges half a minute without ${what} beside a sanity check, and does not wait for another`, async () => {
    const played = await play(body, script);
    assertMatch(told(played), orSlow(judged));
    assertEquals([played.outcome.attempts, played.server.sessions.length], [1, 2]);
    assertEquals(verbsOf(played).slice(-sanityCheck.length), sanityCheck);
  });
}

Deno.test("playRun() is inconclusive about a long time-out beside a sanity check that fails", async () => {
  const played = await play("send: NOOP\nreply: 250\nwithin: 30s", { answers: { NOOP: nothing, MAIL: "550 no" } });
  assertMatch(told(played), /^inconclusive: the sanity check failed at the same time: .*550 no/);
  assertEquals(played.server.sessions.length, 2);
});

Deno.test("playRun() plays no sanity check for a long time-out in set-up, about which nothing can be concluded", async () => {
  const played = await play(
    "steps:\n  - given: [{send: VRFY x, reply: 252, within: 30s}]\n  - {send: NOOP, reply: 250}",
    { answers: { VRFY: nothing } },
  );
  assertMatch(told(played), /^inconclusive: no reply within 30\.0 s after VRFY: the situation was not reached$/);
  assertEquals(played.server.sessions.length, 1);
});

Deno.test("runSuite() plays one sanity check for all long time-outs that it is under way for", async () => {
  const ids = ["a", "b", "c", "d", "e", "f"];
  const silent = ids.map((id) => `  - {id: ${id}, must: answer, tests: NOOP, send: NOOP, reply: 250, within: 30s}\n`);
  const cases = readCases(`title: Silence\ncases:\n${silent.join("")}`);
  const connects = await inFastTime(pace, (clock) => {
    // The time-outs come while the sanity check beside the first of them still goes on.
    const slow: Script = { answers: { NOOP: nothing, RCPT: [pause(4_000), "250 ok"] } };
    return withServer(slow, async (server) => {
      const report = await runCases(cases, targetAt(server, { deadlines }), { clock, jobs: ids.length });
      assertEquals(report.results.map(({ attempts }) => attempts), ids.map(() => 1));
      return server.sessions.length;
    });
  });
  // The first sanity check, two at a time, the probe, the cases, the sanity check that they share, the last one.
  assertEquals(connects, 1 + 2 + 1 + ids.length + 1 + 1);
});
