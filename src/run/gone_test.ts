/** Servers that stop answering in the middle of a run: by 421, by refusing, by silence. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Report } from "../report/report.ts";
import { type Answer, close, nothing, type Script } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import { exitCodeOf } from "../judge/exit_code.ts";

const busy = ["421 too many", close("fin")] as const;
const late = 40; // connections: the sanity check, the probe, and some of the cases
const all = 200;

/** As many cases as there are, each of which takes one connection. */
const manyCases = (count = all) =>
  readCases(`title: Many
cases:
${
    Array.from(
      { length: count },
      (_, index) => `  - {id: n${index}, must: answer, start: mail, send: NOOP, reply: 250}\n`,
    )
      .join("")
  }`);

/** Runs cases against a server, with time a hundred times as fast: a minute takes 600 ms. */
function run(script: Script, watch: (server: ScriptedServer) => void = () => {}): Promise<Report> {
  const deadlines = { connect: 90_000, greeting: 90_000, reply: 90_000, endOfData: 90_000, delivery: 90_000 };
  return inFastTime(100, (clock) =>
    withServer(script, async (server) => {
      const report = await runCases(manyCases(), targetAt(server, { deadlines }), { clock, jobs: 16 });
      watch(server);
      return report;
    }));
}

const after = (good: Answer, bad: Answer): Answer => (moment) => {
  const answer = moment.connection <= late ? good : bad;
  return typeof answer === "function" ? answer(moment) : answer;
};

const gone: readonly (readonly [how: string, script: Script, reason: RegExp])[] = [
  [
    "greets by 421",
    { answers: { connect: after("220 mx.test", busy) } },
    /^the server no longer answers since test\/case\/n[0-9]+: [0-9]+ connections in a row were answered by 421 \(the last one: the greeting was 421 too many\), and the sanity check failed: the greeting was 421 too many/,
  ],
  [
    "answers each command by 421",
    { answers: { EHLO: after("250 mx.test", "421 4.3.2 later"), QUIT: after(["221 bye", close("fin")], "421 later") } },
    /^the server no longer answers since test\/case\/n[0-9]+: [0-9]+ connections in a row were answered by 421 \(the last one: EHLO client\.test was answered by 421 4\.3\.2 later\), and the sanity check failed: EHLO/,
  ],
  [
    "closes each connection",
    { answers: { connect: after("220 mx.test", close("fin")) } },
    /^the server no longer answers since test\/case\/n[0-9]+: [0-9]+ connections in a row failed \(the last one: the server closed \(FIN\) in place of the greeting\), and/,
  ],
  [
    "takes no connection",
    { answers: { connect: after("220 mx.test", { kind: "stop-listening" }) } },
    /^the server no longer answers since test\/case\/n[0-9]+: [0-9]+ connections in a row failed \(the last one: the connection was refused\), and the sanity check failed: the connection was refused$/,
  ],
  [
    "is silent",
    { answers: { connect: after("220 mx.test", nothing) } },
    /^the server no longer answers since test\/case\/n[0-9]+: [0-9]+ connections in a row failed \(the last one: no reply within 90\.0 s in place of the greeting\), and/,
  ],
  [
    "answers each MAIL by 421",
    { answers: { MAIL: after("250 ok", busy) } },
    /^the server no longer answers: its sanity check failed [0-9]+ times in a row within [0-9.]+ s, the last time because MAIL/,
  ],
];

for (const [how, script, wanted] of gone) {
  Deno.test(`runSuite() gives up a server that ${how} from some connection on, with the reason`, async () => {
    const report = await run(script, ({ sessions }) => assert(sessions.length < late + 90, `${sessions.length}`));
    const { pass, fail, inconclusive } = report.summary;
    assertEquals([pass + inconclusive, fail, report.complete], [all, 0, true]);
    assert(pass > 5, `${pass} passed`);
    const reasons = report.results.map(({ reason }) => reason ?? "").filter((reason) => wanted.test(reason));
    assert(reasons.length > 50, `${reasons.length} with the reason; another is ${report.results.at(-1)?.reason}`);
    assertEquals(report.sanityChecks.map(({ when, passed }) => [when, passed]), [["first", true], ["last", false]]);
    assert((report.sanityChecks.at(-1)?.transcript.length ?? 0) > 0 || /refused/.test(wanted.source), "what it met");
    const facts = { isInterrupted: false, areSanityChecksPassed: false, isStrict: false, staleEntries: 0 };
    assertEquals(exitCodeOf({ summary: report.summary, ...facts }), 4);
  });
}

Deno.test("runSuite() waits for a server that says 421 for the better part of a minute, and judges the rest", async () => {
  let first: number | undefined;
  const report = await inFastTime(100, (clock) => {
    const isBusy = () => clock() - (first ??= clock()) < 45_000;
    const connect = after("220 mx.test", () => isBusy() ? busy : "220 mx.test");
    return withServer(
      { answers: { connect } },
      (server) => runCases(manyCases(), targetAt(server), { clock, jobs: 16 }),
    );
  });
  assertEquals([report.summary.fail, report.sanityChecks.every(({ passed }) => passed)], [0, true]);
  assert(report.summary.inconclusive < 30, `${report.summary.inconclusive} are inconclusive`);
});

Deno.test("runSuite() blames no hostile case for a server that was silent before", async () => {
  const hostile = ["connected", "greeted", "ehlo"].flatMap((start) =>
    [1, 2, 3].map((index) =>
      `  - {id: ${start}${index}, must not: die, start: ${start}, risks: [hostile], send: BOOM, reply: 5xx}\n`
    )
  );
  const cases = readCases(`title: Hostile cases\ncases:\n${hostile.join("")}`);
  const deadlines = { connect: 9_000, greeting: 9_000, reply: 9_000, endOfData: 9_000, delivery: 9_000 };
  const report = await inFastTime(25, (clock) =>
    withServer(
      { answers: { connect: ({ connection }) => connection <= 2 ? "220 mx.test" : { kind: "deaf" } } },
      (server) => runCases(cases, targetAt(server, { deadlines }), { clock, jobs: 3 }),
    ));
  assertEquals(report.results.map(({ verdict }) => verdict), hostile.map(() => "inconclusive"));
  for (const { reason } of report.results) assertMatch(reason ?? "", /no longer answers|no reply within|sanity check/);
});
