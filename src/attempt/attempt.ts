/** One attempt at a case, and how it ended. */
import type { Milliseconds } from "../base/time.ts";
import type { Deviation } from "../judge/deviation.ts";
import type { Exchange } from "../wire/transcript.ts";

/** How one attempt at a case ended. */
export type Ending =
  | { readonly kind: "passed" }
  | { readonly kind: "wrong"; readonly as: "fail" | "warn" | "note"; readonly deviation: Deviation }
  | { readonly kind: "inconclusive"; readonly reason: string; readonly deviation: Deviation | undefined }
  | {
    readonly kind: "again";
    readonly why: "421" | "refused" | "reset" | "timeout";
    readonly reason: string;
    readonly deviation: Deviation | undefined;
    /** Of a time-out, what judges it without another try. */
    readonly timeOut: TimeOut | undefined;
  }
  /** `stack` is where something was thrown, a line each; empty where a case cannot be played as it is written. */
  | { readonly kind: "error"; readonly reason: string; readonly stack: readonly string[] };

/** A time-out in a case. */
export interface TimeOut {
  /** When it came, by the clock of the suite. */
  readonly at: Milliseconds;
  /** For how long nothing had come. */
  readonly waited: Milliseconds;
  /** What it is judged as when it comes again. */
  readonly asSecond: Ending;
}

/** One attempt at a case. */
export interface Attempt {
  readonly ending: Ending;
  /** Tolerated answers along the way, which did not end the case. */
  readonly warnings: readonly Deviation[];
  readonly notes: readonly Deviation[];
  readonly transcript: readonly Exchange[];
  readonly dropped: number;
  readonly took: Milliseconds;
  /** How many octets the step with `split: every-border` wrote. */
  readonly borders: number | undefined;
}
