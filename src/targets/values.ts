/** The values that a target gives to the variables of a case. A new name is a row here. */
import type { TargetName } from "../case/names.ts";
import type { Target } from "./target.ts";

/** What a name stands for. */
export interface NamedValue {
  readonly description: string;
  readonly howToAdd: string;
  /** Undefined where the target has none; a list stays a list. */
  valueIn(target: Target): string | readonly string[] | undefined;
}

const recipient = { description: "a mailbox that accepts mail", howToAdd: "--rcpt ADDRESS" };

export const namedValues: Readonly<Record<TargetName, NamedValue>> = {
  client: {
    description: "the name to give in EHLO",
    howToAdd: "--client NAME",
    valueIn: ({ client }) => client,
  },
  from: { description: "the sender", howToAdd: "--from ADDRESS", valueIn: ({ from }) => from },
  rcpt: { ...recipient, valueIn: ({ rcpt }) => rcpt },
  domain: { ...recipient, valueIn: ({ rcpt }) => domainOf(rcpt) },
  local: { ...recipient, valueIn: ({ rcpt }) => rcpt?.slice(0, Math.max(0, rcpt.lastIndexOf("@"))) },
  rcpts: {
    description: "many mailboxes that accept mail",
    howToAdd: "several --rcpt, or rcpts in a target file",
    valueIn: ({ rcpts }) => rcpts.length > 0 ? rcpts : undefined,
  },
  unknown_rcpt: {
    description: "an address of the server's domain that does not exist",
    howToAdd: "--unknown-rcpt ADDRESS",
    valueIn: ({ unknownRcpt }) => unknownRcpt,
  },
  foreign_rcpt: {
    description: "an address for which the server must not relay",
    howToAdd: "--foreign-rcpt ADDRESS",
    valueIn: ({ foreignRcpt }) => foreignRcpt,
  },
  list: { description: "a mailing list of the server", howToAdd: "--list ADDRESS", valueIn: ({ list }) => list },
  user: {
    description: "somebody who may authenticate",
    howToAdd: "--user NAME and --pass-env VAR",
    valueIn: ({ user }) => user,
  },
  pass: {
    description: "the environment variable that holds the password",
    howToAdd: "--pass-env VAR",
    valueIn: ({ pass }) => pass,
  },
  bearer_token: {
    description: "the environment variable that holds a token of the user",
    howToAdd: "--bearer-token-env VAR",
    valueIn: ({ bearerToken }) => bearerToken,
  },
};

/** Gives the value of a name; a list stays a list. */
export function targetValue(target: Target, name: TargetName): string | readonly string[] | undefined {
  return namedValues[name].valueIn(target);
}

/** Says what to add where a name has no value; undefined where it has one. */
export function missingValue(target: Target, name: TargetName): string | undefined {
  const { valueIn, howToAdd, description } = namedValues[name];
  return valueIn(target) === undefined ? `${howToAdd} (${description})` : undefined;
}

/** Gives the domain of an address, or undefined. */
export function domainOf(address: string | undefined): string | undefined {
  const at = address?.lastIndexOf("@") ?? -1;
  return at === -1 ? undefined : address?.slice(at + 1);
}
