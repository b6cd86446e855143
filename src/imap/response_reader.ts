/** Cuts what an IMAP server sends into responses (RFC 9051 §2.2.2), within bounds that no server can pass. Pure. */
import { concat, latin1Text, type Octets } from "../base/octets.ts";

/** A response: text without its line end, one character an octet, and the literals that stand between. */
export type Response = readonly (string | Octets)[];

const mostTextOctets = 100_000; // our choice: a list of all capabilities has a thousand
const mostLiterals = 20; // our choice: of what is asked for, a response has one
/** Sentences for people end as they like, and never in a literal (RFC 9051 §9, resp-text). */
const isSentence = /^(?:\+|\* (?:OK|NO|BAD|BYE|PREAUTH)\b|[A-Za-z0-9]+ (?:OK|NO|BAD)\b)/i;
const nothing: Octets = new Uint8Array(0);

export class ResponseReader {
  readonly #mostLiteralOctets: number;
  #parts: (string | Octets)[] = [];
  #text = "";
  #textOctets = 0;
  #literal: { chunks: Octets[]; left: number } | undefined;
  #flaw: string | undefined;

  /** No literal has more than `mostLiteralOctets`. */
  constructor(mostLiteralOctets: number) {
    this.#mostLiteralOctets = mostLiteralOctets;
  }

  /** Says why nothing more can be read, or undefined. */
  get flaw(): string | undefined {
    return this.#flaw;
  }

  /** Says whether the latest response is not whole. */
  get isWithin(): boolean {
    return this.#parts.length > 0 || this.#text !== "" || this.#literal !== undefined;
  }

  /** Gives the responses that end in these octets. */
  push(octets: Octets): Response[] {
    const responses: Response[] = [];
    for (let at = 0; at < octets.length && this.#flaw === undefined;) {
      const rest = octets.subarray(at);
      at += this.#literal === undefined ? this.#readText(rest, responses) : this.#readLiteral(rest, this.#literal);
    }
    return responses;
  }

  /** Reads up to the end of a line; gives the number of octets that were read. */
  #readText(octets: Octets, responses: Response[]): number {
    const end = octets.indexOf(10);
    const piece = end === -1 ? octets : octets.subarray(0, end + 1);
    this.#textOctets += piece.length;
    if (this.#textOctets > mostTextOctets) {
      this.#flaw = `it sent a response of more than ${mostTextOctets} octets`;
      return piece.length;
    }
    this.#text += latin1Text(piece);
    if (end === -1) return piece.length;
    const line = this.#text.replace(/\r?\n$/, "");
    this.#text = "";
    const literal = this.#parts.length === 0 && isSentence.test(line) ? null : /~?\{([0-9]{1,12})\+?\}$/.exec(line);
    if (literal !== null) this.#beginLiteral(line.slice(0, literal.index), Number(literal[1]));
    else {
      responses.push([...this.#parts, line]);
      this.#parts = [];
      this.#textOctets = 0;
    }
    return piece.length;
  }

  #beginLiteral(before: string, octets: number): void {
    if (octets > this.#mostLiteralOctets) this.#flaw = `it sent a literal of ${octets} octets, which nobody asked for`;
    else if (this.#parts.length >= 2 * mostLiterals) {
      this.#flaw = `it sent a response of more than ${mostLiterals} literals`;
    } else if (octets === 0) this.#parts.push(before, nothing);
    else {
      this.#parts.push(before);
      this.#literal = { chunks: [], left: octets };
    }
  }

  #readLiteral(octets: Octets, literal: { chunks: Octets[]; left: number }): number {
    const chunk = octets.slice(0, literal.left);
    literal.chunks.push(chunk);
    literal.left -= chunk.length;
    if (literal.left === 0) {
      this.#parts.push(concat(literal.chunks));
      this.#literal = undefined;
    }
    return chunk.length;
  }
}
