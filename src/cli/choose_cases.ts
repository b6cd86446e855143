/** Loading and selecting cases, no more of them than a command needs. */
import type { Case } from "../case/case.ts";
import { coverageOf, type Covered } from "../case/coverage.ts";
import type { Loaded } from "../case/load.ts";
import { lintId, lints } from "../judge/lint.ts";
import { explainEmpty } from "../plan/empty_selection.ts";
import { isSelected, mayTake, selectCases } from "../plan/select.ts";
import { takeShard } from "../plan/shard.ts";
import { selectionFlags, type SelectionOptions } from "./flags.ts";
import { defaultOptions } from "./options.ts";
import { describeReadError, printProblems, printUsageError } from "./print.ts";
import { loadSuite } from "./suite_files.ts";

/** Cases that were loaded and selected. */
export interface Chosen {
  readonly loaded: Loaded;
  readonly cases: readonly Case[];
  readonly lintIds: readonly string[];
  /** Further results of the linter, which are wanted only where their rule was broken. */
  readonly lintIdsIfBroken: readonly string[];
  /** The catalogue with the cases of the whole suite, selected or not; empty where only a selection was loaded. */
  readonly coverage: readonly Covered[];
}

/** What a command needs of the suite. */
export type Needs = "whole suite" | "selection";

/** The options that select everything that is shipped. */
export const wholeSuite: SelectionOptions = defaultOptions(selectionFlags);

/**
 * Loads and selects cases; gives the exit code when there is nothing to play. Without the hosts of a target, a pattern
 * that names a host fits any.
 */
export async function chooseCases(
  options: SelectionOptions,
  needs: Needs,
  hosts?: readonly string[],
): Promise<Chosen | number> {
  const selection = { only: options.only, skip: options.skip, areas: options.areas, suite: options.suite };
  const isPart = needs === "selection" && selection.only.length + selection.areas.length > 0;
  const loaded = await load(options, isPart ? (topic) => mayTake(selection, topic) : undefined);
  if (typeof loaded === "number") return loaded;
  const rules = lints.map((lint) => ({ id: lintId(lint), since: lint.since }));
  const { cases, others, unmatched } = selectCases(loaded.cases, selection, { others: rules, hosts });
  const [first] = unmatched;
  // The nearest id may be in another file, and so may what is skipped: only all files show what is wrong.
  if (first !== undefined && isPart) return await chooseCases(options, "whole suite", hosts);
  if (first !== undefined) return await printUsageError(first, "smtpspec list shows all cases");
  if (cases.length === 0 && others.length === 0) {
    const { message, hint } = explainEmpty(loaded.cases, selection, rules);
    return await printUsageError(message, hint);
  }
  const { shard } = options;
  const part = shard === undefined ? cases : takeShard(cases, shard);
  if (shard !== undefined && part.length === 0) {
    return await printUsageError(
      `The shard ${shard.index}/${shard.of} of this selection is empty`,
      "take fewer shards",
    );
  }
  const testers = [...loaded.cases, ...lints.map((lint) => ({ id: lintId(lint), requirements: lint.requirements }))];
  const coverage = isPart ? [] : coverageOf(loaded.catalogue, testers);
  const lintIdsIfBroken = lints.filter(({ endsRuns }) => endsRuns === true).map(lintId)
    .filter((id) => !others.includes(id) && isSelected({ ...selection, only: [], areas: [] }, id, undefined));
  return { loaded, cases: part, lintIds: others, lintIdsIfBroken, coverage };
}

async function load(
  options: SelectionOptions,
  wants: ((topic: string) => boolean) | undefined,
): Promise<Loaded | number> {
  try {
    const loaded = await loadSuite(options.cases, wants);
    return loaded.problems.length > 0 ? await printProblems(loaded.problems) : loaded;
  } catch (error) {
    const message = describeReadError(options.cases.join(", ") || "cases", error);
    if (message === undefined) throw error;
    return await printUsageError(message, "--cases names a folder of case files, or one of them");
  }
}
