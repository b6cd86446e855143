/** What of a comparison counts: verdicts, but no other words for the same verdict. Pure. */
import type { Change, Diff } from "../gate/diff.ts";

/** Gives the results whose verdict is another one; results that only one report has are none of them. */
export function changedVerdicts({ worse, better, judged, unjudged }: Diff): readonly Change[] {
  return [...worse, ...better, ...judged, ...unjudged];
}
