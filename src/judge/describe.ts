/** Patterns and observations in words, for deviations. */
import { showDuration } from "../base/time.ts";
import type { Expectation, Outcome, Then } from "../case/case.ts";
import type { ClosePattern, Pattern, RepliesPattern, ReplyPattern } from "../case/expected.ts";
import type { Expression } from "../case/expression.ts";
import type { Closed, Observation } from "../smtp/observation.ts";
import { type Reply, replyOctets } from "../smtp/reply.ts";
import type { Facts, Replies } from "./matches.ts";
import { describeReceived, describeReturnPath } from "./trace.ts";

/** Writes a pattern in the words of a case file. */
export function describePattern(pattern: Pattern, facts: Facts): string {
  switch (pattern.kind) {
    case "any":
      return "any answer";
    case "close":
      return "the server closes";
    case "silence":
      return "no answer";
    case "kept":
      return facts.kept(pattern.name) ?? `$${pattern.name}`;
    case "one-of":
      return pattern.patterns.map((inner) => describePattern(inner, facts)).join(" or ");
    case "reply":
      return describeReplyPattern(pattern, facts);
  }
}

function describeReplyPattern(pattern: ReplyPattern, facts: Facts): string {
  const parts = [pattern.codes.length === 0 ? "a reply" : pattern.codes.join(" or ")];
  if (pattern.enhanced !== undefined) parts.push(pattern.enhanced);
  const say = (words: string, expression: Expression | undefined) =>
    expression === undefined ? [] : [`${words} ${expression}`];
  const details = [
    ...say("with a line like", pattern.text),
    ...say("with a first line like", pattern.firstLine),
    ...say("with all later lines like", pattern.otherLines),
    ...say("with base64 text like", pattern.base64),
    ...say("with octets like", pattern.raw),
    ...(pattern.not === undefined ? [] : [`but not ${describePattern(pattern.not, facts)}`]),
    ...(pattern.lines === undefined ? [] : [`with ${describeRange(pattern.lines)} lines`]),
    ...(pattern.keyword === undefined ? [] : [`with ${facts.fill(pattern.keyword)}`]),
    ...say("with parameters like", pattern.params),
    ...pattern.absent.map((absent) => `without ${facts.fill(absent)}`),
  ];
  return [parts.join(" "), ...details].join(", ");
}

function describeRange({ least, most }: { readonly least: number; readonly most: number }): string {
  return least === most ? `${least}` : most === Infinity ? `${least} or more` : `${least} to ${most}`;
}

function describeRepliesPattern(pattern: RepliesPattern, facts: Facts): string {
  if (pattern.kind === "count") {
    const each = pattern.each === undefined ? "" : `, each ${describePattern(pattern.each, facts)}`;
    return `${describeRange(pattern.count)} replies${each}`;
  }
  return pattern.sequences.map(({ patterns, closes }) => {
    const replies = patterns.map((inner) => describePattern(inner, facts));
    if (replies.length === 0) return closes ? "the server closes" : "no reply before the 221 to QUIT";
    return `${replies.join(", then ")}${closes ? ", then the server closes" : " and no more before the 221 to QUIT"}`;
  }).join("; or ");
}

function describeClose(pattern: ClosePattern): string {
  return {
    yes: "the server closes",
    fin: "the server closes by FIN",
    reset: "the server resets",
    notify: "the server closes with a TLS close_notify",
  }[pattern];
}

const heads: Readonly<Record<Then, string>> = {
  pass: "",
  warn: "tolerated: ",
  stop: "",
  branch: "",
  inconclusive: "inconclusive: ",
  fail: "",
};

/** Lists all that an expectation accepts, a line an outcome; what it lists as wrong is left out. */
export function describeExpectation(expectation: Expectation, facts: Facts): string[] {
  const list = <P>(outcomes: readonly Outcome<P>[], describe: (pattern: P) => string) =>
    outcomes.filter(({ then }) => then !== "fail").map(({ then, pattern }) => heads[then] + describe(pattern));
  switch (expectation.kind) {
    case "reply":
      return list(expectation.outcomes, (pattern) => describePattern(pattern, facts));
    case "until-quit":
      return list(expectation.outcomes, (pattern) => describeRepliesPattern(pattern, facts));
    case "closes":
      return list(expectation.outcomes, describeClose);
    case "silence":
      return [`no octet for ${showDuration(expectation.time)}`];
    case "delivered": {
      const { count, body, headers, received, returnPath } = expectation.mail;
      const details = [
        ...(body === undefined ? [] : [`with the body ${body.kind === "as-sent" ? "as it was sent" : "that is due"}`]),
        ...headers.map(({ name, text }) => `with ${name}${text === undefined ? "" : ` like ${text}`}`),
        ...received.map((each) => describeReceived(each, (template) => facts.fill(template))),
        ...(returnPath === undefined ? [] : [describeReturnPath(returnPath, (template) => facts.fill(template))]),
      ];
      return [[`${describeRange(count)} delivered`, ...details].join(", ")];
    }
  }
}

/** Shows octets as printable ASCII, so many of them that a reader sees what they are. */
export type ShowOctets = (octets: Uint8Array) => string;

/** Describes what was received, in one line of printable ASCII. */
export function describeObservation(received: Observation | undefined, show: ShowOctets): string {
  switch (received?.kind) {
    case undefined:
      return "the connection stayed open";
    case "reply":
      return describeReply(received, show);
    case "malformed":
      return `${show(received.octets)} (${received.why})`;
    case "close":
      return describeClosed(received);
    case "silence": {
      const partial = received.partial.length === 0 ? "" : `, only ${show(received.partial)}`;
      return `no reply within ${showDuration(received.after)}${partial}`;
    }
  }
}

/** Describes all that was received up to the end of the session. */
export function describeReplies({ replies, end }: Replies, show: ShowOctets): string {
  const ends = { bye: "the 221 to QUIT", close: "the server closed", silence: "nothing more, and no 221 to QUIT" };
  return [...describeAll(replies, show), ends[end]].join(", then ");
}

const mostDescribed = 20; // our choice: a flood is seen by then

/** Says each of several observations; of many only the first. */
export function describeAll(all: readonly Observation[], show: ShowOctets): string[] {
  const described = all.slice(0, mostDescribed).map((received) => describeObservation(received, show));
  return all.length > mostDescribed ? [...described, `${all.length - mostDescribed} more replies`] : described;
}

function describeReply(reply: Reply, show: ShowOctets): string {
  return show(replyOctets(reply)).replace(/\\r\\n$/, "");
}

function describeClosed({ how, isNotified }: Closed): string {
  return `the server closed (${isNotified ? "close_notify, " : ""}${how === "fin" ? "FIN" : "reset"})`;
}
