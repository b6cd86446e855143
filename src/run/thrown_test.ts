/** Our own mistakes, made at each place where one can be made while a case is played. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { LintBook } from "../session/lint_book.ts";
import { type Mailbox, plainMailbox } from "../targets/mailbox.ts";
import { accessOf, playCase, readCases, runCases, targetAt } from "../testing/runs.ts";
import { withServer } from "../testing/scripted_server.ts";
import type { Env } from "./env.ts";
import { Pool } from "./pool.ts";

const fault = () => {
  throw new RangeError("a fault of ours\nin two lines");
};

class FaultyBook extends LintBook {
  override check = fault;
}
class FaultyPool extends Pool {
  override use = fault;
}
const clock = () => performance.now();

const faults: Readonly<Record<string, Partial<Env>>> = {
  "before the connection is there": { token: fault },
  "when a reply is read": { lints: new FaultyBook() },
  "outside all attempts": { pool: new FaultyPool({ jobs: 1, delay: 0, clock }) },
};

for (const [where, env] of Object.entries(faults)) {
  Deno.test(`playRun() gives the verdict error, with the stack, for what is thrown ${where}`, async () => {
    const { outcome } = await playCase("send: NOOP\nreply: 250", {}, { env });
    assertEquals(outcome.verdict, "error");
    assertEquals(outcome.reason, "smtpspec failed: RangeError: a fault of ours\nin two lines");
    assertMatch(outcome.notes[0] ?? "", /^at .*fault .*thrown_test\.ts/);
  });
}

Deno.test("playRun() gives the verdict error for what is thrown that is no error", async () => {
  const env = {
    token: () => {
      throw Symbol("odd"); // deno-lint-ignore no-throw-literal
    },
  };
  const { outcome } = await playCase("send: NOOP\nreply: 250", {}, { env });
  assertEquals([outcome.verdict, outcome.reason], [
    "error",
    "smtpspec failed: Error: a symbol was thrown, which is no error",
  ]);
});

Deno.test("playRun() keeps the transcript of an attempt in which something was thrown, and masks the password in it", async () => {
  const pass = "open-sesame";
  const mailbox: Mailbox = {
    ...plainMailbox,
    arrived: 0,
    find: () => Promise.reject(new Error(`found ${pass} there`)),
  };
  const { outcome } = await playCase(
    "risks: delivers\nsteps:\n  - {send: NOOP, delivered: {to: $rcpt, containing: x}}",
    {},
    { env: { mailboxes: new Map([["alice@mx.test", mailbox]]) }, target: { user: "alice", pass } },
  );
  assertEquals([outcome.verdict, outcome.reason], ["error", "smtpspec failed: Error: found *** there"]);
  assert(outcome.transcript.some(({ kind }) => kind === "received"));
});

Deno.test("runSuite() plays on, and writes its report, after something was thrown while a case was played", async () => {
  const cases = readCases(`title: A mistake of ours
risks: delivers
cases:
  - {id: broken, must: do it, send: NOOP, delivered: {to: $rcpt, containing: x}}
  - {id: whole, must: do it, send: NOOP, reply: 250}
`);
  const mailbox: Mailbox = { ...plainMailbox, arrived: 0, find: fault };
  const report = await withServer(
    {},
    (server) =>
      runCases(
        cases,
        targetAt(server, {
          mailboxes: new Map([["alice@mx.test", accessOf(mailbox)]]),
        }),
      ),
  );
  assertEquals(report.results.map(({ id, verdict }) => [id, verdict]), [
    ["test/case/broken", "error"],
    ["test/case/whole", "pass"],
  ]);
  const [broken] = report.results;
  assertEquals(broken?.reason, "smtpspec failed: RangeError: a fault of ours\\x0ain two lines");
  assertMatch(broken?.notes[0] ?? "", /^at .*fault /);
  assertEquals([report.complete, report.summary.error], [true, 1]);
});

Deno.test("runSuite() writes its report when something is thrown in the sanity check", async () => {
  const cases = readCases("title: A case\ncases:\n  - {id: one, must: do it, send: NOOP, reply: 250}\n");
  const report = await withServer({}, (server) => runCases(cases, targetAt(server), { token: fault }));
  assertEquals(report.sanityChecks.map(({ passed, reason }) => [passed, reason]), [
    [false, "smtpspec failed: RangeError: a fault of ours\\x0ain two lines"],
  ]);
  assertEquals(report.results.map(({ verdict }) => verdict), ["inconclusive"]);
});
