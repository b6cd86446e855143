/**
 * The secrets of a run: one set, in all their forms, and the search for them. The search reads a text once, however many
 * secrets there are: each exchange of AUTH adds its proofs.
 */
import { utf8 } from "../base/octets.ts";
import { formsOf, type SecretForm } from "./secret_forms.ts";
import { joinStretches, type Stretch } from "./outgoing.ts";

/** The fewest characters of a secret that can be masked. Our choice: fewer stand in every other word. */
export const leastSecretCharacters = 4;

/** What stands in place of a secret. */
export const mask = "***";

/** Says whether a password is too short to be masked wherever it turns up. */
export function isTooShortToMask(secret: string): boolean {
  return secret.length < leastSecretCharacters;
}

/** A form, and its beginning in small letters. */
interface Indexed extends SecretForm {
  readonly small: string;
}

const beginning = 4; // characters: every form has as many
const filterBits = 16; // our choice: what none of a hundred forms begins with is nearly always known by these

export class Secrets {
  readonly #parent: Secrets | undefined;
  readonly #known = new Set<string>();
  /** The forms by the number of their first four characters. */
  readonly #forms = new Map<number, readonly Indexed[]>();
  /** For the last bits of a number, whether there is such a form: most places of a text are passed by with a look here. */
  #filter = new Uint8Array(0);
  #longest = 0;

  /** What `parent` holds is found too. */
  constructor(parent?: Secrets) {
    this.#parent = parent;
  }

  /** The most characters that one form of a secret has. */
  get longest(): number {
    return Math.max(this.#longest, this.#parent?.longest ?? 0);
  }

  /** Adds a secret; one that is too short to be masked is not. */
  add(secret: string): void {
    if (isTooShortToMask(secret) || this.#known.has(secret)) return;
    if (this.#known.size === 0) this.#filter = new Uint8Array(1 << filterBits);
    this.#known.add(secret);
    for (const form of formsOf(secret)) {
      const small = toSmall(form.text);
      const number = numberOf(small);
      this.#longest = Math.max(
        this.#longest,
        small.length + form.before + form.after,
        encodedOctets * utf8(secret).length,
      );
      this.#forms.set(number, [...this.#forms.get(number) ?? [], { ...form, small }]);
      this.#filter[number & filterMask] = 1;
    }
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
    const own = this.#known.size === 0 ? none : this.#findOwn(text, end);
    const inherited = this.#parent?.find(text, end) ?? none;
    return own.length + inherited.length === 0 ? none : joinStretches([...own, ...inherited]);
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

  #findOwn(text: string, end: "whole" | "cut"): Stretch[] {
    const found = this.#search(toSmall(text), end);
    for (const { text: decoded, starts } of decodings(text, end)) {
      for (const stretch of this.#search(toSmall(decoded), end)) {
        found.push({ start: starts[stretch.start] ?? 0, end: starts[stretch.end] ?? text.length });
      }
    }
    return found;
  }

  #search(small: string, end: "whole" | "cut"): Stretch[] {
    const found: Stretch[] = [];
    let one = small.charCodeAt(0);
    let two = small.charCodeAt(1);
    let three = small.charCodeAt(2);
    for (let next = beginning - 1; next < small.length; next++) {
      const four = small.charCodeAt(next);
      const number = joinCodes(one, two, three, four);
      if (this.#filter[number & filterMask] === 1) {
        for (const form of this.#forms.get(number) ?? []) {
          const stretch = stretchOf(form, small, next - beginning + 1, end);
          if (stretch !== undefined) found.push(stretch);
        }
      }
      one = two;
      two = three;
      three = four;
    }
    return found;
  }
}

const none: readonly Stretch[] = [];
const filterMask = (1 << filterBits) - 1;
const encodedOctets = 3; // an octet of the secret is "%2F" where it is encoded

/** Makes one number of four characters. */
function joinCodes(one: number, two: number, three: number, four: number): number {
  return ((one * 31 + two) * 31 + three) * 31 + four;
}

function numberOf(small: string): number {
  return joinCodes(small.charCodeAt(0), small.charCodeAt(1), small.charCodeAt(2), small.charCodeAt(3));
}

/** Gives where a form stands in a text that has its beginning at a place, or undefined when it does not. */
function stretchOf(form: Indexed, small: string, at: number, end: "whole" | "cut"): Stretch | undefined {
  const isWhole = small.startsWith(form.small, at);
  if (!isWhole && !(end === "cut" && form.small.startsWith(small.slice(at)))) return undefined;
  const stop = isWhole ? at + form.small.length : small.length;
  // The characters of base64 beside a secret hold some bits of it.
  return {
    start: form.before === 1 && isBase64(small[at - 1]) ? at - 1 : at,
    end: form.after === 1 && isBase64(small[stop]) ? stop + 1 : stop,
  };
}

function isBase64(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9+/_-]/.test(character);
}

/** Makes small letters of the capitals of ASCII, so that each character keeps its place. */
function toSmall(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text;
}

/** A text in which encoded octets were decoded, and where each of its characters began before that. */
interface Decoding {
  readonly text: string;
  readonly starts: readonly number[];
}

/** The encodings that write an octet as a mark and two digits: RFC 3986 §2.1, RFC 3461 §4 (xtext), RFC 2045 §6.7. */
const encodings = [
  { encoded: /%([0-9a-f]{2})/gi, begun: /%[0-9a-f]?$/i },
  { encoded: /\+([0-9a-f]{2})/gi, begun: /\+[0-9a-f]?$/i },
  { encoded: /=([0-9a-f]{2})/gi, begun: /=[0-9a-f]?$/i },
];

function decodings(given: string, end: "whole" | "cut"): Decoding[] {
  return encodings.flatMap(({ encoded, begun }) => {
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
