/**
 * Keys: what a server did wrong, in a few codes that are the same from run to run. A baseline keeps them, and a
 * comparison of reports compares them, so that sentences may change and keys may not. Pure.
 */
import type { Observation } from "../smtp/observation.ts";
import { readEnhanced, type Reply } from "../smtp/reply.ts";
import type { Replies } from "./matches.ts";

/** One form that a part of a key can have. */
export interface KeyForm {
  /** The form as the documents write it: words in capitals stand for a value. */
  readonly form: string;
  readonly description: string;
  /** Matches a part of that form, and a part that ends before one of its later words: `header` as `header DATE text`. */
  readonly pattern: RegExp;
}

/** All forms of a part of a key; parts are joined by ", ". N is a number, from ten on `10+`. */
export const keyForms: readonly KeyForm[] = [
  {
    form: "250 2.1.0 xN",
    description: "a reply: its code, its status code if it has one, and how often it came in a row if more than once",
    pattern: /^[0-9]{3}( [245]\.[0-9]{1,3}\.[0-9]{1,3})?( x[0-9]+\+?)?$/,
  },
  { form: "malformed", description: "octets that are no reply", pattern: /^malformed( x[0-9]+\+?)?$/ },
  { form: "silence", description: "nothing within the time", pattern: /^silence$/ },
  { form: "partial", description: "only a part of a reply within the time", pattern: /^partial$/ },
  { form: "close", description: "the server closed, by a FIN", pattern: /^close$/ },
  { form: "close-notify", description: "the server closed TLS, and then by a FIN", pattern: /^close-notify$/ },
  { form: "reset", description: "the server reset the connection", pattern: /^reset$/ },
  { form: "open", description: "the connection stayed open", pattern: /^open$/ },
  { form: "extra", description: "the replies that follow were more than commands", pattern: /^extra$/ },
  {
    form: "replies N",
    description: "so many replies, where they are none or too many to list",
    pattern: /^replies( [0-9]+\+?)?$/,
  },
  { form: "delivered N", description: "so many messages were delivered", pattern: /^delivered( [0-9]+\+?)?$/ },
  { form: "body line", description: "a line of the delivered body differs", pattern: /^body( line)?$/ },
  {
    form: "body end",
    description: "the empty lines at the end of the delivered body differ",
    pattern: /^body( end)?$/,
  },
  {
    form: "header NAME missing",
    description: "a delivered message lacks the field",
    pattern: headerPattern("missing"),
  },
  {
    form: "header NAME count N",
    description: "it has the field so many times",
    pattern: headerPattern("count( [0-9]+\\+?)?"),
  },
  {
    form: "header NAME order",
    description: "the field stands below one that it must be above",
    pattern: headerPattern("order"),
  },
  { form: "header NAME text", description: "the value of the field differs", pattern: headerPattern("text") },
  {
    form: "header Received CLAUSE",
    description: "a clause of the field differs: from, by, via, with, id or for",
    pattern: headerPattern("(from|by|via|with|id|for)"),
  },
  { form: "header Received date", description: "its date differs", pattern: headerPattern("date") },
  { form: "header Received grammar", description: "it breaks the grammar", pattern: headerPattern("grammar") },
  { form: "tls failed", description: "the TLS handshake failed", pattern: /^tls( failed)?$/ },
  { form: "tls protocol", description: "TLS has another version", pattern: /^tls( protocol)?$/ },
  { form: "tls cipher", description: "TLS has another cipher", pattern: /^tls( cipher)?$/ },
  { form: "tls name", description: "the certificate is for other names", pattern: /^tls( name)?$/ },
  { form: "tls dates", description: "the certificate is not valid on the day", pattern: /^tls( dates)?$/ },
  { form: "tls trust", description: "the certificate's chain is trusted, or not", pattern: /^tls( trust)?$/ },
  {
    form: "record KIND",
    description: "the first record after a ClientHello: alert, protocol-version, server-hello, other, close or silence",
    pattern: /^record( (alert|protocol-version|server-hello|other|close|silence))?$/,
  },
  { form: "gone", description: "the server no longer answers", pattern: /^gone$/ },
];

function headerPattern(difference: string): RegExp {
  return new RegExp(`^header( \\S+( ${difference})?)?$`);
}

const mostParts = 8; // our choice: a longer list of replies is counted

/** A flood of replies has another number each time. */
const mostCounted = 9; // our choice

/** Writes a number for a key. */
export function countForKey(count: number): string {
  return count > mostCounted ? `${mostCounted + 1}+` : String(count);
}

/** Says whether a text could be a key, or the beginning of one. */
export function isKey(text: string): boolean {
  return text.split(", ").every((part) => keyForms.some(({ pattern }) => pattern.test(part)));
}

/** Gives the key of what was received; undefined stands for a connection that stayed open. */
export function keyOfObservation(seen: Observation | undefined): string {
  switch (seen?.kind) {
    case undefined:
      return "open";
    case "reply":
      return keyOfReply(seen);
    case "malformed":
      return "malformed";
    case "close":
      return seen.how === "reset" ? "reset" : seen.isNotified ? "close-notify" : "close";
    case "silence":
      return seen.partial.length === 0 ? "silence" : "partial";
  }
}

/** The status code is that of the first line: servers leave it out of the later ones. */
function keyOfReply({ code, lines }: Reply): string {
  const digits = String(code).padStart(3, "0");
  const enhanced = readEnhanced(lines[0]?.text ?? "");
  return enhanced === undefined ? digits : `${digits} ${enhanced.class}.${enhanced.subject}.${enhanced.detail}`;
}

/** Gives the key of all that was received up to the end of a session; the 221 to QUIT, which ends it well, has no part. */
export function keyOfReplies({ replies, end }: Replies): string {
  const ends = { bye: [], close: ["close"], silence: ["silence"] };
  return [...keysOf(replies), ...ends[end]].join(", ");
}

/** Gives the key of replies that answer no command. */
export function keyOfExtra(replies: readonly Observation[]): string {
  return ["extra", ...keysOf(replies)].join(", ");
}

/** Equal neighbours are one part with their number. */
function keysOf(replies: readonly Observation[]): string[] {
  const runs: { readonly key: string; count: number }[] = [];
  for (const reply of replies) {
    const key = keyOfObservation(reply);
    const last = runs.at(-1);
    if (last?.key === key) last.count++;
    else runs.push({ key, count: 1 });
  }
  return runs.length === 0 || runs.length > mostParts
    ? [`replies ${countForKey(replies.length)}`]
    : runs.map(({ key, count }) => count === 1 ? key : `${key} x${countForKey(count)}`);
}
