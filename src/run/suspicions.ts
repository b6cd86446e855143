/**
 * What attempts hold against a server after legal input, each input once: whether it came again is found out for the first
 * case that meets it, and the others are told.
 */
import type { LintRule } from "../judge/lint.ts";
import type { Suspect } from "../attempt/attempt.ts";
import type { Endpoint } from "../targets/endpoint.ts";

export class Suspicions {
  readonly #asked = new Map<string, Promise<boolean>>();
  readonly #confirmed = new Set<string>();

  /** Says whether a suspicion was confirmed; `confirm` finds out, where nobody has. */
  async settle(endpoint: Endpoint, found: Suspect, confirm: () => Promise<boolean>): Promise<boolean> {
    const key = keyOf(endpoint, found);
    const known = this.#asked.get(key);
    if (known !== undefined) return await known;
    const asked = confirm();
    this.#asked.set(key, asked);
    const isConfirmed = await asked;
    if (isConfirmed) this.#confirmed.add(key);
    else this.#asked.delete(key); // it may come again in another case, and then twice
    return isConfirmed;
  }

  /** Says whether a suspicion is known to be right. */
  isConfirmed(endpoint: Endpoint, found: Suspect | undefined): boolean {
    return found !== undefined && this.#confirmed.has(keyOf(endpoint, found));
  }
}

/** Says whether the same was seen twice. */
export function isSame(one: Suspect, other: Suspect | undefined): boolean {
  return one.rule === other?.rule && one.input === other.input;
}

function keyOf({ name }: Endpoint, { rule, input }: Suspect): string {
  return `${name} ${rule satisfies LintRule} ${input}`;
}
