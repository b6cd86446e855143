/** Endpoints: where a server is reached, and in which role. */
import { type PlainProblem, problem } from "../base/problem.ts";
import type { Role } from "../smtp/role.ts";

/** Where a server listens: a TCP port, or a socket in the file system. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

/** One place where a host listens. */
export interface Listener {
  readonly role: Role;
  readonly address: Address;
}

/** A host with the places where it listens, one a role. */
export interface Host {
  readonly name: string;
  readonly listeners: readonly Listener[];
}

/** A place where a target listens. */
export interface Endpoint extends Listener {
  /** Unique within the target: the role, or ROLE@HOST where the target has several hosts. */
  readonly name: string;
  /** The host that it belongs to. */
  readonly host: string;
  /** The name for SNI and for the check of the certificate. */
  readonly tlsName: string;
}

/** Makes the endpoints of a target's hosts. */
export function endpointsOf(hosts: readonly Host[]): Endpoint[] {
  return hosts.flatMap(({ name: host, listeners }) =>
    listeners.map((listener) => ({
      ...listener,
      name: hosts.length === 1 ? listener.role : `${listener.role}@${host}`,
      host,
      tlsName: host,
    }))
  );
}

/**
 * Gathers listeners by their hosts, in the order in which the hosts come. A socket of the file system belongs to the
 * first of them. A problem says which role a host has twice.
 */
export function gatherHosts(listeners: readonly Listener[]): Host[] | PlainProblem {
  const names = new Map<string, string>();
  for (const { address } of listeners) {
    if ("host" in address && !names.has(keyOf(address))) names.set(keyOf(address), address.host);
  }
  if (names.size === 0) names.set("localhost", "localhost");
  const [first = ""] = names.keys();
  const byHost = Map.groupBy(listeners, ({ address }) => "host" in address ? keyOf(address) : first);
  for (const [key, own] of byHost) {
    const twice = own.find(({ role }, index) => own.findIndex((other) => other.role === role) < index);
    if (twice !== undefined) {
      return problem(`Two targets are of the role ${twice.role} on the host ${names.get(key)}`);
    }
  }
  return [...names].map(([key, name]) => ({ name, listeners: byHost.get(key) ?? [] }));
}

/** Names of hosts are the same in capitals or not (RFC 1035 §2.3.3). */
const keyOf = ({ host }: { readonly host: string }) => host.toLowerCase();
