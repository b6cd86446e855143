/** The reply linter's book: what was checked in all sessions of a suite, and every breach with its place. */
import { type Breach, type LintRule, mostOccurrences } from "../judge/lint.ts";
import type { Exchange, Mark } from "../wire/transcript.ts";

/** A breach, and where it was seen: in which run, and at which event of its transcript. */
export interface Occurrence extends Breach {
  readonly run: string;
  readonly mark: Mark;
  readonly received: string;
  /** The session that shows it, where it is no case's, and its key. */
  readonly shown?: Shown;
}

/** What a result shows of an occurrence besides its words. */
export interface Shown {
  readonly key: string;
  readonly transcript: readonly Exchange[];
}

export class LintBook {
  readonly #checked = new Map<LintRule, number>();
  readonly #occurrences = new Map<LintRule, Occurrence[]>();

  /** Notes that a rule was put to a reply. */
  check(rules: readonly LintRule[]): void {
    for (const rule of rules) this.#checked.set(rule, this.checked(rule) + 1);
  }

  /** Says whether a rule has all the breaches that are kept of it. */
  isFull(rule: LintRule): boolean {
    return this.occurrences(rule).length >= mostOccurrences;
  }

  note(occurrence: Occurrence): void {
    const known = this.#occurrences.get(occurrence.rule) ?? [];
    if (known.length < mostOccurrences) known.push(occurrence);
    this.#occurrences.set(occurrence.rule, known);
  }

  /** How many replies a rule was put to. */
  checked(rule: LintRule): number {
    return this.#checked.get(rule) ?? 0;
  }

  /** The first hundred breaches of a rule. */
  occurrences(rule: LintRule): readonly Occurrence[] {
    return this.#occurrences.get(rule) ?? [];
  }
}
