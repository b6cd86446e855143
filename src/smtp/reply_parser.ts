/** The octets of a connection, cut into replies. Its work grows with the octets alone, however they come and are cut. */
import { concat, latin1Text, type Octets } from "../base/octets.ts";
import {
  type Flaw,
  type FlawRule,
  type Malformed,
  maxLineOctets,
  maxReplyLines,
  maxReplyOctets,
  readEnhanced,
  type Reply,
  type ReplyLine,
} from "./reply.ts";

/** The most flaws of one kind that are kept of a reply. Our choice: what one line does wrong, a thousand do wrong. */
const mostFlaws = 10;

/** Cuts a stream of octets into replies. Holds at most one unfinished reply, within the limits of `reply.ts`. */
export class ReplyParser {
  /** The octets that no line was made of, in the pieces in which they were received. */
  #pieces: Octets[] = [];
  #pendingOctets = 0;
  /** A line end stands somewhere in the last piece. */
  #hasLineEnd = false;
  #lines: ReplyLine[] = [];
  #lineOctets = 0;
  #flaws: Flaw[] = [];
  readonly #flawCounts = new Map<string, number>();

  /** Adds octets that were received; `next()` gives the replies in them. */
  push(octets: Octets): void {
    if (octets.length === 0) return;
    this.#pieces.push(octets);
    this.#pendingOctets += octets.length;
    this.#hasLineEnd ||= octets.includes(0x0a);
  }

  /** Gives the next whole reply, or undefined when more octets are needed. */
  next(): Reply | Malformed | undefined {
    for (;;) {
      if (!this.#hasLineEnd) {
        return this.#pendingOctets > maxLineOctets
          ? this.#giveUpLine(`a line has more than ${maxLineOctets} octets and no line end`)
          : undefined;
      }
      const pending = this.#join();
      const end = pending.indexOf(0x0a) + 1;
      if (end > maxLineOctets) return this.#giveUpLine(`a line has ${end} octets`);
      const isLast = this.#readLine(pending.slice(0, end));
      if (isLast === undefined) return this.giveUp("a line does not begin with three digits");
      this.#keepFrom(pending, end);
      if (this.#lineOctets > maxReplyOctets) return this.giveUp(`a reply has more than ${maxReplyOctets} octets`);
      if (isLast) return this.#finish();
      if (this.#lines.length >= maxReplyLines) {
        return this.giveUp(`a reply has more than ${maxReplyLines} lines and no last one`);
      }
    }
  }

  /**
   * Gives, once no more octets will come, a last line that ended in a bare CR as a reply with that flaw; else
   * undefined.
   */
  nextAtEnd(): Reply | undefined {
    const octets = this.#join();
    if (octets.at(-1) !== 0x0d || !/^[0-9]{3}(?:[^-]|$)/.test(latin1Text(octets.subarray(0, 4)))) return undefined;
    this.#keepFrom(octets, octets.length);
    return this.#readLine(octets) === true ? this.#finish() : undefined;
  }

  /** Gives the octets of an unfinished reply. */
  unfinished(): Octets {
    return concat([...this.#lines.map((line) => line.octets), ...this.#pieces]);
  }

  /** Gives what there is as no reply, for a reason, and begins anew. */
  giveUp(why: string): Malformed {
    const octets = this.unfinished();
    const flaws = this.#flaws;
    this.#begin();
    this.#keepFrom(octets, octets.length);
    return { kind: "malformed", octets, why, flaws, isTooLarge: beginsWithCode(octets) };
  }

  #giveUpLine(why: string): Malformed {
    this.#flaw({ rule: "line-octets", line: this.#lines.length, why });
    return this.giveUp(why);
  }

  /** Joins the pieces, each once: a line end has come, or none will. */
  #join(): Octets {
    const [first] = this.#pieces;
    if (first !== undefined && this.#pieces.length === 1) return first;
    const whole = concat(this.#pieces);
    this.#pieces = [whole];
    return whole;
  }

  #keepFrom(pending: Octets, start: number): void {
    const rest = pending.subarray(start);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#pendingOctets = rest.length;
    this.#hasLineEnd = rest.includes(0x0a);
  }

  /** Reads one line; says whether it is the last of its reply, or undefined when a reply cannot begin with it. */
  #readLine(octets: Octets): boolean | undefined {
    const whole = latin1Text(octets);
    const body = whole.slice(0, whole.endsWith("\r\n") ? -2 : -1);
    const match = /^([0-9]{3})(.?)/s.exec(body);
    if (match === null && this.#lines.length === 0) return undefined;
    const line = this.#lines.length;
    const flaw = (rule: FlawRule, why: string) => this.#flaw({ rule, line, why });
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
    this.#lineOctets += octets.length;
    return code !== undefined && separator !== "-";
  }

  /** Keeps the first few flaws of each kind: with SMTPUTF8 an octet above 127 is another kind than a control. */
  #flaw(flaw: Flaw): void {
    const kind = flaw.rule === "octet-range" && /0x[89a-f]/.test(flaw.why) ? "octet above 127" : flaw.rule;
    const count = this.#flawCounts.get(kind) ?? 0;
    if (count < mostFlaws) this.#flaws.push(flaw);
    this.#flawCounts.set(kind, count + 1);
  }

  #finish(): Reply {
    const lines = this.#lines;
    const flaws = this.#flaws;
    this.#begin();
    // RFC 5321 §4.2.1: a client looks for the line with the code and a space, which is the last.
    const last = lines.at(-1);
    return { kind: "reply", code: Number(last?.code), lines, enhanced: readEnhanced(last?.text ?? ""), flaws };
  }

  /** Begins the next reply. */
  #begin(): void {
    this.#lines = [];
    this.#lineOctets = 0;
    this.#flaws = [];
    this.#flawCounts.clear();
  }
}

/** Says whether octets begin as a reply does: those that are given up all the same are too many. */
function beginsWithCode(octets: Octets): boolean {
  return /^[0-9]{3}/.test(latin1Text(octets.subarray(0, 3)));
}
