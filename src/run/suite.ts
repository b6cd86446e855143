/** A whole suite against a target: sanity check, probe, plan, runs, sanity check, report. */
import type { Milliseconds } from "../base/time.ts";
import type { Case, Risk } from "../case/case.ts";
import type { Covered } from "../case/coverage.ts";
import { waitingEarly } from "../plan/order.ts";
import { plan, type Run, type Skip } from "../plan/plan.ts";
import type { ReportEvent } from "../report/events.ts";
import { type Report, type ReportOptions, type Result, schemaVersion } from "../report/report.ts";
import type { Mailbox } from "../targets/mailbox.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import { type Probe, probe } from "./probe.ts";
import { runSanityCheck, type SanityCheck } from "./sanity_check.ts";
import { awaitGreeting } from "./still_answers.ts";
import type { Env } from "./env.ts";
import { secretsOf } from "../session/secrets.ts";
import { LintBook } from "../session/lint_book.ts";
import { Pool } from "./pool.ts";
import { playRun } from "./run.ts";
import {
  describeEndpoint,
  describeSanityCheck,
  describeTarget,
  resultOf,
  resultOfSkip,
  resultsOfLints,
  tally,
} from "./tally.ts";

/** What to run, and how. Clock, time of day and random words are handed in. */
export interface SuiteOptions {
  readonly version: string;
  readonly casesHash: string;
  readonly cases: readonly Case[];
  /** The linter's results that are wanted, by id. */
  readonly lintIds: readonly string[];
  /** The catalogue of requirements with the cases of the whole suite, selected or not. */
  readonly coverage: readonly Covered[];
  readonly target: Target;
  readonly allowed: ReadonlySet<Risk>;
  readonly jobs: number;
  readonly delay: Milliseconds;
  readonly family: 0 | 4 | 6;
  /** For how long the server may be starting; absent: not at all. */
  readonly wait?: Milliseconds;
  readonly isFailFast: boolean;
  readonly reported: ReportOptions;
  readonly clock: () => Milliseconds;
  readonly now: () => Date;
  readonly token: () => string;
  /** Aborted by Ctrl-C: what is under way is dropped, and the report says `complete: false`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Told what happened as it happens; the event that ends the stream is left to the caller. Absent: nobody is. */
  readonly onEvent?: (event: ReportEvent) => void;
  /** What is made of each result as it comes: lays a baseline of known failures on it. Absent: nothing. */
  readonly applyBaseline?: (result: Result) => Result;
}

/** Told after each result. */
export interface Progress {
  readonly stage: "sanity check" | "cases" | "last sanity check";
  readonly done: number;
  readonly total: number;
  readonly latest: Result | undefined;
}

/** Runs the suite. Rejects only for our own faults. */
export async function runSuite(options: SuiteOptions): Promise<Report> {
  const { target, clock, signal, applyBaseline = (result: Result) => result, onEvent = () => {} } = options;
  const startedAt = options.now();
  const start = clock();
  const temporary = new Set<string>();
  const env: Env = {
    target,
    secrets: secretsOf(target),
    clock,
    now: options.now,
    token: options.token,
    mailboxes: await openMailboxes(target),
    lints: new LintBook(),
    pool: new Pool({ jobs: options.jobs, delay: options.delay, clock }),
    family: options.family,
    temporary,
    signal,
  };
  const suite = { name: "smtpspec", version: options.version, casesHash: options.casesHash } as const;
  onEvent({
    event: "start",
    schemaVersion,
    suite,
    target: describeTarget(target),
    options: options.reported,
    startedAt: startedAt.toISOString(),
  });
  options.onProgress({ stage: "sanity check", done: 0, total: options.cases.length, latest: undefined });
  const { wait } = options;
  if (wait !== undefined) await Promise.all(target.endpoints.map((each) => awaitGreeting(env, each, wait)));
  const first = await Promise.all(target.endpoints.map((each) => runSanityCheck(env, each)));
  for (const check of first) {
    onEvent({ event: "sanityCheck", sanityCheck: describeSanityCheck(check, "first") });
    if (check.metTemporary) temporary.add(check.endpoint.name);
  }
  const probes = new Map<Endpoint, Probe>();
  await Promise.all(
    first.filter(({ isPassed }) => isPassed).map(async ({ endpoint }) =>
      probes.set(endpoint, await probe(env, endpoint))
    ),
  );
  for (const each of target.endpoints) {
    onEvent({ event: "endpoint", endpoint: describeEndpoint(each, probes.get(each), env.secrets) });
  }
  const offers = new Map([...probes].map(([{ name }, { offers: known }]) => [name, known]));
  const planned = plan(options.cases, { target, allowed: options.allowed, offers });
  const skipped = planned.skips.map((skip) => applyBaseline(resultOfSkip(skip)));
  for (const result of skipped) onEvent({ event: "result", result });
  const played = await playAll(env, waitingEarly(planned.runs), first, options);
  const results = inOrder(options.cases, [...skipped, ...played.results]);

  const last: SanityCheck[] = [];
  if (!signal.aborted) {
    options.onProgress({ stage: "last sanity check", done: results.length, total: results.length, latest: undefined });
    for (const { endpoint, isPassed } of first) if (isPassed) last.push(await runSanityCheck(env, endpoint));
    for (const check of last) onEvent({ event: "sanityCheck", sanityCheck: describeSanityCheck(check, "last") });
  }
  const linted = resultsOfLints(env.lints, new Set(options.lintIds)).map(applyBaseline);
  for (const result of linted) onEvent({ event: "result", result });
  return tally({
    suite,
    target,
    secrets: env.secrets,
    probes,
    sanityChecks: [
      ...first.map((check) => ({ when: "first" as const, check })),
      ...last.map((check) => ({ when: "last" as const, check })),
    ],
    options: options.reported,
    startedAt,
    durationMs: clock() - start,
    isComplete: played.isComplete && !signal.aborted,
    results: [...results, ...linted],
    coverage: options.coverage,
  });
}

async function openMailboxes(target: Target): Promise<Map<string, Mailbox>> {
  const mailboxes = new Map<string, Mailbox>();
  for (const [address, access] of target.mailboxes) mailboxes.set(address, await access.open());
  return mailboxes;
}

interface Played {
  readonly results: readonly Result[];
  readonly isComplete: boolean;
}

/** Plays all runs, as many at a time as the pool lets in. */
async function playAll(
  env: Env,
  runs: readonly Run[],
  sanityChecks: readonly SanityCheck[],
  options: SuiteOptions,
): Promise<Played> {
  const results: Result[] = [];
  const failed = new Map(
    sanityChecks.filter(({ isPassed }) => !isPassed).map(({ endpoint, reason }) => [endpoint, reason]),
  );
  const gone = new Map<Endpoint, string>();
  let isStopped = false;
  let next = 0;
  const { applyBaseline = (result: Result) => result, onEvent = () => {} } = options;
  const report = (bare: Result): Result => {
    const result = applyBaseline(bare);
    results.push(result);
    onEvent({ event: "result", result });
    options.onProgress({ stage: "cases", done: results.length, total: runs.length, latest: result });
    return result;
  };
  const reasonNotTo = (run: Run): string | undefined => {
    if (failed.has(run.endpoint)) return `the sanity check failed: ${failed.get(run.endpoint)}`;
    const culprit = gone.get(run.endpoint);
    return culprit === undefined ? undefined : `the server no longer answers since ${culprit}`;
  };
  const worker = async () => {
    for (let run = runs[next++]; run !== undefined && !isStopped; run = runs[next++]) {
      const reason = reasonNotTo(run);
      if (reason !== undefined) {
        const skip: Skip = { ...run, reason };
        report(resultOfSkip(skip, "inconclusive"));
        continue;
      }
      const outcome = await playRun(env, run);
      if (isStopped) return;
      const culprit = gone.get(run.endpoint);
      if (outcome.isServerGone && culprit === undefined) gone.set(run.endpoint, run.id);
      const isVictim = culprit !== undefined && culprit !== run.id && outcome.verdict !== "pass";
      const bare = isVictim
        ? resultOfSkip({ ...run, reason: reasonNotTo(run) ?? "" }, "inconclusive")
        : resultOf(outcome);
      if (report(bare).verdict === "fail" && options.isFailFast) isStopped = true;
    }
  };
  const aborted = new Promise<void>((resolve) => {
    if (env.signal.aborted) resolve();
    env.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([Promise.all(Array.from({ length: options.jobs }, worker)), aborted]);
  isStopped = true;
  return { results: [...results], isComplete: results.length === runs.length };
}

/** Puts results in the order of the case files. */
function inOrder(cases: readonly Case[], results: readonly Result[]): Result[] {
  const place = new Map(cases.map(({ id }, index) => [id, index]));
  const of = ({ id }: Result) => place.get(id) ?? place.get(id.replace(/:[a-z]+$/, "")) ?? 0;
  return results.toSorted((one, other) => of(one) - of(other));
}
