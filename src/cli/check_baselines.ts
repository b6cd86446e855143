/** Checking baselines as `smtpspec check` does: more than a run needs, since their ids have to exist. */
import type { Problem } from "../base/frame.ts";
import type { Source } from "../base/source.ts";
import type { Loaded } from "../case/load.ts";
import { lintId, lints } from "../judge/lint.ts";
import { knownIds } from "../plan/result_id.ts";
import { baselineOf } from "./find_baseline.ts";
import { loadSuite } from "./suite_files.ts";

/** What is wrong with baselines, and what should be written otherwise. */
export interface BaselinesChecked {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Checks baselines. Their ids are those of the cases that are checked with them, or else of the shipped ones; where a
 * case could not be read, no id is called unknown.
 */
export async function checkBaselines(
  sources: readonly Source[],
  checked: Loaded | undefined,
): Promise<BaselinesChecked> {
  if (sources.length === 0) return { problems: [], warnings: [] };
  const { cases, problems } = checked ?? await loadSuite([]);
  const ids = problems.length > 0 ? undefined : knownIds(cases, { hosts: [], others: lints.map(lintId) });
  const read = sources.map((source) => baselineOf(source, ids));
  return { problems: read.flatMap((each) => each.problems), warnings: read.flatMap((each) => each.warnings) };
}
