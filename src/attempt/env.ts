/** What all attempts of a run share. Clock, random and mailboxes are handed in here and nowhere else. */
import type { Milliseconds } from "../base/time.ts";
import type { FactBook } from "../session/fact_book.ts";
import type { LintBook } from "../session/lint_book.ts";
import type { Mailbox } from "../targets/mailbox.ts";
import type { Target } from "../targets/target.ts";
import type { Secrets } from "../wire/secrets.ts";

/** Keeps the pause between two connections. */
export interface Turns {
  /** Resolves when the next connection may be opened. */
  turn(): Promise<void>;
}

export interface AttemptEnv {
  readonly target: Target;
  /** All that must be masked wherever it turns up; AUTH adds to it. */
  readonly secrets: Secrets;
  /** Monotonic milliseconds. */
  readonly clock: () => Milliseconds;
  /** The time of day, for Date fields. */
  readonly now: () => Date;
  /** A short word that is unique in this suite, of small letters and digits. */
  readonly token: () => string;
  /** The mailboxes that can be read back, by address. */
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  readonly lints: LintBook;
  readonly facts: FactBook;
  /** Where an attempt waits before it opens a connection after its first. */
  readonly pool: Turns;
  /** The names of endpoints whose sanity check met a 4yz. */
  readonly temporary: ReadonlySet<string>;
  /** The mechanisms of AUTH that the sanity check was refused, where another was accepted, by the name of the endpoint. */
  readonly refusedMechanisms: ReadonlyMap<string, ReadonlySet<string>>;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
}
