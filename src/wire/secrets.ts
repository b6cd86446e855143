/** The secrets of a run: one set, in all their forms, masked wherever they turn up, whoever sends them. */
import { decodingsOf } from "./decodings.ts";
import { FormIndex, toSmall } from "./form_index.ts";
import { joinStretches, type Stretch } from "./outgoing.ts";
import { digestsOf } from "./secret_forms.ts";

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

  /** Adds a secret, and its digests; one that is too short to be masked is not. */
  add(secret: string): void {
    if (isTooShortToMask(secret)) return;
    this.#lasting.add(secret);
    for (const digest of digestsOf(secret)) this.#lasting.add(digest);
  }

  /** Adds what was made of a secret, a text or the octets of a proof: the last thousands of them are looked for. */
  addDerived(secret: string | Uint8Array): void {
    if (secret.length < leastSecretCharacters) return;
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
    for (const { text: decoded, starts, ends } of decodingsOf(text, end)) {
      for (const stretch of search(decoded)) {
        const reachesCut = end === "cut" && stretch.end === decoded.length;
        found.push({ start: starts[stretch.start] ?? 0, end: reachesCut ? text.length : ends[stretch.end - 1] ?? 0 });
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
