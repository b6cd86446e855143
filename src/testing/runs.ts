/** For the tests of the runner: cases written as text, a target at the scripted server, runs of both. */
import { assertEquals } from "@std/assert";
import { drawProblem } from "../base/frame.ts";
import { makeSource } from "../base/source.ts";
import type { Case } from "../case/case.ts";
import { readCaseFile } from "../case/read_case.ts";
import type { Reading } from "../case/reader.ts";
import type { Catalogue } from "../case/requirements.ts";
import { readYaml } from "../case/yaml.ts";
import { exitCodeOf } from "../judge/exit_code.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Report } from "../report/report.ts";
import type { Script } from "../peer/script.ts";
import type { ScriptedServer } from "../peer/scripted_server.ts";
import { inFastTime } from "./fast_time.ts";
import { withServer } from "./scripted_server.ts";
import { endpointsOf } from "../targets/endpoint.ts";
import type { Role } from "../smtp/role.ts";
import type { Mailbox, MailboxAccess } from "../targets/mailbox.ts";
import { bareTarget, type Target } from "../targets/target.ts";
import type { Env } from "../run/env.ts";
import { secretsOf } from "../session/secrets.ts";
import { FactBook } from "../session/fact_book.ts";
import { LintBook } from "../session/lint_book.ts";
import { Health } from "../run/health.ts";
import { LastSeen } from "../run/last_seen.ts";
import { Obstacles } from "../run/obstacles.ts";
import { Pool } from "../run/pool.ts";
import { type PlayedRun, playRun } from "../run/run.ts";
import { runSuite } from "../run/suite.ts";
import type { SuiteOptions, Terms } from "../run/suite_options.ts";
import { Suspicions } from "../run/suspicions.ts";

export const noCatalogue: Catalogue = { rfcs: new Map(), requirements: new Map() };

/** Reads the cases in the text of a case file; the test fails when the reader finds a problem, a warning too. */
export function readCases(text: string): Case[] {
  const source = makeSource("test/case.yaml", text);
  const reading: Reading = { problems: [], uses: [] };
  const { node, problems } = readYaml(source);
  const cases = node === undefined ? [] : readCaseFile(reading, node, { topic: "test/case", catalogue: noCatalogue });
  assertEquals([...problems, ...reading.problems].map((problem) => drawProblem(problem)), []);
  return cases;
}

/** Reads one case of which only what matters is given: without a level it is a `must`. */
export function readOne(body: string): Case {
  const lines = body.replace(/^\n/, "").split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  const bare = lines.map((line) => line.slice(indent)).join("\n").trimEnd();
  const levelled = /^(must|should|may)( not)?:/m.test(bare) ? bare : `must: do as the test says\n${bare}`;
  const [one] = readCases(
    `title: A test\ncases:\n  - id: it\n${levelled.split("\n").map((line) => `    ${line}\n`).join("")}`,
  );
  if (one === undefined) throw new Error(`Cannot read a case in ${body}`);
  return one;
}

/** Makes the endpoints of a server that listens in some roles on one port. */
export function endpointsAt({ host, port }: Pick<ScriptedServer, "host" | "port">, roles: readonly Role[] = ["mx"]) {
  return endpointsOf([{ name: host, listeners: roles.map((role) => ({ role, address: { host, port } })) }]);
}

/** Makes a target of the scripted server, with generous deadlines. */
export function targetAt(server: Pick<ScriptedServer, "host" | "port">, changes: Partial<Target> = {}): Target {
  return {
    name: "scripted",
    endpoints: endpointsAt(server),
    ...bareTarget,
    rcpt: "alice@mx.test",
    rcpts: ["alice@mx.test", "bob@mx.test", "carol@mx.test"],
    deadlines: { connect: 40_000, greeting: 40_000, reply: 40_000, endOfData: 40_000, delivery: 40_000 },
    ...changes,
  };
}

/** Makes the access to a mailbox of a test. */
export function accessOf(mailbox: Mailbox): MailboxAccess {
  return {
    name: "Maildir",
    setting: "--maildir",
    findMissing: () => Promise.resolve(undefined),
    open: () => Promise.resolve(mailbox),
    secrets: [],
  };
}

/** Makes what the runs of a test share. */
export function makeEnv(target: Target, changes: Partial<Env> = {}): Env {
  const clock = changes.clock ?? (() => performance.now());
  const obstacles = changes.obstacles ?? new Obstacles();
  let tokens = 0;
  return {
    target,
    secrets: secretsOf(target),
    clock,
    now: () => new Date("2026-01-02T03:04:05Z"),
    token: () => `oken${++tokens}x`,
    mailboxes: new Map(),
    lints: new LintBook(),
    facts: new FactBook(),
    pool: new Pool({ jobs: 16, delay: 0, clock }),
    obstacles,
    health: new Health(clock, obstacles),
    lastSeen: new LastSeen(clock),
    portsInTls: new Map(),
    suspicions: new Suspicions(),
    temporary: new Set(),
    refusals: new Map(),
    refusedMechanisms: new Map(),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** What a test of one case is given besides the case and the script. */
export interface Circumstances {
  readonly target?: Partial<Target>;
  readonly env?: Partial<Env>;
  readonly role?: Role;
}

export interface Played {
  readonly outcome: PlayedRun;
  readonly server: ScriptedServer;
  readonly env: Env;
}

/** Plays one case against a scripted server that lives as long as the case. */
export function playCase(body: string, script: Script, given: Circumstances = {}): Promise<Played> {
  const read = readOne(body);
  return withServer(script, (server) => playOn(server, read, given));
}

/** Plays one case against a server that runs already. */
export async function playOn(
  server: ScriptedServer,
  read: Case,
  { target = {}, env = {}, role = "mx" }: Circumstances = {},
): Promise<Played> {
  const made = makeEnv(targetAt(server, { endpoints: endpointsAt(server, [role]), ...target }), env);
  const [endpoint] = made.target.endpoints;
  if (endpoint === undefined) throw new Error("Cannot play a case at a target without an endpoint");
  const outcome = await playRun(made, { id: read.id, case: read, endpoint });
  return { outcome, server, env: made };
}

/** One row of a table of cases. */
export interface Row extends Circumstances {
  /** Completes the name of the test: "playRun() <says>". */
  readonly says: string;
  readonly server?: Script;
  readonly body: string;
  readonly verdict: Verdict;
  /** What the reason must be like; without it there must be none. */
  readonly reason?: RegExp;
  /** The key of the deviation on which the verdict rests. */
  readonly key?: string;
  /** Looks at more than the verdict. */
  readonly look?: (played: Played) => void;
}

/** Makes a test of each row. */
export function testRows(rows: readonly Row[]): void {
  for (const { says, server = {}, body, verdict, reason, key, look, ...given } of rows) {
    Deno.test(`playRun() ${says}`, async () => {
      const played = await inFastTime(4, (clock) => playCase(body, server, { ...given, env: { clock, ...given.env } }));
      const { outcome } = played;
      const shown = `${outcome.verdict}: ${outcome.reason}`;
      assertEquals(outcome.verdict, verdict, shown);
      assertEquals(reason?.test(outcome.reason ?? "") ?? outcome.reason === undefined, true, shown);
      if (key !== undefined) assertEquals(outcome.deviation?.key, key);
      look?.(played);
    });
  }
}

/** The text of all octets that went one way, as the transcript has it, one entry an event. */
export function texts({ transcript }: Pick<PlayedRun, "transcript">, kind: "sent" | "received"): string[] {
  return transcript.flatMap((event) => event.kind === kind ? [event.text] : []);
}

/** What a test changes of a suite, and of the terms on which all hosts are tested. */
export type SuiteChanges = Partial<SuiteOptions & Terms>;

/** Gives the exit code of a run that was not interrupted, without --strict and without a baseline. */
export function exitOf({ summary, sanityChecks }: Pick<Report, "summary" | "sanityChecks">): number {
  const areSanityChecksPassed = sanityChecks.every(({ passed }) => passed);
  return exitCodeOf({ summary, isInterrupted: false, isStrict: false, staleEntries: 0, areSanityChecksPassed });
}

/** Runs a whole suite of cases against a server. */
export function runCases(
  cases: readonly Case[],
  target: Target,
  { allowed = ["delivers", "heavy", "hostile", "slow"], jobs = 4, delay = 0, ...changes }: SuiteChanges = {},
): Promise<Report> {
  let tokens = 0;
  return runSuite({
    version: "test",
    casesHash: "0",
    cases,
    lintIds: [],
    coverage: [],
    target,
    termsFor: () => ({ allowed, jobs, delay }),
    isFailFast: false,
    reported: { command: "deno task smtpspec run test", allow: [], only: [], skip: [], areas: [], jobs: 4 },
    clock: () => performance.now(),
    now: () => new Date("2026-01-02T03:04:05Z"),
    token: () => `oken${++tokens}x`,
    signal: new AbortController().signal,
    onProgress: () => {},
    ...changes,
  });
}
