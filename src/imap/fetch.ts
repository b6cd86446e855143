/** What is asked of an open mailbox: whether something arrived, what it is, and its octets. Nothing is changed there. */
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import type { Answered, ImapLink } from "./link.ts";
import type { Fetched, Said } from "./response.ts";

/** A message in a mailbox. */
export interface Listed {
  readonly uid: number;
  /** As the server says. */
  readonly octets: number;
}

const mostListOctets = 10_000_000; // our choice: of a hundred thousand messages
/** What stands around a message in the response to FETCH, and what a server may err in its size. Our choice. */
const aroundOctets = 100_000;
const sizeFactor = 2;

/** What was asked was not to be had; `isBroken`: nor will anything else on this connection. */
export interface Failed extends PlainProblem {
  readonly isBroken: boolean;
}

/** Asks whether the number of messages changed since it was asked last (RFC 9051 §6.1.2). */
export async function askNews(link: ImapLink): Promise<boolean | Failed> {
  return failedBy(await link.command({ text: "NOOP" }), "NOOP") ?? link.takeNews();
}

/** Lists the messages from a UID on, in the order of their arrival. */
export async function listFrom(link: ImapLink, uid: number): Promise<Listed[] | Failed> {
  const listed = new Map<number, Listed>();
  const read = await fetch(
    link,
    { text: `UID FETCH ${uid}:* (UID RFC822.SIZE)`, mostOctets: mostListOctets },
    (each) => {
      // RFC 9051 §9, seq-range: `7:*` holds the last message even where its UID is below 7.
      if (each.uid === undefined || each.uid < uid || each.octets === undefined) return;
      listed.set(each.uid, { uid: each.uid, octets: each.octets });
    },
  );
  return isProblem(read) ? read : [...listed.values()].sort((one, other) => one.uid - other.uid);
}

/** Gives the UID of the last message, 0 where there is none. */
export async function findLastUid(link: ImapLink): Promise<number | Failed> {
  let last = 0;
  const read = await fetch(link, { text: "UID FETCH * (UID)" }, ({ uid = 0 }) => {
    last = Math.max(last, uid);
  });
  return isProblem(read) ? (read.isBroken ? read : 0) : last; // Some servers refuse `*` where there is nothing.
}

/** Fetches messages whole, by their UIDs; one that is gone is missing. */
export async function fetchMessages(
  link: ImapLink,
  messages: readonly Listed[],
): Promise<ReadonlyMap<number, string> | Failed> {
  const wanted = new Set(messages.map(({ uid }) => uid));
  const found = new Map<number, string>();
  const mostOctets = messages.reduce((sum, { octets }) => sum + sizeFactor * octets + aroundOctets, aroundOctets);
  const text = `UID FETCH ${[...wanted].join(",")} (UID BODY.PEEK[])`;
  const read = await fetch(link, { text, mostOctets }, ({ uid, content }) => {
    if (uid !== undefined && content !== undefined && wanted.has(uid)) found.set(uid, content);
  });
  return isProblem(read) ? read : found;
}

async function fetch(
  link: ImapLink,
  command: { readonly text: string; readonly mostOctets?: number },
  onFetched: (message: Fetched) => void,
): Promise<Failed | undefined> {
  const onSaid = (said: Said) => {
    if (said.kind === "fetched") onFetched(said.message);
  };
  return failedBy(await link.command({ ...command, onSaid }), "FETCH");
}

function failedBy(answered: Answered, verb: string): Failed | undefined {
  switch (answered.kind) {
    case "ok":
      return undefined;
    case "refused":
      return { ...problem(`it refused ${verb}: ${answered.text}`), isBroken: false };
    case "broken":
      return { ...problem(answered.why), isBroken: true };
  }
}
