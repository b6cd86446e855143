/** The part of a suite that is about one host: each host of a target is tested as if it were alone. */
import type { Milliseconds } from "../base/time.ts";
import type { Case } from "../case/case.ts";
import { narrow, type Plan, plan, type Run } from "../plan/plan.ts";
import { idsOf } from "../plan/result_id.ts";
import { FactBook } from "../session/fact_book.ts";
import { LintBook } from "../session/lint_book.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { hostsOf } from "../targets/target.ts";
import { askTools } from "./ask_tools.ts";
import { awaitStart } from "./await_start.ts";
import { knowingQuit, needsOf, obstacleOfTool, withStandIn } from "./broken_tools.ts";
import type { Env } from "./env.ts";
import { hasGreeted } from "./failed_check.ts";
import { runFirstCheck, wantedOf } from "./first_check.ts";
import { type Checked, Health } from "./health.ts";
import { LastSeen } from "./last_seen.ts";
import { needsSecondConnection } from "./needs.ts";
import { Obstacles } from "./obstacles.ts";
import { Pool } from "./pool.ts";
import { type Probe, probe } from "./probe.ts";
import { runSanityCheck, type SanityCheck } from "./sanity_check.ts";
import { servesOneAtATime } from "./second_connection.ts";
import type { RunEnd } from "./run_end.ts";
import type { SuiteOptions, Terms } from "./suite_options.ts";
import { Suspicions } from "./suspicions.ts";
import { judgeOf, obstacleOfState } from "./unreached.ts";

/** Until a server that refuses a second connection has noticed that the first is closed. Our choice. */
const restAfterClose: Milliseconds = 100;

/** A host, and what is wanted of it. */
export interface HostSuite {
  /** Undefined for the only host of a target: its results need not name it. */
  readonly host: string | undefined;
  /** The target in it has the endpoints of this host alone. */
  readonly env: Env;
  readonly terms: Terms;
  readonly cases: readonly Case[];
  /** The rules of the linter whose results are wanted, by the id without the host. */
  readonly lintIds: ReadonlySet<string>;
  /** Those that are wanted only where their rule was broken. */
  readonly lintIdsIfBroken: ReadonlySet<string>;
  /** Says of an id without the host whether its result is wanted. */
  readonly selects: (id: string) => boolean;
}

/** Makes the suites of a target's hosts, with what they share; a host of which nothing is wanted has none. */
export function makeHostSuites(
  options: SuiteOptions,
  shared: Pick<Env, "mailboxes" | "secrets" | "signal">,
): HostSuite[] {
  const { target, clock, selects = () => true } = options;
  const hosts = hostsOf(target);
  return hosts.flatMap((host): HostSuite[] => {
    const isWanted = (id: string) => selects(id, host);
    const cases = options.cases.filter((each) => idsOf(each).some(isWanted));
    const lintIds = new Set(options.lintIds.filter(isWanted));
    const isPart = options.reported.shard !== undefined; // All shards of a run have the same hosts.
    if (cases.length + lintIds.size === 0 && hosts.length > 1 && !isPart) return [];
    const obstacles = new Obstacles();
    const terms = options.termsFor(host);
    const env: Env = {
      target: { ...target, endpoints: target.endpoints.filter((endpoint) => endpoint.host === host) },
      clock,
      now: options.now,
      token: options.token,
      ...shared,
      lints: new LintBook(),
      facts: new FactBook(),
      pool: new Pool({ ...terms, clock }),
      obstacles,
      health: new Health(clock, obstacles),
      lastSeen: new LastSeen(clock),
      portsInTls: new Map(),
      suspicions: new Suspicions(),
      temporary: new Set(),
      refusals: new Map(),
      refusedMechanisms: new Map(),
    };
    const lintIdsIfBroken = new Set(options.lintIdsIfBroken);
    const name = hosts.length === 1 ? undefined : host;
    return [{ host: name, env, terms, cases, lintIds, lintIdsIfBroken, selects: isWanted }];
  });
}

/**
 * Plays the sanity check at each endpoint of a host, which may be starting for so long; `wait` absent: not at all. One
 * that failed is an obstacle to runs there.
 */
export async function checkHost(
  { env, terms, cases, lintIds }: HostSuite,
  { wait, end }: { readonly wait: SuiteOptions["wait"]; readonly end: RunEnd },
): Promise<SanityCheck[]> {
  const { endpoints } = env.target;
  if (wait !== undefined) {
    await end.until(Promise.all(endpoints.map((each) => awaitStart(env, each, wait))), () => []);
  }
  const asked = { target: env.target, allowed: terms.allowed, cases, lintIds };
  return await Promise.all(endpoints.map((each) => {
    const check = runFirstCheck(env, each, wantedOf(asked, each));
    return end.until(check, (reason) => uncheckedFor(each, reason));
  }));
}

/** Stands for a sanity check that did not come to its end. */
function uncheckedFor(endpoint: Endpoint, reason: string): SanityCheck {
  return {
    endpoint,
    isPassed: false,
    failure: undefined,
    refusal: undefined,
    reason,
    metTemporary: false,
    isDenied: false,
    took: 0,
    refusedMechanisms: new Set(),
    obstacles: [],
    transcript: [],
  };
}

function lastCheckOf(endpoint: Endpoint, { reason, took, transcript }: Checked): SanityCheck {
  return { ...uncheckedFor(endpoint, reason ?? "the server no longer answers"), took, transcript };
}

/** Stops all runs of a host when the budget is used up. */
export function stopWith(end: RunEnd, { env }: HostSuite): void {
  end.signal.addEventListener("abort", () => {
    const { reason } = end;
    if (reason === undefined || !end.isBudgetUsedUp) return;
    for (const endpoint of env.target.endpoints) env.obstacles.add({ endpoint, reason, stops: () => true });
  }, { once: true });
}

/**
 * Looks, one endpoint of a host after the other, which of them serve one connection at a time; they may share a process,
 * so that the host is then tested with one. Runs that need more there are stopped.
 */
export async function noteOneAtATime({ env }: HostSuite, checks: readonly SanityCheck[]): Promise<void> {
  for (const { endpoint } of checks.filter(hasGreeted)) {
    const found = await servesOneAtATime(env, endpoint).catch(() => undefined); // what is thrown is told of the cases
    if (found === undefined) continue;
    env.pool.playOneByOne({ rest: found.kind === "refuses" ? restAfterClose : 0 });
    const reason = `the server serves one connection at a time: ${found.sentence}`;
    env.obstacles.add({ endpoint, reason, stops: needsSecondConnection });
    env.facts.state(endpoint.name, "connections", `one at a time: ${found.sentence}`);
  }
}

/**
 * Notes at which endpoints the sanity check met a 4yz, since a case that meets one there is not judged by it; and where it
 * was refused, since a server that refuses it again is no slower than it was; and which mechanisms of AUTH are no use.
 */
export function noteChecks(suite: HostSuite, checks: readonly SanityCheck[]): HostSuite {
  const temporary = new Set(checks.filter(({ metTemporary }) => metTemporary).map(({ endpoint }) => endpoint.name));
  const refusals = new Map(checks.map(({ endpoint, refusal }) => [endpoint.name, refusal]));
  const refusedMechanisms = new Map(checks.map((check) => [check.endpoint.name, check.refusedMechanisms]));
  return { ...suite, env: { ...suite.env, temporary, refusals, refusedMechanisms } };
}

/**
 * Plays the sanity check again, one endpoint after the other, where it was passed before. The one by which an endpoint was
 * given up is its last.
 */
export async function checkHostAgain({ env }: HostSuite, first: readonly SanityCheck[]): Promise<SanityCheck[]> {
  const checks: SanityCheck[] = [];
  for (const { endpoint } of first.filter(({ isPassed }) => isPassed)) {
    const lost = env.health.givenUpBy(endpoint);
    checks.push(lost === undefined ? await runSanityCheck(env, endpoint) : lastCheckOf(endpoint, lost));
  }
  return checks;
}

/** Asks the endpoints whose sanity check came so far what they offer. */
export async function probeHost(
  { env }: HostSuite,
  checks: readonly SanityCheck[],
): Promise<ReadonlyMap<Endpoint, Probe>> {
  const passed = checks.filter(hasGreeted);
  return new Map(
    await Promise.all(passed.map(async ({ endpoint }) => [endpoint, await probe(env, endpoint)] as const)),
  );
}

/** Has the states that were not reached stop the runs that begin in them; what was refused for now may be granted later. */
export function noteUnreached({ env }: HostSuite, probes: ReadonlyMap<Endpoint, Probe>, runs: readonly Run[]): void {
  const { target } = env;
  for (const [endpoint, { unreached }] of probes) {
    if (!target.endpoints.includes(endpoint)) continue;
    for (const [state, why] of unreached) {
      if (why.isForNow) continue;
      const at = { endpoint, target, state };
      const judge = why.timedOut === undefined ? undefined : judgeOf(why.timedOut, runs, at);
      env.obstacles.add(obstacleOfState(at, why, judge));
    }
  }
}

/** Plans what is wanted of a host. */
export function planHost(
  { host, env, terms, cases, selects }: HostSuite,
  probes: ReadonlyMap<Endpoint, Probe>,
): Plan {
  const allowed = new Set(terms.allowed);
  const offers = new Map([...probes].map(([{ name }, { offers: known }]) => [name, known]));
  return narrow(plan(cases, { target: env.target, allowed, offers }), { host, selects });
}

/**
 * Asks the endpoints of runs for the tools that these need. What is broken is an obstacle to the runs that need it, unless
 * another tool takes its place. Gives the runs as they are to be played.
 */
export async function equipRuns(
  { env }: HostSuite,
  probes: ReadonlyMap<Endpoint, Probe>,
  runs: readonly Run[],
): Promise<Run[]> {
  const { target, obstacles } = env;
  const equipped = new Map<Run, Run>();
  const equip = async (endpoint: Endpoint, here: readonly Run[]) => {
    const { offers = new Map(), quits = new Map() } = probes.get(endpoint) ?? {};
    const setting = { target, offers };
    const played = here.filter((run) => obstacles.against(run) === undefined);
    const broken = await askTools(env, endpoint, needsOf(played, setting));
    for (const each of broken) obstacles.add(obstacleOfTool(endpoint, each, setting));
    for (const run of here) equipped.set(run, knowingQuit(withStandIn(run, broken, setting), quits, setting));
  };
  const byEndpoint = Map.groupBy(runs, ({ endpoint }) => endpoint);
  await Promise.all([...byEndpoint].map(([endpoint, here]) => equip(endpoint, here)));
  return runs.map((run) => equipped.get(run) ?? run);
}
