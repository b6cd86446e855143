/** A whole suite against a target: on each host sanity check, probe, plan, runs, sanity check; then the report. */
import { waitingEarly } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import { idAt, idsOf } from "../plan/result_id.ts";
import { type Report, type Result, schemaVersion } from "../report/report.ts";
import { secretsOf } from "../session/secrets.ts";
import type { Mailbox } from "../targets/mailbox.ts";
import type { Target } from "../targets/target.ts";
import {
  checkHost,
  checkHostAgain,
  equipRuns,
  type HostSuite,
  makeHostSuites,
  noteChecks,
  noteOneAtATime,
  noteUnreached,
  planHost,
  probeHost,
} from "./host_suite.ts";
import { playRuns, type Recorder } from "./play_runs.ts";
import type { SanityCheck } from "./sanity_check.ts";
import type { SuiteOptions } from "./suite_options.ts";
import { TranscriptBudget } from "./transcript_budget.ts";
import {
  describeEndpoint,
  describeSanityCheck,
  describeTarget,
  resultOfSkip,
  resultsOfLints,
  tally,
  withHost,
} from "./tally.ts";

/** Runs the suite. Rejects only for our own faults. */
export async function runSuite(options: SuiteOptions): Promise<Report> {
  const { clock, signal, onEvent = () => {} } = options;
  const startedAt = options.now();
  const start = clock();
  const secrets = secretsOf(options.target);
  const hosts = makeHostSuites(options, { mailboxes: await openMailboxes(options.target), secrets });
  // A host of which nothing is wanted is no part of this run.
  const target = { ...options.target, endpoints: hosts.flatMap(({ env }) => env.target.endpoints) };
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
  const checked = await Promise.all(hosts.map(async (host) => {
    const checks = await checkHost(host, options.wait);
    await noteOneAtATime(host, checks);
    return { ...noteChecks(host, checks), checks };
  }));
  const first = checked.flatMap(({ checks }) => checks);
  for (const check of first) onEvent({ event: "sanityCheck", sanityCheck: describeSanityCheck(check, "first") });
  const probed = await Promise.all(
    checked.map(async (host) => ({ ...host, probes: await probeHost(host, host.checks) })),
  );
  const probes = new Map(probed.flatMap((host) => [...host.probes]));
  for (const each of target.endpoints) {
    onEvent({ event: "endpoint", endpoint: describeEndpoint(each, probes.get(each), secrets) });
  }
  const planned = await Promise.all(probed.map(async (host) => {
    const { runs, skips } = planHost(host, probes);
    noteUnreached(host, host.probes, runs);
    return { ...host, skips, runs: await equipRuns(host, host.probes, runs) };
  }));
  const played = await playAll(planned, options);
  const last: SanityCheck[] = [];
  if (!signal.aborted) {
    const { length } = played.results;
    options.onProgress({ stage: "last sanity check", done: length, total: length, latest: undefined });
    const again = await Promise.all(checked.map((host) => checkHostAgain(host, host.checks)));
    last.push(...again.flat());
    for (const check of last) onEvent({ event: "sanityCheck", sanityCheck: describeSanityCheck(check, "last") });
  }
  const linted = resultsOfLints(hosts).map(options.applyBaseline ?? ((result) => result));
  for (const result of linted) onEvent({ event: "result", result });
  return tally({
    suite,
    target,
    secrets,
    probes,
    sanityChecks: [
      ...first.map((check) => ({ when: "first" as const, check })),
      ...last.map((check) => ({ when: "last" as const, check })),
    ],
    options: options.reported,
    startedAt,
    durationMs: clock() - start,
    isComplete: played.isComplete && !signal.aborted,
    results: [...played.results, ...linted],
    coverage: options.coverage,
  });
}

async function openMailboxes(target: Target): Promise<Map<string, Mailbox>> {
  const mailboxes = new Map<string, Mailbox>();
  for (const [address, access] of target.mailboxes) mailboxes.set(address, await access.open());
  return mailboxes;
}

/** Plays what is planned, all hosts at once; gives the results in the order of the case files. */
async function playAll(
  hosts: readonly (HostSuite & Plan)[],
  { signal, isFailFast, onProgress, onEvent = () => {}, applyBaseline = (result) => result }: SuiteOptions,
): Promise<{ readonly results: readonly Result[]; readonly isComplete: boolean }> {
  const skips = hosts.flatMap(({ host, skips }) =>
    skips.map((skip) => applyBaseline(withHost(resultOfSkip(skip), host)))
  );
  for (const result of skips) onEvent({ event: "result", result });
  const total = hosts.reduce((sum, { runs }) => sum + runs.length, 0);
  const played: Result[] = [];
  const transcripts = new TranscriptBudget();
  let isStopped = false;
  const recorderOf = (host: string | undefined): Recorder => ({
    get isStopped() {
      return isStopped;
    },
    record(bare) {
      const result = transcripts.fit(applyBaseline(withHost(bare, host)));
      played.push(result);
      onEvent({ event: "result", result });
      onProgress({ stage: "cases", done: played.length, total, latest: result });
      if (result.verdict === "fail" && isFailFast) isStopped = true;
    },
  });
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  const playing = hosts.map(({ host, env, runs, terms }) =>
    playRuns({ env, runs: waitingEarly(runs), jobs: terms.jobs }, recorderOf(host))
  );
  await Promise.race([Promise.all(playing), aborted]);
  isStopped = true;
  return { results: inOrder(hosts, [...skips, ...played]), isComplete: played.length === total };
}

/** Puts results in the order of the case files; those of a case by host, and then by role. */
function inOrder(hosts: readonly HostSuite[], results: readonly Result[]): Result[] {
  const cases = [...new Set(hosts.flatMap((host) => host.cases))];
  const ids = cases.flatMap((each) =>
    hosts.flatMap(({ host }) => [each.id, ...idsOf(each)].map((id) => idAt(id, host)))
  );
  const place = new Map(ids.map((id, index) => [id, index]));
  const of = ({ id }: Result) => place.get(id) ?? 0;
  return results.toSorted((one, other) => of(one) - of(other));
}
