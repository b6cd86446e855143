/** One attempt at a case, and how it ended. */
import type { Milliseconds } from "../base/time.ts";
import type { Deviation } from "../judge/deviation.ts";
import type { Suspicion } from "../session/suspicion.ts";
import type { Exchange } from "../wire/transcript.ts";

/** How one attempt at a case ended. */
export type Ending =
  | { readonly kind: "passed" }
  | { readonly kind: "wrong"; readonly as: "fail" | "warn" | "note"; readonly deviation: Deviation }
  | { readonly kind: "inconclusive"; readonly reason: string; readonly deviation: Deviation | undefined }
  | {
    readonly kind: "again";
    readonly why: "421" | "refused" | "handshake" | "reset" | "timeout";
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

/** A suspicion, and where it was seen. Its input has names in place of what is random. */
export interface Suspect extends Suspicion {
  /** What was received, as a deviation has it, and as a key. */
  readonly received: string;
  readonly key: string;
  /** The event of the transcript that shows it. */
  readonly event: number;
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
  /** The server answered a command that is no QUIT, by something else than 421. */
  readonly isAnswered: boolean;
  /** A step of the case did something to the server, which was there: it said something. */
  readonly hasActed: boolean;
  /** What may be held against the server whatever the case is about. */
  readonly suspect: Suspect | undefined;
}

/** Makes an attempt of a case that was not played. */
export function unplayedAttempt(ending: Ending, took: Milliseconds): Attempt {
  return {
    ending,
    warnings: [],
    notes: [],
    transcript: [],
    dropped: 0,
    took,
    borders: undefined,
    isAnswered: false,
    hasActed: false,
    suspect: undefined,
  };
}
