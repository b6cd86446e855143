/** The target: the ports of one server, and what its owner lends us to test it with. */
import type { Milliseconds } from "../base/time.ts";
import type { Fact } from "../case/case.ts";
import type { Role } from "../smtp/role.ts";
import type { TargetName } from "../case/names.ts";
import type { Address } from "../wire/open.ts";
import type { Mailbox } from "./mailbox.ts";

/** One port of the server. On `submissions` TLS is on from the first octet. */
export interface Port {
  readonly kind: Role;
  readonly address: Address;
}

/** Opens a mailbox for reading back; what lies in it already is left aside. */
export type OpenMailbox = () => Promise<Mailbox>;

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
  readonly host: string;
  readonly ports: readonly Port[];
  readonly client: string;
  readonly from: string;
  readonly rcpt: string | undefined;
  readonly rcpts: readonly string[];
  readonly unknownRcpt: string | undefined;
  readonly foreignRcpt: string | undefined;
  readonly user: string | undefined;
  readonly pass: string | undefined;
  /** By address. */
  readonly mailboxes: ReadonlyMap<string, OpenMailbox>;
  /** Root certificates (PEM) instead of the built-in ones. */
  readonly ca: string | undefined;
  readonly deadlines: Deadlines;
  readonly connections: number | undefined;
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

/** Says whether a target is on this machine, so that it may be tested without asking. */
export function isLoopback(target: Target): boolean {
  return target.ports.every(({ address }) =>
    "path" in address || /^(127\.[0-9.]+|::1|\[::1\]|localhost)$/.test(address.host)
  );
}

/** Gives the domain of an address, or undefined. */
export function domainOf(address: string | undefined): string | undefined {
  const at = address?.lastIndexOf("@") ?? -1;
  return at === -1 ? undefined : address?.slice(at + 1);
}

/** Gives the value of one of the target's names; a list stays a list. */
export function targetValue(target: Target, name: TargetName): string | readonly string[] | undefined {
  switch (name) {
    case "client":
    case "from":
    case "rcpt":
    case "user":
    case "pass":
      return target[name];
    case "domain":
      return domainOf(target.rcpt);
    case "local":
      return target.rcpt?.slice(0, Math.max(0, target.rcpt.lastIndexOf("@")));
    case "rcpts":
      return target.rcpts.length > 0 ? target.rcpts : undefined;
    case "unknown_rcpt":
      return target.unknownRcpt;
    case "foreign_rcpt":
      return target.foreignRcpt;
  }
}

/** Says what to add when one of the target's names is missing. */
export const howToAdd: Readonly<Record<TargetName | Fact, string>> = {
  client: "--client NAME (the name to give in EHLO)",
  from: "--from ADDRESS (the sender)",
  rcpt: "--rcpt ADDRESS (a mailbox that accepts mail)",
  domain: "--rcpt ADDRESS (a mailbox that accepts mail)",
  local: "--rcpt ADDRESS (a mailbox that accepts mail)",
  rcpts: "several --rcpt, or rcpts in a target file (many mailboxes that accept mail)",
  unknown_rcpt: "--unknown-rcpt ADDRESS (an address of the server's domain that does not exist)",
  foreign_rcpt: "--foreign-rcpt ADDRESS (an address for which the server must not relay)",
  user: "--user NAME and --pass-env VAR (somebody who may authenticate)",
  pass: "--pass-env VAR (the environment variable that holds the password)",
  host_name: "the server's host name in place of its address (what its certificate is to be for)",
  mailbox: "--maildir DIR (the Maildir of the recipient, so that mail can be read back)",
};

/** Says whether a fact holds, or what to add. */
export function missingFact(target: Target, fact: Fact, count: number): string | undefined {
  switch (fact) {
    case "user":
      return target.user !== undefined && target.pass !== undefined ? undefined : howToAdd.user;
    case "mailbox":
      return target.rcpt !== undefined && target.mailboxes.has(target.rcpt) ? undefined : howToAdd.mailbox;
    case "host_name":
      return /^[0-9.]+$|:|^localhost$/.test(target.host) ? howToAdd.host_name : undefined;
    case "rcpts":
      return target.rcpts.length >= count
        ? undefined
        : `${howToAdd.rcpts}: ${count} are needed, ${target.rcpts.length} given`;
    case "rcpt":
    case "unknown_rcpt":
    case "foreign_rcpt":
      return targetValue(target, fact) === undefined ? howToAdd[fact] : undefined;
  }
}
