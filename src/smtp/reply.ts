/**
 * Replies as they come off the wire (RFC 5321 §4.2), parsed strictly and kept tolerantly: what breaks the grammar is
 * a flaw of the reply, with the line and the reason, and never an exception.
 */
import { concat, latin1Text, type Octets } from "../base/octets.ts";

/** The longest line that is kept. Our choice: five times the longest challenge of RFC 4954 §4, 12,288 octets. */
export const maxLineOctets = 65_536;
/** The most lines of one reply that are kept. Our choice: far more than any EHLO or HELP has. */
export const maxReplyLines = 1000;
/** The most octets of one reply that are kept. Our choice: the most lines, each of twice what RFC 5321 §4.5.3.1.5 allows. */
export const maxReplyOctets = 1_048_576;

/** The ways in which a reply can break the grammar; each is a rule of the reply linter. */
export type FlawRule = "code" | "separator" | "same-code" | "line-end" | "bare-cr" | "octet-range" | "line-octets";

/** One breach of the reply grammar, and the line of the reply in which it stands (from 0). */
export interface Flaw {
  readonly rule: FlawRule;
  readonly line: number;
  readonly why: string;
}

/** One line of a reply: its octets with the line end, and what could be read in them. */
export interface ReplyLine {
  readonly octets: Octets;
  readonly code: string | undefined;
  /** What follows the code and its separator, one character an octet, without the line end. */
  readonly text: string;
}

/** An enhanced status code (RFC 3463 §2): class, subject, detail. */
export interface EnhancedCode {
  readonly class: number;
  readonly subject: number;
  readonly detail: number;
}

/** A reply in which a code could be read, with the flaws of its form: the first few of each kind. */
export interface Reply {
  readonly kind: "reply";
  readonly code: number;
  readonly lines: readonly ReplyLine[];
  readonly enhanced: EnhancedCode | undefined;
  readonly flaws: readonly Flaw[];
}

/**
 * Octets that are no reply, or too many to be one, with the reason; nothing that follows them on the connection can be
 * trusted. `flaws` are those of the lines that could be read before.
 */
export interface Malformed {
  readonly kind: "malformed";
  readonly octets: Octets;
  readonly why: string;
  readonly flaws: readonly Flaw[];
  /** They begin as a reply does, and are more than is kept of one: that limit is ours. */
  readonly isTooLarge: boolean;
}

/** Gives what is too large as a reply of its first line; undefined where that has no end. */
export function beginningOf({ octets }: Malformed): Reply | undefined {
  const end = octets.indexOf(0x0a) + 1;
  if (end === 0) return undefined;
  const line = latin1Text(octets.subarray(0, end)).replace(/\r?\n$/, "");
  const [code, text] = [line.slice(0, 3), line.slice(4)];
  const lines = [{ octets: octets.subarray(0, end), code, text }];
  return { kind: "reply", code: Number(code), lines, enhanced: readEnhanced(text), flaws: [] };
}

/** Reads the enhanced status code at the start of a reply's text, or undefined (RFC 2034 §4). */
export function readEnhanced(text: string): EnhancedCode | undefined {
  const match = /^([245])\.([0-9]{1,3})\.([0-9]{1,3})(?:[ \t]|$)/.exec(text);
  if (match === null) return undefined;
  return { class: Number(match[1]), subject: Number(match[2]), detail: Number(match[3]) };
}

/** Gives the text of a reply, its lines joined by LF, without codes and separators. */
export function replyText(reply: Reply): string {
  return reply.lines.map((line) => line.text).join("\n");
}

/** Gives the octets of a reply as they were received. */
export function replyOctets(reply: Reply): Octets {
  const [first, ...others] = reply.lines;
  return first !== undefined && others.length === 0 ? first.octets : concat(reply.lines.map(({ octets }) => octets));
}
