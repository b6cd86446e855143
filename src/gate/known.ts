/** Applies a baseline of known failures to results. Pure. */
import type { Known, Report, Result, StaleEntry } from "../report/report.ts";
import { makeIdHints } from "./entry_ids.ts";
import { bareVerdict, fitOf, isLintId, sawOf } from "./saw.ts";

/** A baseline, as it was read from its file. */
export interface Baseline {
  readonly file: string;
  readonly entries: readonly Known[];
}

export interface ApplyOptions {
  /** The day of the run in UTC: 2027-01-31. */
  readonly today: string;
  /** All cases were to be played. Else a rule of the linter may pass because no reply that breaks it was received. */
  readonly isWhole: boolean;
}

const noteHead = "baseline: ";

/**
 * Gives the result as the baseline has it: `xfail` for a failure or warning that is known, `xpass` for a pass where one
 * is known. Another failure, and one whose entry has expired, stays what it is, with a note. A baseline that was applied
 * before is removed first.
 */
export function applyBaseline(result: Result, baseline: Baseline, options: ApplyOptions): Result {
  const bare = removeBaseline(result);
  const known = baseline.entries.find(({ id }) => id === bare.id);
  if (known === undefined) return bare;
  const staleness = findStaleness(bare, known, options);
  if (staleness?.kind === "passes") return { ...bare, known, verdict: "xpass", reason: staleness.description };
  if (staleness !== undefined) return { ...bare, known, notes: [...bare.notes, noteHead + staleness.description] };
  const isKnown = bare.verdict === "fail" || bare.verdict === "warn";
  return isKnown ? { ...bare, known, verdict: "xfail" } : { ...bare, known };
}

/** Gives the result as it was before a baseline was applied to it. */
export function removeBaseline(result: Result): Result {
  const { known, ...rest } = result;
  if (known === undefined) return result;
  const reason = result.verdict === "xpass" ? null : result.reason;
  return {
    ...rest,
    verdict: bareVerdict(result),
    reason,
    notes: result.notes.filter((note) => !note.startsWith(noteHead)),
  };
}

/** Says why an entry is stale, given the bare result; undefined where it holds or nothing can be said. */
function findStaleness(
  result: Result,
  known: Known,
  { today, isWhole }: ApplyOptions,
): Pick<StaleEntry, "kind" | "description"> | undefined {
  const { verdict } = result;
  const expected = describeFailure(known.verdict, known.saw);
  if (verdict === "pass") {
    if (isLintId(result.id) && !isWhole) return undefined;
    return { kind: "passes", description: `it passes, and is known to ${expected}: remove the entry` };
  }
  if (verdict !== "fail" && verdict !== "warn") return undefined; // It was not judged.
  if (verdict !== known.verdict || fitOf(known.saw, result) === "none") {
    const found = describeFailure(`${verdict}s`, sawOf(result) ?? null);
    return { kind: "other", description: `it ${found}, and is known to ${expected}` };
  }
  if (known.expires !== null && today > known.expires) {
    const hint = "fix the server, or set another day";
    return { kind: "expired", description: `it is known to ${expected} only until ${known.expires}: ${hint}` };
  }
  return undefined;
}

/** Describes a failure in few words: fail with 250 2.1.0. */
function describeFailure(verb: string, saw: string | null): string {
  return saw === null ? verb : `${verb} with ${saw}`;
}

/**
 * Lists the stale entries. `ids` are all results that there can be: an entry that names none of them is stale; one whose
 * case was left out of this run is not.
 */
export function staleEntriesOf(
  results: readonly Result[],
  baseline: Baseline,
  options: ApplyOptions & { readonly ids: ReadonlySet<string> },
): StaleEntry[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  const hintFor = makeIdHints(options.ids, "remove the entry");
  return baseline.entries.flatMap((known) => {
    const { id, source } = known;
    const result = byId.get(id);
    if (result !== undefined) {
      const staleness = findStaleness(removeBaseline(result), known, options);
      return staleness === undefined ? [] : [{ ...staleness, id, source }];
    }
    if (options.ids.has(id)) return [];
    const description = `there is no such case: ${hintFor(id)}`;
    return [{ kind: "gone" as const, id, description, source }];
  });
}

/** Applies a baseline to the results of a report, and lists in it the entries that are stale. */
export function withBaseline(
  report: Report,
  baseline: Baseline,
  options: ApplyOptions & { readonly ids: ReadonlySet<string> },
): Pick<Report, "results" | "baseline"> {
  const results = report.results.map((result) => applyBaseline(result, baseline, options));
  return { results, baseline: { ...baseline, staleEntries: staleEntriesOf(results, baseline, options) } };
}
