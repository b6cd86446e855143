/** A budget for the time of the whole run: what is left when it is used up has a result, and nothing begins any more. */
import { assert, assertEquals } from "@std/assert";
import type { ReportEvent } from "../report/events.ts";
import type { Report } from "../report/report.ts";
import { type Act, type Answer, close, nothing, type Script } from "../peer/script.ts";
import { inFastTime } from "../testing/fast_time.ts";
import { exitOf, readCases, runCases, type SuiteChanges, targetAt } from "../testing/runs.ts";
import { defaultDeadlines } from "../targets/target.ts";
import { withServer } from "../testing/scripted_server.ts";
import { budgetByEstimate, type RunBudget } from "./run_budget.ts";

const noop = (id: string) => `  - {id: ${id}, must: answer, send: NOOP, reply: 250}\n`;
const silent = (id: string) => `  - {id: ${id}, must: answer, send: VRFY x, reply: 252, within: 500s}\n`;
const waiting = (id: string) =>
  `  - {id: ${id}, must: answer, risks: [slow], steps: [{send: NOOP waits, reply: 250}, {wait: 100s}, {send: NOOP, reply: 250}]}\n`;
const needing = (id: string) => `  - {id: ${id}, must: answer, requires: [CHUNKING], send: NOOP, reply: 250}\n`;

const reason = "the budget of 20 s (--budget) was used up";

/** A server that says when the budget is used up; so much time does not pass by itself. */
type Course = (useUp: () => void) => Script;

/** Runs cases with a budget of 20 s. */
function run(cases: readonly string[], course: Course, changes: SuiteChanges = {}): Promise<Report> {
  const deadlines = { connect: 9e6, greeting: 9e6, reply: 9e6, endOfData: 9e6, delivery: 9e6 };
  const read = readCases(`title: A test\ncases:\n${cases.join("")}`);
  return inFastTime(
    1,
    (clock, pass) =>
      withServer(
        course(() => pass(20_000)),
        (server) => runCases(read, targetAt(server, { deadlines }), { clock, budget: 20_000, jobs: 4, ...changes }),
      ),
  );
}

/** Does something when it has been called so many times. */
function afterCalls(count: number, act: () => void): () => void {
  let left = count;
  return () => {
    if (--left === 0) act();
  };
}

/** Gives an answer, and tells that it was given. */
const telling = (tell: () => void, answer: Act | readonly Act[]): Answer => () => {
  tell();
  return answer;
};

/** Gives an answer the first time, and then none. */
const later = (tell: () => void, first: Act): Answer => ({ turn }) => {
  if (turn === 0) return first;
  tell();
  return nothing;
};

const told = ({ results }: Report) => results.map(({ id, verdict, reason }) => [id.slice(10), verdict, reason]);

Deno.test("runSuite() ends what is under way when the budget is used up, and begins nothing more", async () => {
  const events: ReportEvent[] = [];
  const stuck = ["a", "b", "c"].map(silent);
  const more = Array.from({ length: 30 }, (_, at) => silent(`n${at}`));
  let arrive = () => {}; // the case that is done, and the four that are under way
  const report = await run([noop("done"), needing("skipped"), ...stuck, waiting("waits"), ...more], (useUp) => {
    arrive = afterCalls(5, useUp);
    return { answers: { VRFY: telling(() => arrive(), nothing), "NOOP waits": telling(() => arrive(), "250 ok") } };
  }, {
    onEvent: (event) => {
      events.push(event);
      if (event.event === "result" && event.result.verdict === "pass") arrive();
    },
  });
  const [done, skipped, ...others] = told(report);
  assertEquals([done, skipped], [["done", "pass", null], ["skipped", "skip", "the server does not offer CHUNKING"]]);
  assertEquals(others.length, 34);
  assertEquals(others.filter(([, verdict, why]) => verdict !== "inconclusive" || why !== reason), []);
  assertEquals([report.complete, report.summary.inconclusive], [true, 34]);
  assertEquals(events.filter(({ event }) => event === "result").length, report.results.length);
  // Nothing new began: no last sanity check.
  assertEquals(report.sanityChecks.map(({ when, passed }) => [when, passed]), [["first", true]]);
  assertEquals(exitOf(report), 4);
  assert(report.durationMs >= 20_000 && report.durationMs < 200_000, `${report.durationMs} ms`);
});

/** Runs cases until so many are done and the one that waits is under way; then the budget is used up. */
function runToOneUnderWay(cases: readonly string[], done: number, changes: SuiteChanges = {}): Promise<Report> {
  let arrive = () => {};
  return run(cases, (useUp) => {
    arrive = afterCalls(done + 1, useUp);
    return { answers: { "NOOP waits": telling(() => arrive(), "250 ok") } };
  }, {
    ...changes,
    onEvent: ({ event }) => {
      if (event === "result") arrive();
    },
  });
}

Deno.test("runSuite() has the exit code of what was judged when the budget leaves little", async () => {
  const report = await runToOneUnderWay([...Array.from({ length: 9 }, (_, at) => noop(`n${at}`)), waiting("waits")], 9);
  assertEquals([report.summary.pass, report.summary.inconclusive, exitOf(report)], [9, 1, 0]);
});

Deno.test("runSuite() is not changed by a budget that is not used up", async () => {
  const report = await run([noop("one")], () => ({}), { budget: 3_600_000 });
  assertEquals([told(report), report.sanityChecks.length], [[["one", "pass", null]], 2]);
});

Deno.test("runSuite() has a budget that is made of what the run is expected to take", async () => {
  const asked: number[] = [];
  const told: string[] = [];
  const budget = (estimated: number) => {
    asked.push(estimated);
    return 20_000;
  };
  const changes = { budget, onBudgetUsedUp: (why: string) => told.push(why) };
  const cut = await runToOneUnderWay([noop("one"), waiting("waits")], 1, changes);
  const whole = await run([noop("one")], () => ({}), changes);
  const why = "the 20 s that a run has without --budget were used up";
  assertEquals(cut.results.map(({ reason }) => reason), [null, why]);
  assertEquals(whole.results.map(({ reason }) => reason), [null]);
  assertEquals(told, [why]);
  assertEquals(asked.length, 4);
  assert(asked[0] === 0 && (asked[1] ?? 0) >= 100_000 && asked[2] === 0 && (asked[3] ?? 0) < 100_000, `${asked}`);
});

Deno.test("budgetByEstimate() gives what nobody minds, and a long run what it needs", () => {
  const usual = budgetByEstimate(defaultDeadlines);
  const patient = budgetByEstimate({ ...defaultDeadlines, reply: 300_000 });
  const give = (budget: RunBudget, estimated: number) => typeof budget === "number" ? budget : budget(estimated);
  assertEquals([0, 199_000, 3_600_000].map((time) => give(usual, time)), [600_000, 600_000, 10_800_000]);
  assertEquals(give(patient, 0), 3_000_000);
});

const early: readonly (readonly [where: string, course: Course, changes?: SuiteChanges])[] = [
  [
    "while the server is starting",
    (useUp) => ({ answers: { connect: telling(useUp, close("fin")) } }),
    { wait: 500_000 },
  ],
  ["in the first sanity check", (useUp) => ({ answers: { RCPT: telling(useUp, nothing) } })],
  ["while the offers are asked for", (useUp) => ({ answers: { EHLO: later(useUp, "250 mx.test") } })],
  ["while one of two connections is open", (useUp) => ({ answers: { connect: later(useUp, "220 mx.test") } })],
];

for (const [where, course, changes] of early) {
  Deno.test(`runSuite() writes a whole report when the budget is used up ${where}`, async () => {
    const report = await run([noop("one"), noop("two")], course, changes);
    assertEquals(told(report), [["one", "inconclusive", reason], ["two", "inconclusive", reason]]);
    assertEquals([report.complete, exitOf(report)], [true, 4]);
    for (const check of report.sanityChecks) assert(check.passed || check.reason === reason, `${check.reason}`);
    assertEquals(report.sanityChecks.length, 1);
  });
}

Deno.test("runSuite() finds nothing wrong in what it ended itself", async () => {
  const report = await run([noop("one")], (useUp) => ({ answers: { MAIL: telling(useUp, nothing) } }), {
    lintIds: ["replies/lint/closes-without-421", "replies/lint/missing-reply"],
  });
  assertEquals(report.summary.fail, 0);
});
