/** On which terms each host of a target is tested: as a stranger's, unless it is this machine or the user's own. */
import type { Milliseconds } from "../base/time.ts";
import type { Risk } from "../case/case.ts";
import type { Terms } from "../run/suite_options.ts";
import { addressesOf } from "../targets/addresses.ts";
import { hostsOf, isLoopback, type Target } from "../targets/target.ts";
import { usage, type UsageError } from "./flag.ts";

/** What the command line says of the terms. */
export interface TermsOptions {
  readonly mine: readonly string[];
  readonly allow: readonly Risk[] | undefined;
  readonly jobs: number | undefined;
  readonly delay: Milliseconds | undefined;
}

/** The terms for each host of a target. */
export type TermsByHost = ReadonlyMap<string, Terms>;

/** Our choices. A stranger's server is to notice little of a test. */
export const ownTerms: Terms = { allowed: ["delivers", "heavy", "hostile"], jobs: 16, delay: 0 };
export const strangeTerms: Terms = { allowed: [], jobs: 2, delay: 1000 };

/** Gives the terms for each host; or what is wrong with the options. */
export function termsFor(
  target: Pick<Target, "endpoints" | "addresses" | "connections">,
  options: TermsOptions,
): TermsByHost | UsageError {
  const { mine, allow, jobs, delay } = options;
  const hosts = hostsOf(target);
  const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  const unknown = mine.find((host) => !hosts.some((known) => isSame(host, known)));
  if (unknown !== undefined) {
    return usage(`--mine "${unknown}" is no host of this target`, `its hosts are ${hosts.join(", ")}`);
  }
  const strangers = hosts.filter((host) => !mine.some((known) => isSame(known, host)) && !isHere(target, host));
  const [stranger] = strangers.filter((host) => isFound(target, host));
  if (stranger !== undefined && jobs !== undefined && jobs > strangeTerms.jobs) {
    return usage(
      `Cannot use --jobs ${jobs} at ${stranger}, which is not on loopback: ${strangeTerms.jobs} at most`,
      `where the host is yours to test, add --mine ${stranger}`,
    );
  }
  return new Map(hosts.map((host) => {
    const usual = strangers.includes(host) ? strangeTerms : ownTerms;
    return [host, {
      allowed: allow ?? usual.allowed,
      jobs: Math.min(jobs ?? usual.jobs, target.connections ?? Infinity),
      delay: delay ?? usual.delay,
    }];
  }));
}

/** Gives the terms for a host. */
export function termsOn(terms: TermsByHost, host: string): Terms {
  const found = terms.get(host);
  if (found === undefined) throw new Error(`There are no terms for the host ${host}`);
  return found;
}

/** Only one of several hosts may be here. */
function isHere({ endpoints, addresses }: Pick<Target, "endpoints" | "addresses">, host: string): boolean {
  return isLoopback({ endpoints: endpoints.filter((endpoint) => endpoint.host === host), addresses });
}

/** Nothing is done to a host that has no address: its sanity check says so. */
function isFound({ endpoints, addresses }: Pick<Target, "endpoints" | "addresses">, host: string): boolean {
  return endpoints.some(({ host: own, address }) =>
    own === host && "host" in address && addressesOf(addresses, address.host).kind === "found"
  );
}
