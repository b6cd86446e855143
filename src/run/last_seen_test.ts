/** Servers that no longer answer after a hostile case: what is said of the case, and of the server. */
import { assertEquals, assertMatch } from "@std/assert";
import type { Exchange } from "../wire/transcript.ts";
import { type Answers, close, nothing } from "../peer/script.ts";
import type { Report } from "../report/report.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { endpointsAt, readCases, readOne, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import type { Run } from "../plan/plan.ts";
import { LastSeen } from "./last_seen.ts";

const rule = "sanity/still-answers";
const nameOf = (id: string) => id.replace("test/case/", "");
const verdictsOf = ({ results }: Report) => Object.fromEntries(results.map(({ id, verdict }) => [nameOf(id), verdict]));
const reasonOf = ({ results }: Report, name: string) => results.find(({ id }) => nameOf(id) === name)?.reason ?? "";

const noop = (id: string) => `  - {id: ${id}, must: answer NOOP, send: NOOP, reply: 250}\n`;
const boom = "  - {id: boom, must not: die, risks: [hostile], send: BOOM, reply: 500}\n";
const kills = "  - {id: kills, must: answer, send: KILL, reply: 500}\n";

/** Runs cases one after the other; slow things of the runner go ten times as fast. */
function run(
  texts: readonly string[],
  answers: Answers,
  jobs = 1,
  wanted: Pick<SuiteChanges, "lintIds" | "lintIdsIfBroken"> = { lintIds: [rule] },
): Promise<Report> {
  const cases = readCases(`title: A test\ncases:\n${texts.join("")}`);
  const deadlines = { connect: 100_000, greeting: 100_000, reply: 100_000, endOfData: 100_000, delivery: 100_000 };
  return inFastTime(
    10,
    (clock) =>
      withServer(
        { answers },
        (server) => runCases(cases, targetAt(server, { deadlines }), { clock, jobs, ...wanted }),
      ),
  );
}

Deno.test("runSuite() reports a server that is gone after a hostile case by itself, and judges the case as it went", async () => {
  const report = await run([noop("before"), boom, noop("after"), noop("last")], {
    BOOM: ["500 argh", { kind: "stop-listening" }],
  });
  assertEquals(verdictsOf(report), {
    before: "pass",
    boom: "pass",
    after: "inconclusive",
    last: "inconclusive",
    [rule]: "warn",
  });
  const sentence = "the server no longer answers after test/case/boom";
  assertEquals(reasonOf(report, "after"), sentence);
  assertEquals(reasonOf(report, rule), `no greeting on a new connection: ${sentence}, in test/case/boom`);
  assertEquals(report.results.at(-1)?.again, "test/case/boom");
  assertEquals(report.sanityChecks.at(-1)?.passed, false);
});

Deno.test("runSuite() reports a server that is gone though that was not selected, and nothing where it is there", async () => {
  const wanted = { lintIdsIfBroken: [rule] };
  const gone = await run([boom], { BOOM: ["500 argh", { kind: "stop-listening" }] }, 1, wanted);
  assertEquals(verdictsOf(gone), { boom: "pass", [rule]: "warn" });
  const well = await run([boom], { BOOM: "500 argh" }, 1, wanted);
  assertEquals(verdictsOf(well), { boom: "pass" });
});

Deno.test("runSuite() keeps the failure of a hostile case after which the server is gone", async () => {
  const answers: readonly (readonly [answers: Answers, reason: RegExp])[] = [
    [{ BOOM: ["250 argh", { kind: "stop-listening" }] }, /^received 250 argh$/],
    [{ BOOM: [{ kind: "stop-listening" }, close("fin")] }, /^the server closed \(FIN\): no 421 was sent before/],
  ];
  for (const [each, reason] of answers) {
    const report = await run([boom], each);
    assertEquals(verdictsOf(report), { boom: "fail", [rule]: "warn" });
    assertMatch(reasonOf(report, "boom"), reason);
  }
});

Deno.test("runSuite() takes a server that greets after a hostile case for alive", async () => {
  const report = await run([boom], { BOOM: ["500 argh", close("reset")] });
  assertEquals(verdictsOf(report), { boom: "pass", [rule]: "pass" });
});

Deno.test("runSuite() takes a server that is started again soon for alive", async () => {
  let downUntil = 0;
  const answers: Answers = {
    connect: () => performance.now() < downUntil ? close("reset") : "220 mx.test",
    BOOM: () => {
      downUntil = performance.now() + 150; // a tenth of what a supervisor may take
      return ["500 argh", close("fin")];
    },
  };
  const report = await run([boom, noop("after")], answers);
  assertEquals(verdictsOf(report), { boom: "pass", after: "pass", [rule]: "pass" });
});

Deno.test("runSuite() blames no hostile case for a server that was gone before", async () => {
  const report = await run([kills, boom, noop("last")], { KILL: ["500 argh", { kind: "stop-listening" }] });
  assertEquals(verdictsOf(report), { kills: "pass", boom: "inconclusive", last: "inconclusive", [rule]: "skip" });
  assertMatch(reasonOf(report, "boom"), /^the connection was refused, twice$/);
});

Deno.test("runSuite() says between which cases a server died that others were played with at the time", async () => {
  let isDead = false;
  const answers: Answers = {
    connect: () => isDead ? close("reset") : "220 mx.test",
    VRFY: () => isDead ? close("reset") : nothing,
    BOOM: () => {
      isDead = true;
      return close("reset");
    },
  };
  const slow = "  - {id: slow, must: answer, send: VRFY x, reply: 252}\n";
  const report = await run([slow, boom, noop("after")], answers, 2);
  assertEquals(verdictsOf(report)["boom"], "inconclusive");
  assertEquals(verdictsOf(report)[rule], "warn");
  assertMatch(
    reasonOf(report, rule),
    /^no greeting on a new connection: the server died between test\/case\/slow and test\/case\/boom/,
  );
});

/** Times and runs as LastSeen knows them; what was received of the server is given by its times. */
function makeLog() {
  let now = 0;
  const seen = new LastSeen(() => now);
  const [endpoint, other] = endpointsAt({ host: "127.0.0.1", port: 25 }, ["mx", "lmtp"]);
  if (endpoint === undefined || other === undefined) throw new Error("Cannot do without two endpoints");
  /** A run whose id ends in @lmtp is played at the other endpoint. */
  const runOf = (id: string): Run => ({
    id,
    case: readOne("send: NOOP\nreply: 250"),
    endpoint: id.endsWith("@lmtp") ? other : endpoint,
  });
  const received = (at: number): Exchange => ({
    kind: "received",
    at,
    on: "main",
    text: "",
    octets: 0,
    omitted: 0,
    isInTls: false,
  });
  return {
    seen,
    runOf,
    at: (time: number) => (now = time),
    play(id: string, began: number, ended: number, ...heard: readonly number[]) {
      now = began;
      const going = seen.begin(runOf(id));
      now = ended;
      seen.end(going, { transcript: heard.map((time) => received(time - began)), took: ended - began });
    },
  };
}

Deno.test("LastSeen.describeDeath() names a case that was alone since the server was last seen", () => {
  const { seen, play, runOf } = makeLog();
  play("a", 0, 10, 1, 9);
  play("b", 20, 30, 21);
  assertEquals(seen.describeDeath(runOf("b")), { isAlone: true, sentence: "the server no longer answers after b" });
});

Deno.test("LastSeen.describeDeath() names no case alone that heard nothing of the server", () => {
  const { seen, play, runOf } = makeLog();
  play("a", 0, 10, 1, 9);
  play("b", 20, 30);
  assertEquals(seen.describeDeath(runOf("b")), { isAlone: false, sentence: "the server died between a and b" });
});

Deno.test("LastSeen.describeDeath() leaves out what was over before the server was seen again", () => {
  const { seen, play, runOf, at } = makeLog();
  play("a", 0, 10, 9);
  at(12);
  seen.see(runOf("a"));
  play("b", 20, 30, 21, 25);
  assertEquals(seen.describeDeath(runOf("b")).isAlone, true);
});

Deno.test("LastSeen.describeDeath() names no case alone while another endpoint of the host was at work", () => {
  const { seen, play, runOf } = makeLog();
  play("a", 0, 10, 9);
  play("c@lmtp", 5, 25, 6, 24);
  play("b", 20, 30, 21, 22);
  const sentence = "the server died between c@lmtp and b";
  assertEquals(seen.describeDeath(runOf("b")), { isAlone: false, sentence });
});

Deno.test("LastSeen.describeDeath() tells what else went on", () => {
  const { seen, play, runOf, at } = makeLog();
  at(0);
  for (const id of ["x", "y", "z", "u", "v"]) seen.begin(runOf(id));
  play("a", 0, 10, 9);
  play("b", 2, 12, 8);
  assertEquals(seen.describeDeath(runOf("b")), {
    isAlone: false,
    sentence: "the server died between a and b, while these were played too: x, y, z, 2 more",
  });
});

Deno.test("LastSeen.describeDeath() knows of a server that was seen by the sanity check alone", () => {
  const { seen, play, runOf } = makeLog();
  play("a", 0, 10);
  assertEquals(seen.describeDeath(runOf("a")).sentence, "the server died between the sanity check and a");
});
