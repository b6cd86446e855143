/**
 * Replies as they come off the wire (RFC 5321 §4.2), parsed strictly and kept tolerantly: what breaks the grammar is
 * a flaw of the reply, with the line and the reason, and never an exception.
 */
import { concat, latin1Text, type Octets } from "../base/octets.ts";

/** The longest line that is kept. Our choice: five times the longest challenge of RFC 4954 §4, 12,288 octets. */
export const maxLineOctets = 65_536;
/** The most lines of one reply that are kept. Our choice: far more than any EHLO or HELP has. */
export const maxReplyLines = 1000;

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

/** A reply in which a code could be read, with the flaws of its form. */
export interface Reply {
  readonly kind: "reply";
  readonly code: number;
  readonly lines: readonly ReplyLine[];
  readonly enhanced: EnhancedCode | undefined;
  readonly flaws: readonly Flaw[];
}

/** Octets that are no reply, with the reason; nothing that follows them on the connection can be trusted. */
export interface Malformed {
  readonly kind: "malformed";
  readonly octets: Octets;
  readonly why: string;
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

/** Gives the octets of a reply as they came. */
export function replyOctets(reply: Reply): Octets {
  const [first, ...others] = reply.lines;
  return first !== undefined && others.length === 0 ? first.octets : concat(reply.lines.map(({ octets }) => octets));
}

/** Cuts a stream of octets into replies. Holds at most one unfinished reply, within the limits above. */
export class ReplyParser {
  #pending: Octets = new Uint8Array(0);
  #lines: ReplyLine[] = [];
  #flaws: Flaw[] = [];

  /** Takes octets that came from the server; `next()` gives the replies in them. */
  push(octets: Octets): void {
    this.#pending = this.#pending.length === 0 ? octets : concat([this.#pending, octets]);
  }

  /** Gives the next whole reply, or undefined when more octets are needed. */
  next(): Reply | Malformed | undefined {
    for (;;) {
      const end = this.#pending.indexOf(0x0a);
      if (end === -1) {
        return this.#pending.length > maxLineOctets
          ? this.#giveUp(`a line has more than ${maxLineOctets} octets and no line end`)
          : undefined;
      }
      if (end + 1 > maxLineOctets) return this.#giveUp(`a line has ${end + 1} octets`);
      const octets = this.#pending.slice(0, end + 1);
      const isLast = this.#takeLine(octets);
      if (isLast === undefined) return this.#giveUp("a line does not begin with three digits");
      this.#pending = this.#pending.subarray(end + 1);
      if (isLast) return this.#finish();
      if (this.#lines.length >= maxReplyLines) {
        return this.#giveUp(`a reply has more than ${maxReplyLines} lines and no last one`);
      }
    }
  }

  /**
   * Gives, once no more octets will come, a last line that ended in a bare CR as a reply with that flaw; else
   * undefined.
   */
  nextAtEnd(): Reply | undefined {
    if (this.#pending.at(-1) !== 0x0d || !/^[0-9]{3}(?:[^-]|$)/.test(latin1Text(this.#pending.slice(0, 4)))) {
      return undefined;
    }
    const octets = this.#pending;
    this.#pending = new Uint8Array(0);
    return this.#takeLine(octets) === true ? this.#finish() : undefined;
  }

  /** Gives the octets of an unfinished reply. */
  unfinished(): Octets {
    return concat([...this.#lines.map((line) => line.octets), this.#pending]);
  }

  /** Reads one line; says whether it is the last of its reply, or undefined when a reply cannot begin with it. */
  #takeLine(octets: Octets): boolean | undefined {
    const whole = latin1Text(octets);
    const body = whole.replace(/\r\n$|\n$|\r$/, "");
    const match = /^([0-9]{3})(.?)/s.exec(body);
    if (match === null && this.#lines.length === 0) return undefined;
    const line = this.#lines.length;
    const flaw = (rule: FlawRule, why: string) => this.#flaws.push({ rule, line, why });
    const code = match?.[1];
    const separator = match?.[2] ?? "";

    if (!whole.endsWith("\r\n")) flaw("line-end", `a line ends in a bare ${whole.endsWith("\n") ? "LF" : "CR"}`);
    if (body.includes("\r")) flaw("bare-cr", "a bare CR stands inside a line");
    if (octets.length > 512) flaw("line-octets", `a line has ${octets.length} octets`); // RFC 5321 §4.5.3.1.5
    if (code === undefined) flaw("code", "a line of a multi-line reply does not begin with a code");
    else if (!/^[2-5][0-5]/.test(code)) flaw("code", `${code} is no reply code`); // RFC 5321 §4.2, Reply-code
    if (code !== undefined && !["", " ", "-"].includes(separator)) {
      flaw("separator", `neither a space nor a hyphen follows the code`);
    }
    const first = this.#lines[0]?.code;
    if (code !== undefined && first !== undefined && code !== first) {
      flaw("same-code", `a line has the code ${code} after ${first}`);
    }
    // RFC 5321 §4.2, textstring: HT, SP and the visible ASCII characters. A control character is named before an octet
    // above 127, which may be SMTPUTF8's.
    const odd = /[^\t\x20-\x7e\x80-\xff\r]/.exec(body) ?? /[\x80-\xff]/.exec(body);
    if (odd !== null) {
      flaw("octet-range", `a line has the octet 0x${odd[0].charCodeAt(0).toString(16).padStart(2, "0")}`);
    }
    const text = code === undefined ? body : body.slice(separator === "" || /[ -]/.test(separator) ? 4 : 3);
    this.#lines.push({ octets, code, text });
    return code !== undefined && separator !== "-";
  }

  #finish(): Reply {
    const lines = this.#lines;
    const flaws = this.#flaws;
    this.#lines = [];
    this.#flaws = [];
    // RFC 5321 §4.2.1: a client looks for the line with the code and a space, which is the last.
    const last = lines.at(-1);
    return { kind: "reply", code: Number(last?.code), lines, enhanced: readEnhanced(last?.text ?? ""), flaws };
  }

  #giveUp(why: string): Malformed {
    const octets = this.unfinished();
    this.#lines = [];
    this.#flaws = [];
    this.#pending = new Uint8Array(0);
    return { kind: "malformed", octets, why };
  }
}
