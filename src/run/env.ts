/** What all runs of a suite share. Clock, random and sockets are handed in here and nowhere else. */
import type { Milliseconds } from "../base/time.ts";
import type { PortKind } from "../case/case.ts";
import type { Mailbox } from "../target/mailbox.ts";
import type { Target } from "../target/target.ts";
import type { LintBook } from "./lint_book.ts";
import type { Pool } from "./pool.ts";

export interface Env {
  readonly target: Target;
  /** Monotonic milliseconds. */
  readonly clock: () => Milliseconds;
  /** The time of day, for Date fields. */
  readonly now: () => Date;
  /** A short word that is unique in this suite, of small letters and digits. */
  readonly token: () => string;
  /** The mailboxes that can be read back, by address. */
  readonly mailboxes: ReadonlyMap<string, Mailbox>;
  readonly lints: LintBook;
  readonly pool: Pool;
  /** 4 or 6 to insist on a family of addresses, 0 for either. */
  readonly family: 0 | 4 | 6;
  /** Roles whose control dialogue met a 4yz. */
  readonly temporary: ReadonlySet<PortKind>;
  readonly signal: AbortSignal;
}

/** Thrown when a case cannot be played as it is written: a value that is not there, or a safety class not declared. */
export class Unplayable extends Error {
  readonly verdict: "inconclusive" | "error";

  constructor(verdict: "inconclusive" | "error", message: string) {
    super(message);
    this.verdict = verdict;
  }
}
