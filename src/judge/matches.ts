/** Whether what was received fits a pattern. Pure. */
import type { ClosePattern, Pattern, RepliesPattern, ReplyPattern, Sequence } from "../case/expected.ts";
import type { Template } from "../case/template_types.ts";
import type { Expression } from "../case/expression.ts";
import type { Closed, Observation } from "../smtp/observation.ts";
import { latin1Text } from "../base/octets.ts";
import { type Reply, replyOctets, replyText } from "../smtp/reply.ts";

/** What a pattern is matched with besides the observation. */
export interface Facts {
  /** The latest EHLO offered ENHANCEDSTATUSCODES, so that enhanced codes may be demanded. */
  readonly offersEnhanced: boolean;
  /** The text of a template, with the run's variables filled in. */
  fill(template: Template): string;
  /** The value of a kept name, or undefined. */
  kept(name: string): string | undefined;
}

/** All that was received up to the end of a session. */
export interface Replies {
  readonly replies: readonly Observation[];
  /** How it ended: by the 221 to the closing QUIT, by the server's closing, or by the deadline. */
  readonly end: "bye" | "close" | "silence";
}

/**
 * Says whether an observation fits a pattern. A 421 fits only a pattern that names 421. What was kept fits a reply with
 * that code, and one with that whole text.
 */
export function matches(pattern: Pattern, received: Observation, facts: Facts): boolean {
  switch (pattern.kind) {
    case "any":
      return !(received.kind === "reply" && received.code === 421);
    case "close":
    case "silence":
      return received.kind === pattern.kind;
    case "kept": {
      const kept = facts.kept(pattern.name);
      return received.kind === "reply" && (String(received.code) === kept || replyText(received) === kept);
    }
    case "one-of":
      return pattern.patterns.some((inner) => matches(inner, received, facts));
    case "reply":
      return received.kind === "reply" && matchesReply(pattern, received, facts);
  }
}

function matchesReply(pattern: ReplyPattern, reply: Reply, facts: Facts): boolean {
  const texts = reply.lines.map((line) => line.text);
  const [first = "", ...others] = texts;
  return matchesCode(pattern.codes, reply.code) &&
    (pattern.enhanced === undefined || !facts.offersEnhanced || matchesEnhanced(pattern.enhanced, reply)) &&
    (pattern.text === undefined || texts.some((text) => pattern.text?.test(text))) &&
    (pattern.firstLine === undefined || pattern.firstLine.test(first)) &&
    (pattern.otherLines === undefined || others.every((text) => pattern.otherLines?.test(text))) &&
    (pattern.base64 === undefined || testDecoded(pattern.base64, first)) &&
    (pattern.raw === undefined || pattern.raw.test(latin1Text(replyOctets(reply)))) &&
    (pattern.not === undefined || !matches(pattern.not, reply, facts)) &&
    (pattern.lines === undefined || (texts.length >= pattern.lines.least && texts.length <= pattern.lines.most)) &&
    (pattern.keyword === undefined || matchesKeyword(facts.fill(pattern.keyword), pattern.params, others)) &&
    pattern.absent.every((absent) => !matchesKeyword(facts.fill(absent), undefined, others));
}

function matchesCode(codes: readonly string[], code: number): boolean {
  if (code === 421) return codes.includes("421");
  const digits = String(code);
  return codes.length === 0 ||
    codes.some((wanted) => [...wanted].every((digit, index) => digit === "x" || digit === digits[index]));
}

function matchesEnhanced(wanted: string, { enhanced }: Reply): boolean {
  if (enhanced === undefined) return false;
  const parts = [enhanced.class, enhanced.subject, enhanced.detail];
  return wanted.split(".").every((part, index) => part === "x" || Number(part) === parts[index]);
}

/** A keyword is on any line after the first; its parameters must fit on each line that has it. */
function matchesKeyword(keyword: string, params: Expression | undefined, lines: readonly string[]): boolean {
  const found = lines.filter((line) => line.split(" ")[0]?.toUpperCase() === keyword.toUpperCase());
  return found.length > 0 &&
    (params === undefined || found.every((line) => params.test(line.slice(keyword.length + 1))));
}

/** Text that is no base64 fits no pattern. */
function testDecoded(pattern: Expression, text: string): boolean {
  try {
    return pattern.test(atob(text));
  } catch {
    return false;
  }
}

/** Says whether all that was received fits a pattern of `until_quit`. */
export function matchesReplies(pattern: RepliesPattern, received: Replies, facts: Facts): boolean {
  if (pattern.kind === "one-of") {
    return pattern.sequences.some((sequence) => matchesSequence(sequence, received, facts));
  }
  const { count, each } = pattern;
  return received.replies.length >= count.least && received.replies.length <= count.most &&
    (each === undefined || received.replies.every((reply) => matches(each, reply, facts)));
}

function matchesSequence({ patterns, closes }: Sequence, { replies, end }: Replies, facts: Facts): boolean {
  return end === (closes ? "close" : "bye") && replies.length === patterns.length &&
    replies.every((reply, index) => {
      const pattern = patterns[index];
      return pattern !== undefined && matches(pattern, reply, facts);
    });
}

/** Says whether a server closed in the way that is wanted. */
export function matchesClose(pattern: ClosePattern, closed: Closed): boolean {
  return pattern === "yes" || (pattern === "notify" ? closed.isNotified : closed.how === pattern);
}

/** Says whether a pattern accepts some reply of a class, such as 5. */
export function acceptsClass(pattern: Pattern, firstDigits: string): boolean {
  switch (pattern.kind) {
    case "one-of":
      return pattern.patterns.some((inner) => acceptsClass(inner, firstDigits));
    case "reply":
      return pattern.codes.some((code) => firstDigits.includes(code[0] ?? ""));
    case "any":
      return true;
    case "kept":
    case "close":
    case "silence":
      return false;
  }
}
