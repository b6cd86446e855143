/** What is planned on all hosts, in numbers. Pure. */
import type { Milliseconds } from "../base/time.ts";
import { estimate } from "../plan/estimate.ts";
import type { Plan } from "../plan/plan.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { HostSuite } from "./host_suite.ts";
import type { Probe } from "./probe.ts";
import type { SanityCheck } from "./sanity_check.ts";
import type { Planned } from "./suite_options.ts";

const nothing: Planned = {
  results: 0,
  played: 0,
  endpoints: 0,
  longest: { estimate: { time: 0, connections: 0, isPaused: false }, delay: 0 },
};

/** A host of which it is known what is to be played. */
export interface PlannedHost extends HostSuite, Plan {
  readonly checks: readonly SanityCheck[];
  readonly probes: ReadonlyMap<Endpoint, Probe>;
}

/** Counts what is planned, and estimates the time of what no obstacle stops. */
export function describePlan(hosts: readonly PlannedHost[]): Planned {
  return hosts.map(({ env, terms: { delay }, runs, skips, lintIds, checks, probes }) => {
    const played = runs.filter((run) => env.obstacles.against(run) === undefined);
    const exchange = Math.max(0, ...checks.map((check) => timeOfExchange(check, probes.get(check.endpoint))));
    return {
      results: runs.length + skips.length + lintIds.size,
      played: played.length,
      endpoints: env.target.endpoints.length,
      longest: { estimate: estimate(played, { jobs: env.pool.most, delay, exchange }), delay },
    };
  }).reduce((one, other) => ({
    results: one.results + other.results,
    played: one.played + other.played,
    endpoints: one.endpoints + other.endpoints,
    longest: other.longest.estimate.time > one.longest.estimate.time ? other.longest : one.longest,
  }), nothing);
}

const exchangesToRcpt = 5; // the connection, the greeting, EHLO, MAIL, RCPT
const exchangesToHello = 3;

/** How long an endpoint took for an exchange, at its quickest: the first session of all is slow by our own doing. */
function timeOfExchange({ took }: SanityCheck, probe: Probe | undefined): Milliseconds {
  return Math.min(took / exchangesToRcpt, (probe?.took ?? Infinity) / exchangesToHello);
}
