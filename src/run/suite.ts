/** A whole suite against a target: on each host sanity check, probe, plan, runs, sanity check; then the report. */
import { type Report, schemaVersion } from "../report/report.ts";
import { secretsOf } from "../session/secrets.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Mailbox } from "../targets/mailbox.ts";
import type { Target } from "../targets/target.ts";
import {
  checkHost,
  checkHostAgain,
  equipRuns,
  makeHostSuites,
  noteChecks,
  noteOneAtATime,
  noteUnreached,
  planHost,
  probeHost,
  stopWith,
} from "./host_suite.ts";
import { describePlan } from "./describe_plan.ts";
import { learntOf } from "./learnt.ts";
import { playAll } from "./play_all.ts";
import type { Probe } from "./probe.ts";
import { RunEnd } from "./run_end.ts";
import type { SanityCheck } from "./sanity_check.ts";
import type { SuiteOptions } from "./suite_options.ts";
import { describeEndpoint, describeSanityCheck, describeTarget, resultsOfLints, tally } from "./tally.ts";

/** Runs the suite. Rejects only for our own faults. */
export async function runSuite(options: SuiteOptions): Promise<Report> {
  const { clock, signal, onEvent = () => {} } = options;
  const startedAt = options.now();
  const start = clock();
  const secrets = secretsOf(options.target);
  const end = new RunEnd({ interrupt: signal, clock, budget: options.budget, wait: options.wait ?? 0 });
  const shared = { mailboxes: await openMailboxes(options.target), secrets, signal: end.signal };
  const hosts = makeHostSuites(options, shared);
  for (const host of hosts) stopWith(end, host);
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
    const checks = await checkHost(host, { wait: options.wait, end });
    await end.until(noteOneAtATime(host, checks), () => {});
    return { ...noteChecks(host, checks), checks };
  }));
  const first = checked.flatMap(({ checks }) => checks);
  for (const check of first) onEvent({ event: "sanityCheck", sanityCheck: describeSanityCheck(check, "first") });
  const probed = await Promise.all(
    checked.map(async (host) => ({
      ...host,
      probes: await end.until(probeHost(host, host.checks), () => new Map<Endpoint, Probe>()),
    })),
  );
  const probes = new Map(probed.flatMap((host) => [...host.probes]));
  for (const each of target.endpoints) {
    onEvent({
      event: "endpoint",
      endpoint: describeEndpoint(each, { probe: probes.get(each), checks: first, target, secrets }),
    });
  }
  const planned = await Promise.all(probed.map(async (host) => {
    const { runs, skips } = planHost(host, probes);
    noteUnreached(host, host.probes, runs);
    return { ...host, skips, runs: await end.until(equipRuns(host, host.probes, runs), () => runs) };
  }));
  const described = describePlan(planned);
  end.expect(described.longest.estimate.time);
  if (end.reason === undefined) options.onPlanned?.(described);
  const played = await playAll(planned, options, end);
  if (end.isBudgetUsedUp) options.onBudgetUsedUp?.(end.reason ?? "");
  const last: SanityCheck[] = [];
  if (end.reason === undefined) {
    const { length } = played.results;
    options.onProgress({ stage: "last sanity check", done: length, total: length, latest: undefined });
    const again = await Promise.all(checked.map((host) => end.until(checkHostAgain(host, host.checks), () => [])));
    last.push(...again.flat());
    for (const check of last) onEvent({ event: "sanityCheck", sanityCheck: describeSanityCheck(check, "last") });
  }
  end.finish();
  await Promise.all([...shared.mailboxes.values()].map((mailbox) => mailbox.close()));
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
    facts: hosts.flatMap(({ env }) =>
      env.target.endpoints.flatMap((each) => learntOf(each, probes.get(each), env.facts))
    ),
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
