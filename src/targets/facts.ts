/** What the owner of a server provides besides its address, and a case can require. A new fact is a row here. */
import type { Fact } from "../case/case.ts";
import type { Endpoint } from "./endpoint.ts";
import { mailSources } from "./mail_source.ts";
import type { Target } from "./target.ts";
import { namedValues } from "./values.ts";

/** What a fact is, and when it holds. */
export interface FactRow {
  readonly description: string;
  readonly howToAdd: string;
  /** How many the target has of it; of what is there or not, 1 or 0. */
  countIn(target: Target, endpoint: Endpoint | undefined): number;
  /** A case can require a number of them. */
  readonly isList: boolean;
  /** It is named among the fixtures of a report. */
  readonly isFixture: boolean;
}

const single = { isList: false, isFixture: true } as const;
const countOf = (value: unknown) => value === undefined ? 0 : 1;

export const factRows: Readonly<Record<Fact, FactRow>> = {
  rcpt: { ...namedValues.rcpt, ...single, isFixture: false, countIn: ({ rcpt }) => countOf(rcpt) },
  unknown_rcpt: { ...namedValues.unknown_rcpt, ...single, countIn: ({ unknownRcpt }) => countOf(unknownRcpt) },
  foreign_rcpt: { ...namedValues.foreign_rcpt, ...single, countIn: ({ foreignRcpt }) => countOf(foreignRcpt) },
  user: { ...namedValues.user, ...single, countIn: ({ user, pass }) => Math.min(countOf(user), countOf(pass)) },
  bearer_token: {
    ...single,
    description: "a user and a token of OAuth 2.0 that is good for him",
    howToAdd: "--user NAME and --bearer-token-env VAR",
    countIn: ({ user, bearerToken }) => Math.min(countOf(user), countOf(bearerToken)),
  },
  client_cert: {
    ...single,
    description: "a certificate that the client shows in TLS, and its key",
    howToAdd: "--client-cert FILE and --client-key FILE",
    countIn: ({ clientIdentity }) => countOf(clientIdentity),
  },
  list: { ...namedValues.list, ...single, countIn: ({ list }) => countOf(list) },
  mailbox: {
    ...single,
    description: "the mailbox of the recipient, so that mail can be read back",
    howToAdd: Object.values(mailSources).map(({ flag }) => `--${flag.name} ${flag.value}`).join(" or "),
    countIn: ({ rcpt, mailboxes }) => rcpt !== undefined && mailboxes.has(rcpt) ? 1 : 0,
  },
  rcpts: { ...namedValues.rcpts, isList: true, isFixture: true, countIn: ({ rcpts }) => rcpts.length },
  host_name: {
    ...single,
    isFixture: false,
    description: "what its certificate is to be for",
    howToAdd: "the server's host name in place of its address",
    countIn: (_, endpoint) => endpoint === undefined || isAddress.test(endpoint.tlsName) ? 0 : 1,
  },
};

const isAddress = /^[0-9.]+$|:|^localhost$/;

/** What a fact is asked of. */
export interface FactQuestion {
  readonly target: Target;
  /** Undefined where it is asked of the target as a whole. */
  readonly endpoint: Endpoint | undefined;
  /** How many are needed. */
  readonly count: number;
}

/** Says what to add where a fact does not hold; undefined where it does. */
export function missingFact(fact: Fact, { target, endpoint, count }: FactQuestion): string | undefined {
  const row = factRows[fact];
  const found = row.countIn(target, endpoint);
  if (found >= (row.isList ? count : 1)) return undefined;
  return `${row.howToAdd} (${row.description})${row.isList ? `: ${count} are needed, ${found} given` : ""}`;
}

/** Names what the target provides, as reports list it: unknown_rcpt, user, "rcpts 100". */
export function fixturesOf(target: Target): string[] {
  return Object.entries(factRows).flatMap(([name, { isFixture, isList, countIn }]) => {
    const count = countIn(target, undefined);
    if (!isFixture || count < (isList ? 2 : 1)) return []; // a list of one is the recipient
    return [isList ? `${name} ${count}` : name];
  });
}
