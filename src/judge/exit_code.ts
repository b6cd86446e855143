/** The exit codes, and which of them a finished run has. Pure. */
import type { Verdict } from "./verdict.ts";

/** Exit codes; each has one meaning. */
export const exitCodes = {
  conforms: 0,
  failures: 1,
  stale: 2,
  usage: 3,
  untestable: 4,
  ownError: 5,
  interrupted: 130,
} as const;

export interface RunFacts {
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly isInterrupted: boolean;
  /** The sanity check passed on every port, first and last. */
  readonly areSanityChecksPassed: boolean;
  readonly isStrict: boolean;
  /** How many entries of the baseline are stale. */
  readonly staleEntries: number;
}

/** Decides the code; if several hold, the order is 130, 5, 4, 1, 2 (docs/architecture.md, "Exit codes"). */
export function exitCodeOf(
  { summary, isInterrupted, areSanityChecksPassed, isStrict, staleEntries }: RunFacts,
): number {
  const { warn, fail, error } = summary;
  const judged = countJudged(summary);
  if (isInterrupted) return exitCodes.interrupted;
  if (error > 0) return exitCodes.ownError;
  // A run that judged nothing must not look green.
  if (!areSanityChecksPassed || judged === 0 || isMostlyUnjudged(summary)) return exitCodes.untestable;
  if (fail > 0 || (isStrict && warn > 0)) return exitCodes.failures;
  if (staleEntries > 0) return exitCodes.stale;
  return exitCodes.conforms;
}

/** Says whether more than a fifth of what could be judged is inconclusive. */
export function isMostlyUnjudged(summary: RunFacts["summary"]): boolean {
  return summary.inconclusive * 5 > countJudged(summary);
}

/** Counts the results of cases that were played; an inconclusive one is among them. */
export function countJudged({ pass, warn, fail, xfail, xpass, inconclusive }: RunFacts["summary"]): number {
  return pass + warn + fail + xfail + xpass + inconclusive;
}
