/** Loading and selecting cases, no more of them than a command needs. */
import { coverageOf, type Covered } from "../case/coverage.ts";
import type { Case } from "../case/case.ts";
import type { Loaded } from "../case/load.ts";
import type { Catalogue } from "../case/requirements.ts";
import { failedIn } from "../gate/last_failed.ts";
import { lintId, lints } from "../judge/lint.ts";
import { explainEmpty } from "../plan/empty_selection.ts";
import { idsOf } from "../plan/result_id.ts";
import { isSelected, mayTake, selectCases } from "../plan/select.ts";
import { type Candidate, candidateOf, everything, type Selection } from "../plan/selection.ts";
import { takeShard } from "../plan/shard.ts";
import { findReport } from "./find_report.ts";
import { selectionFlags, type SelectionOptions } from "./flags.ts";
import { defaultOptions } from "./options.ts";
import { describeReadError, printMessage, printProblems, printUsageError } from "./print.ts";
import { loadSuite } from "./suite_files.ts";

/** Cases that were loaded and selected. */
export interface Chosen {
  readonly loaded: Loaded;
  readonly cases: readonly Case[];
  readonly lintIds: readonly string[];
  /** Further results of the linter, which are wanted only where their rule was broken. */
  readonly lintIdsIfBroken: readonly string[];
  /** What was selected by. */
  readonly selection: Selection;
  /** The catalogue with the cases of the whole suite, selected or not; empty where only a selection was loaded. */
  readonly coverage: readonly Covered[];
}

/** What a command needs of the suite. */
export type Needs = "whole suite" | "selection";

/** The options that select everything that is shipped. */
export const wholeSuite: SelectionOptions = defaultOptions(selectionFlags);

/** The rules of the linter, as they are selected. */
const rules: readonly Candidate[] = lints.map((lint) => ({
  id: lintId(lint),
  level: lint.level,
  impact: lint.impact,
  rfc: lint.rfc,
  requirements: lint.requirements,
  since: lint.since,
}));

/**
 * Loads and selects cases; gives the exit code when there is nothing to play. Without the hosts of a target, a pattern
 * that names a host fits any.
 */
export async function chooseCases(
  options: SelectionOptions,
  needs: Needs,
  hosts?: readonly string[],
): Promise<Chosen | number> {
  const selection = await readSelection(options);
  return typeof selection === "number" ? selection : await choose(options, { needs, hosts, selection });
}

async function readSelection(options: SelectionOptions): Promise<Selection | number> {
  const { only, skip, areas, levels, rfcs, requirements, impacts, suite, lastFailed } = options;
  const selection = { ...everything, only, skip, areas, levels, rfcs, requirements, impacts, suite };
  if (lastFailed === undefined) return selection;
  const report = await findReport(lastFailed);
  return typeof report === "number" ? report : { ...selection, results: failedIn(report) };
}

async function choose(
  options: SelectionOptions,
  { needs, hosts, selection }: {
    readonly needs: Needs;
    readonly hosts: readonly string[] | undefined;
    readonly selection: Selection;
  },
): Promise<Chosen | number> {
  const isPart = needs === "selection" &&
    (selection.only.length + selection.areas.length > 0 || selection.results !== undefined);
  const loaded = await load(options, isPart ? (topic) => mayTake(selection, topic) : undefined);
  if (typeof loaded === "number") return loaded;
  const { cases, others, unmatched } = selectCases(loaded.cases, selection, {
    others: rules,
    hosts,
    named: namesIn(loaded.catalogue),
  });
  const isEmpty = cases.length + others.length === 0;
  // What is near may be in another file, and so may what is skipped: only all files show what is wrong.
  if (isPart && (unmatched.length > 0 || isEmpty)) {
    return await choose(options, { needs: "whole suite", hosts, selection });
  }
  const [first] = unmatched;
  if (first !== undefined) {
    return await printUsageError(
      first,
      "smtpspec list shows all cases, and with --requirements what each RFC requires",
    );
  }
  if (isEmpty) {
    const candidates = loaded.cases.flatMap((each) => idsOf(each).map((id) => candidateOf(each, id)));
    const { message, hint } = explainEmpty([...candidates, ...rules], selection);
    return await printUsageError(message, hint);
  }
  await warnOfLost(selection, loaded.cases);
  const { shard } = options;
  const part = shard === undefined ? cases : takeShard(cases, shard);
  if (shard !== undefined && part.length === 0) {
    return await printUsageError(
      `The shard ${shard.index}/${shard.of} of this selection is empty`,
      "take fewer shards",
    );
  }
  const coverage = isPart ? [] : coverageOf(loaded.catalogue, [...loaded.cases, ...rules]);
  const lintIdsIfBroken = lints.filter(({ endsRuns }) => endsRuns === true).map(lintId)
    .filter((id) => !others.includes(id) && isSelected({ ...everything, skip: selection.skip }, id, undefined));
  return { loaded, cases: part, lintIds: others, lintIdsIfBroken, selection, coverage };
}

/** The names of all that a catalogue holds, as they are selected by. */
function namesIn({ rfcs, requirements }: Catalogue): Set<string> {
  const places = [...rfcs.values()].flatMap(({ number, sections }) => [
    `RFC ${number}`,
    ...[...sections.keys()].map((section) => `RFC ${number} §${section}`),
  ]);
  return new Set([...places, ...requirements.keys()]);
}

const mostLost = 5; // our choice: so many of the results that there are no more are named

/** Says which results of a report no loaded case has any more. */
async function warnOfLost({ results, ...patterns }: Selection, cases: readonly Case[]): Promise<void> {
  if (results === undefined) return;
  const known = new Set([...cases.flatMap((each) => [each.id, ...idsOf(each)]), ...rules.map(({ id }) => id)]);
  const topicOf = (id: string) => id.slice(0, id.lastIndexOf("/"));
  const lost = [...results.bare].filter((id) => !known.has(id) && mayTake(patterns, topicOf(id)));
  if (lost.length === 0) return;
  const more = lost.length > mostLost ? ` and ${lost.length - mostLost} more` : "";
  await printMessage(
    "warning",
    `What failed in the report of --last-failed is not all there any more: ${
      lost.slice(0, mostLost).join(", ")
    }${more}`,
  );
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
