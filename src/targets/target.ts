/** The target: the endpoints of a server, of one host or of several, and what its owner provides to test it with. */
import type { Milliseconds } from "../base/time.ts";
import { type Addresses, addressesOf, isLoopbackAddress } from "./addresses.ts";
import type { Endpoint } from "./endpoint.ts";
import type { KnownSoftware } from "../software/detect.ts";
import type { ProxyVersion } from "../wire/proxy_header.ts";
import type { ClientIdentity } from "../wire/tls.ts";
import type { MailboxAccess } from "./mailbox.ts";

/** How long each kind of reply may take. Our choice; RFC 5321 §4.5.3.2 is far longer. */
export interface Deadlines {
  readonly connect: Milliseconds;
  readonly greeting: Milliseconds;
  readonly reply: Milliseconds;
  readonly endOfData: Milliseconds;
  /** Until a message that was accepted lies in its mailbox: a queue may take its time. */
  readonly delivery: Milliseconds;
}

export interface Target {
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  /** Where its hosts are: nothing is looked up later. */
  readonly addresses: Addresses;
  readonly client: string;
  readonly from: string;
  readonly rcpt: string | undefined;
  readonly rcpts: readonly string[];
  readonly unknownRcpt: string | undefined;
  readonly foreignRcpt: string | undefined;
  /** A mailing list of the server. */
  readonly list: string | undefined;
  readonly user: string | undefined;
  readonly pass: string | undefined;
  /** A token of OAuth 2.0 with which the user may authenticate (RFC 6750). */
  readonly bearerToken: string | undefined;
  /** What the client shows of itself in TLS where a case asks for it. */
  readonly clientIdentity: ClientIdentity | undefined;
  /** By address. */
  readonly mailboxes: ReadonlyMap<string, MailboxAccess>;
  /** Root certificates (PEM) instead of the built-in ones. */
  readonly ca: string | undefined;
  readonly deadlines: Deadlines;
  readonly connections: number | undefined;
  /** The header with which a proxy in front of the server begins a connection; undefined: there is no proxy. */
  readonly proxy: ProxyVersion | undefined;
  /** What software the server is, where its owner says so. */
  readonly software: KnownSoftware | undefined;
}

export const defaultDeadlines: Deadlines = {
  connect: 30_000,
  greeting: 30_000,
  reply: 10_000,
  endOfData: 60_000,
  delivery: 30_000,
};
export const defaultClient = "client.test"; // RFC 2606 §2
export const defaultFrom = "sender@client.test";

/** A target without anything that its owner provides. */
export const bareTarget: Omit<Target, "name" | "endpoints"> = {
  addresses: new Map(),
  client: defaultClient,
  from: defaultFrom,
  rcpt: undefined,
  rcpts: [],
  unknownRcpt: undefined,
  foreignRcpt: undefined,
  list: undefined,
  user: undefined,
  pass: undefined,
  bearerToken: undefined,
  clientIdentity: undefined,
  mailboxes: new Map(),
  ca: undefined,
  deadlines: defaultDeadlines,
  connections: undefined,
  proxy: undefined,
  software: undefined,
};

/** Says whether a target is on this machine, so that it may be tested without asking: all addresses of all its hosts. */
export function isLoopback({ endpoints, addresses }: Pick<Target, "endpoints" | "addresses">): boolean {
  return endpoints.every(({ address }) => {
    if ("path" in address) return true;
    const found = addressesOf(addresses, address.host);
    return found.kind === "found" && found.addresses.every(isLoopbackAddress);
  });
}

/** Gives the hosts of a target, in the order in which they come. */
export function hostsOf({ endpoints }: Pick<Target, "endpoints">): string[] {
  return [...new Set(endpoints.map(({ host }) => host))];
}
