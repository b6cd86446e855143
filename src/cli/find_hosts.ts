/** The addresses of the hosts to connect to. */
import type { Milliseconds } from "../base/time.ts";
import { type Addresses, type Family, findAddresses, type Finding } from "../targets/addresses.ts";
import type { Address } from "../targets/endpoint.ts";
import type { TargetOptions } from "./flags.ts";

/** Gives the IP version to which the options narrow connections; 0 for any. */
function familyOf({ isOnlyIpv4, isOnlyIpv6 }: Pick<TargetOptions, "isOnlyIpv4" | "isOnlyIpv6">): Family {
  return isOnlyIpv4 ? 4 : isOnlyIpv6 ? 6 : 0;
}

/** The options that decide how the hosts of a target are found. */
export type FindingOptions = Pick<TargetOptions, "isOnlyIpv4" | "isOnlyIpv6"> & {
  /** For how long the server may be starting. */
  readonly wait?: Milliseconds | undefined;
};

/** Finds the addresses of all hosts to connect to. */
export function findHosts(
  places: readonly Address[],
  options: FindingOptions,
  lookUp: Finding["lookUp"],
): Promise<Addresses> {
  const hosts = places.flatMap((place) => "host" in place ? [place.host] : []);
  return findAddresses(hosts, {
    family: familyOf(options),
    within: options.wait ?? 0,
    clock: () => performance.now(),
    lookUp,
  });
}
