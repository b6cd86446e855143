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
  }
  /** `stack` is where something was thrown, a line each; empty where a case cannot be played as it is written. */
  | { readonly kind: "error"; readonly reason: string; readonly stack: readonly string[] };

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
