/** The secrets of a run: one set, in all their forms, masked wherever they turn up, whoever sends them. */
import { FormIndex, toSmall } from "./form_index.ts";
import { joinStretches, type Stretch } from "./outgoing.ts";

/** The fewest characters of a secret that can be masked. Our choice: fewer stand in every other word. */
export const leastSecretCharacters = 4;

/** What stands in place of a secret. */
export const mask = "***";

/** So many proofs of AUTH are added before those before them are discarded. Our choice: memory is to stay flat. */
const mostRecent = 2_000;

/** Says whether a password is too short to be masked wherever it turns up. */
export function isTooShortToMask(secret: string): boolean {
  return secret.length < leastSecretCharacters;
}

export class Secrets {
  readonly #parent: Secrets | undefined;
  readonly #lasting = new FormIndex();
  /** What was derived last, and what was derived before that. */
  #recent = [new FormIndex(), new FormIndex()] as const;

  /** What `parent` holds is found too. */
  constructor(parent?: Secrets) {
    this.#parent = parent;
  }

  /** The most characters that one form of a secret has. */
  get longest(): number {
    return Math.max(0, ...this.#indexes().map(({ longest }) => longest));
  }

  /** Adds a secret; one that is too short to be masked is not. */
  add(secret: string): void {
    if (!isTooShortToMask(secret)) this.#lasting.add(secret);
  }

  /** Adds what was made of a secret, such as a proof of AUTH: the last thousands of them are looked for. */
  addDerived(secret: string): void {
    if (isTooShortToMask(secret)) return;
    if (this.#recent[0].count >= mostRecent) this.#recent = [new FormIndex(), this.#recent[0]];
    this.#recent[0].add(secret);
  }

  /** Says whether a text holds a secret in some form. */
  isIn(text: string): boolean {
    return this.find(text, "whole").length > 0;
  }

  /**
   * Finds the secrets in a text of one character an octet, or in any other. Where a text was cut, its end may be the
   * beginning of a secret, which is found too.
   */
  find(text: string, end: "whole" | "cut"): readonly Stretch[] {
    const indexes = this.#indexes();
    if (indexes.length === 0) return none;
    const search = (searched: string) => {
      const small = toSmall(searched);
      return indexes.flatMap((index) => index.search(small, end));
    };
    const found = search(text);
    for (const { text: decoded, starts } of decodings(text, end)) {
      for (const stretch of search(decoded)) {
        found.push({ start: starts[stretch.start] ?? 0, end: starts[stretch.end] ?? text.length });
      }
    }
    return found.length < 2 ? found : joinStretches(found);
  }

  /** Masks the secrets in a text. */
  mask(text: string): string {
    let masked = "";
    let at = 0;
    for (const { start, end } of this.find(text, "whole")) {
      masked += text.slice(at, start) + mask;
      at = end;
    }
    return at === 0 ? text : masked + text.slice(at);
  }

  /** Gives all in which something can be found. */
  #indexes(): FormIndex[] {
    const own = [this.#lasting, ...this.#recent].filter(({ count }) => count > 0);
    return this.#parent === undefined ? own : [...this.#parent.#indexes(), ...own];
  }
}

const none: readonly Stretch[] = [];

/** A text in which encoded octets were decoded, and where each of its characters began before that. */
interface Decoding {
  readonly text: string;
  readonly starts: readonly number[];
}

/** The encodings that write an octet as a mark and two digits: RFC 3986 §2.1, RFC 3461 §4 (xtext), RFC 2045 §6.7. */
const encodings = [
  { mark: "%", encoded: /%([0-9a-f]{2})/gi, begun: /%[0-9a-f]?$/i },
  { mark: "+", encoded: /\+([0-9a-f]{2})/gi, begun: /\+[0-9a-f]?$/i },
  { mark: "=", encoded: /=([0-9a-f]{2})/gi, begun: /=[0-9a-f]?$/i },
];

function decodings(given: string, end: "whole" | "cut"): Decoding[] {
  return encodings.flatMap(({ mark, encoded, begun }) => {
    if (!given.includes(mark)) return [];
    const text = end === "cut" ? given.replace(begun, "") : given; // the cut may go through an encoded octet
    const found = [...text.matchAll(encoded)];
    if (found.length === 0 && text === given) return [];
    const starts: number[] = [];
    let decoded = "";
    let at = 0;
    for (const { 0: whole, 1: digits = "", index } of found) {
      decoded += text.slice(at, index) + String.fromCharCode(parseInt(digits, 16));
      for (; at <= index; at++) starts.push(at);
      at = index + whole.length;
    }
    decoded += text.slice(at);
    for (; at < text.length; at++) starts.push(at);
    return [{ text: decoded, starts }];
  });
}
