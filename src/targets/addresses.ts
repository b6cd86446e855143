/**
 * The IP addresses of a target's hosts. They are found once, before anything is sent, and a run connects to these and
 * to no other: a name may lead elsewhere a moment later, and what is allowed here may not be allowed there.
 */
import type { Milliseconds } from "../base/time.ts";
import type { LookedUp } from "../wire/look_up.ts";

/** What the hosts were found to be, by their names in small letters. */
export type Addresses = ReadonlyMap<string, LookedUp>;

/** The family of addresses that is wanted, 0 for either. */
export type Family = 0 | 4 | 6;

/** How hosts are found. */
export interface Finding {
  readonly family: Family;
  /** For how long a name may be unknown: its server may be starting. */
  readonly within: Milliseconds;
  /** Monotonic milliseconds. */
  readonly clock: () => Milliseconds;
  readonly lookUp: (host: string) => Promise<LookedUp>;
}

const pause: Milliseconds = 200; // our choice: between two look-ups of a name that is not known yet

/** Finds the addresses of hosts; one that is an address needs no look-up. */
export async function findAddresses(hosts: readonly string[], finding: Finding): Promise<Addresses> {
  const names = [...new Set(hosts.map((host) => host.toLowerCase()))];
  return new Map(await Promise.all(names.map(async (name) => [name, await find(name, finding)] as const)));
}

async function find(host: string, { family, within, clock, lookUp }: Finding): Promise<LookedUp> {
  if (isAddress(host)) return inFamily(host, [host], family);
  const start = clock();
  for (;;) {
    const found = await lookUp(host);
    if (found.kind === "found") return inFamily(host, found.addresses, family);
    if (found.kind === "denied" || clock() - start >= within) return found;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function inFamily(host: string, all: readonly string[], family: Family): LookedUp {
  const addresses = all.filter((address) => family === 0 || (address.includes(":") ? 6 : 4) === family);
  return addresses.length > 0
    ? { kind: "found", addresses }
    : { kind: "unreachable", why: `${host} has no IPv${family} address, and -${family} wants one` };
}

/** Gives the addresses of a host. */
export function addressesOf(known: Addresses, host: string): LookedUp {
  return known.get(host.toLowerCase()) ??
    (isAddress(host)
      ? { kind: "found", addresses: [host] }
      : { kind: "unreachable", why: `the name ${host} was not looked up` });
}

/** Says whether a host is written as its address. What else looks like one, such as 127.1, is for the system to read. */
export function isAddress(host: string): boolean {
  return host.includes(":") || /^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\.(?!$)|$)){4}$/.test(host);
}

/** Says whether an address is of this machine alone (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), IPv4 in IPv6 too. */
export function isLoopbackAddress(address: string): boolean {
  if (!address.includes(":")) return isAddress(address) && address.startsWith("127.");
  const url = URL.parse(`http://[${address}]/`);
  return url !== null && /^\[(::1|::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})\]$/.test(url.hostname);
}
