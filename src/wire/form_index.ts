/**
 * The forms of many secrets, and the search for all of them at once: it reads a text once, however many there are, for
 * each exchange of AUTH adds its proofs.
 */
import { base64, utf8 } from "../base/octets.ts";
import type { Stretch } from "./outgoing.ts";
import { formsOf, type SecretForm } from "./secret_forms.ts";

/** A form in small letters. */
interface Indexed extends Omit<SecretForm, "text"> {
  readonly small: string;
}

const beginning = 4; // characters: every form has as many
const filterBits = 20; // our choice: what none of ten thousand forms begins with is nearly always known by these
const filterMask = (1 << filterBits) - 1;
const encodedOctets = 6; // an octet of a secret is "&quot;" or "\u00e9" where it is encoded

export class FormIndex {
  readonly #known = new Set<string>();
  /** The forms by the number of their first four characters. */
  readonly #forms = new Map<number, readonly Indexed[]>();
  /** For the last bits of a number, a bit: whether there is such a form. Most places of a text are passed by with it. */
  #filter = new Uint8Array(0);
  #longest = 0;

  /** How many secrets there are. */
  get count(): number {
    return this.#known.size;
  }

  /** The most characters that one form of a secret has. */
  get longest(): number {
    return this.#longest;
  }

  /** Adds the forms of a secret of four characters or more, or of as many octets. */
  add(secret: string | Uint8Array): void {
    const name = typeof secret === "string" ? `text ${secret}` : `octets ${base64(secret)}`;
    if (this.#known.has(name)) return;
    if (this.#known.size === 0) this.#filter = new Uint8Array(1 << (filterBits - 3));
    this.#known.add(name);
    this.#longest = Math.max(
      this.#longest,
      encodedOctets * (typeof secret === "string" ? utf8(secret) : secret).length,
    );
    for (const { text, before, after } of formsOf(secret)) {
      const small = toSmall(text);
      const number = numberOf(small);
      this.#longest = Math.max(this.#longest, small.length + before + after);
      this.#forms.set(number, [...this.#forms.get(number) ?? [], { small, before, after }]);
      const at = (number & filterMask) >> 3;
      this.#filter[at] = (this.#filter[at] ?? 0) | (1 << (number & 7));
    }
  }

  /** Finds the forms in a text of small letters; where it was cut, its end may be the beginning of one. */
  search(small: string, end: "whole" | "cut"): Stretch[] {
    const found: Stretch[] = [];
    if (this.#known.size === 0) return found;
    let one = small.charCodeAt(0);
    let two = small.charCodeAt(1);
    let three = small.charCodeAt(2);
    for (let next = beginning - 1; next < small.length; next++) {
      const four = small.charCodeAt(next);
      const number = joinCodes(one, two, three, four);
      if (((this.#filter[(number & filterMask) >> 3] ?? 0) >> (number & 7) & 1) === 1) {
        for (const form of this.#forms.get(number) ?? []) {
          const stretch = stretchOf(form, small, { at: next - beginning + 1, end });
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

/** Makes one number of four characters. */
function joinCodes(one: number, two: number, three: number, four: number): number {
  return ((one * 31 + two) * 31 + three) * 31 + four;
}

function numberOf(small: string): number {
  return joinCodes(small.charCodeAt(0), small.charCodeAt(1), small.charCodeAt(2), small.charCodeAt(3));
}

/** Gives where a form stands in a text that has its beginning at a place, or undefined when it does not. */
function stretchOf(
  form: Indexed,
  small: string,
  { at, end }: { readonly at: number; readonly end: "whole" | "cut" },
): Stretch | undefined {
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
export function toSmall(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase()) : text;
}
