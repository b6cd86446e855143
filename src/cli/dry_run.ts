/** What a run would do, without a connection: what is played, what is skipped and why, and how long that takes. Pure. */
import { indented, wrap } from "../base/wrap.ts";
import type { Milliseconds } from "../base/time.ts";
import { estimate } from "../plan/estimate.ts";
import { narrow, type Plan, plan } from "../plan/plan.ts";
import { idAt } from "../plan/result_id.ts";
import { isSelected } from "../plan/select.ts";
import type { Terms } from "../run/suite_options.ts";
import { hostsOf, isLoopback, type Target } from "../targets/target.ts";
import type { Chosen } from "./choose_cases.ts";
import { countOf } from "./count.ts";
import { writePlanLine } from "./plan_line.ts";

/** How a dry run is shown, and what is known of the run. */
export interface DryRunOptions {
  readonly termsFor: (host: string) => Terms;
  readonly budget: Milliseconds | "none" | undefined;
  /** Each skipped result is named. */
  readonly isVerbose: boolean;
  readonly columns: number;
}

/** What one host would get. */
interface HostPlan extends Plan {
  readonly endpoints: number;
  readonly lintIds: readonly string[];
  readonly terms: Terms;
  /** A guess at the time of an exchange: nobody has asked the server. */
  readonly exchange: Milliseconds;
}

/** Our choices: a server on this machine, and one that is a network away. */
const exchangeHere: Milliseconds = 2;
const exchangeAway: Milliseconds = 50;
const mostNamed = 5; // our choice: of the results that one reason skips, so many are named

/** Shows the plan: what is played first, then what is skipped, the sum last. */
export function showDryRun(target: Target, chosen: Chosen, options: DryRunOptions): string {
  const hosts = hostsOf(target).map((host) => planFor(host, target, chosen, options.termsFor(host)));
  const runs = hosts.flatMap((host) => host.runs);
  const skips = hosts.flatMap((host) => host.skips);
  const lintIds = hosts.flatMap((host) => host.lintIds);
  const played = [
    ...runs.map(({ id, endpoint }) => `  ${id}  at ${endpoint.name}`),
    ...lintIds.map((id) => `  ${id}  in all sessions`),
  ];
  const sections = [
    [`To be played (${played.length})`, ...played],
    ...skips.length === 0 ? [] : [[`Skipped (${skips.length})`, ...describeSkips(skips, options)]],
    wrap(writePlanLine(sumOf(hosts), options.budget), options.columns),
    wrap(whatIsUnknown, options.columns),
  ];
  return sections.map((lines) => lines.join("\n")).join("\n\n") + "\n";
}

const whatIsUnknown = "Nothing was sent. What the server offers is not known: a case about what it does not offer is " +
  "skipped too, and the time is guessed.";

function planFor(host: string, target: Target, { cases, lintIds, selection }: Chosen, terms: Terms): HostPlan {
  const endpoints = target.endpoints.filter((endpoint) => endpoint.host === host);
  const own = { ...target, endpoints };
  const named = hostsOf(target).length === 1 ? undefined : host;
  const selects = (id: string) => isSelected(selection, id, host);
  const planned = plan(cases, { target: own, allowed: new Set(terms.allowed), offers: undefined });
  return {
    ...narrow(planned, { host: named, selects }),
    endpoints: endpoints.length,
    lintIds: lintIds.filter(selects).map((id) => idAt(id, named)),
    terms,
    exchange: isLoopback(own) ? exchangeHere : exchangeAway,
  };
}

function sumOf(hosts: readonly HostPlan[]) {
  const sum = (of: (host: HostPlan) => number) => hosts.reduce((total, host) => total + of(host), 0);
  const times = hosts.map(({ runs, terms, exchange }) => ({
    estimate: estimate(runs, { ...terms, exchange }),
    delay: terms.delay,
  })).toSorted((one, other) => other.estimate.time - one.estimate.time);
  const [longest = { estimate: estimate([], { jobs: 1, delay: 0, exchange: 0 }), delay: 0 }] = times;
  return {
    results: sum(({ runs, skips, lintIds }) => runs.length + skips.length + lintIds.length),
    played: sum(({ runs }) => runs.length),
    endpoints: sum(({ endpoints }) => endpoints),
    longest,
  };
}

/** The reasons, the most frequent first, each with the results that it skips. */
function describeSkips(skips: Plan["skips"], { isVerbose, columns }: DryRunOptions): string[] {
  const byReason = [...Map.groupBy(skips, ({ reason }) => reason)].toSorted(([, one], [, other]) =>
    other.length - one.length
  );
  return byReason.flatMap(([reason, own]) => {
    const named = isVerbose ? own : own.slice(0, mostNamed);
    const more = own.length - named.length;
    return [
      ...indented(`${reason} (${countOf(own.length, "result")})`, 2, columns),
      ...named.map(({ id }) => `    ${id}`),
      ...(more === 0 ? [] : [`    and ${more} more`]),
    ];
  });
}
