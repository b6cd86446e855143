/** The exit code of a finished run. Pure. */
import { exitCodes, type Verdict } from "./verdict.ts";

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
  const { pass, warn, fail, xfail, xpass, inconclusive, error } = summary;
  const judged = pass + warn + fail + xfail + xpass + inconclusive;
  if (isInterrupted) return exitCodes.interrupted;
  if (error > 0) return exitCodes.ownError;
  // A run that judged nothing must not look green.
  if (!areSanityChecksPassed || judged === 0 || inconclusive * 5 > judged) return exitCodes.untestable;
  if (fail > 0 || (isStrict && warn > 0)) return exitCodes.failures;
  if (staleEntries > 0) return exitCodes.stale;
  return exitCodes.conforms;
}
