/** Lays a baseline of known failures on results. Pure. */
import { suggest } from "../base/guess.ts";
import type { Known, Report, Result, StaleEntry } from "../report/report.ts";
import { bareVerdict, isLintId, receivedOf } from "./saw.ts";

/** A baseline, and on what it is laid. */
export interface Baseline {
  readonly file: string;
  readonly entries: readonly Known[];
}

export interface ApplyOptions {
  /** The day of the run in UTC: 2027-01-31. */
  readonly today: string;
  /** All cases were to be played. Else a rule of the linter may pass because no reply that breaks it came. */
  readonly isWhole: boolean;
}

const noteHead = "baseline: ";

/**
 * Gives the result as the baseline sees it: `xfail` for a failure or warning that came as known, `xpass` for one that
 * came no more. Another failure, and one whose entry is over, stays what it is, with a note. What was laid before is
 * taken off first.
 */
export function applyBaseline(result: Result, baseline: Baseline, options: ApplyOptions): Result {
  const bare = removeBaseline(result);
  const known = baseline.entries.find(({ id }) => id === bare.id);
  if (known === undefined) return bare;
  const fault = findFault(bare, known, options);
  if (fault?.kind === "passes") return { ...bare, known, verdict: "xpass", reason: fault.description };
  if (fault !== undefined) return { ...bare, known, notes: [...bare.notes, noteHead + fault.description] };
  const isKnown = bare.verdict === "fail" || bare.verdict === "warn";
  return isKnown ? { ...bare, known, verdict: "xfail" } : { ...bare, known };
}

/** Gives the result as it was before a baseline was laid on it. */
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

/** Says what is wrong with an entry, given the bare result; undefined where it holds or nothing can be said. */
function findFault(
  result: Result,
  known: Known,
  { today, isWhole }: ApplyOptions,
): Pick<StaleEntry, "kind" | "description"> | undefined {
  const { verdict } = result;
  const expected = describeKnown(known);
  if (verdict === "pass") {
    if (isLintId(result.id) && !isWhole) return undefined;
    return { kind: "passes", description: `it passes, and was known as ${expected}: take the entry out` };
  }
  if (verdict !== "fail" && verdict !== "warn") return undefined; // It was not judged.
  const saw = receivedOf(result);
  if (verdict !== known.verdict || !fits(known.saw, saw)) {
    const came = `${verdict}${saw === undefined ? "" : ` with ${saw}`}`;
    return { kind: "other", description: `known as ${expected}; ${came} is another matter` };
  }
  if (known.expires !== null && today > known.expires) {
    return {
      kind: "expired",
      description: `known as ${expected} until ${known.expires}: mend the server, or decide anew`,
    };
  }
  return undefined;
}

/** Says whether what came begins with the words of the entry: "250" takes "250 2.1.0" too, but not "2501". */
function fits(wanted: string | null, saw: string | undefined): boolean {
  if (wanted === null || wanted === saw) return true;
  return saw !== undefined && saw.startsWith(wanted) && /^[ ,]/.test(saw.slice(wanted.length));
}

/** Tells an entry in few words: fail with 250 2.1.0. */
export function describeKnown({ verdict, saw }: Pick<Known, "verdict" | "saw">): string {
  return saw === null ? verdict : `${verdict} with ${saw}`;
}

/**
 * Lists the entries that tell the truth no more. `ids` are all results that there can be: an entry that names none of
 * them is stale; one whose case was left out of this run is not.
 */
export function staleEntriesOf(
  results: readonly Result[],
  baseline: Baseline,
  options: ApplyOptions & { readonly ids: ReadonlySet<string> },
): StaleEntry[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return baseline.entries.flatMap((known) => {
    const { id, source } = known;
    const result = byId.get(id);
    if (result !== undefined) {
      const fault = findFault(removeBaseline(result), known, options);
      return fault === undefined ? [] : [{ ...fault, id, source }];
    }
    if (options.ids.has(id)) return [];
    const hint = suggest(id, options.ids);
    const description = `there is no such case: ${hint.startsWith("did you") ? hint : "take the entry out"}`;
    return [{ kind: "gone" as const, id, description, source }];
  });
}

/** Lays a baseline on the results of a report, and says in it what is wrong with the baseline. */
export function withBaseline(
  report: Report,
  baseline: Baseline,
  options: ApplyOptions & { readonly ids: ReadonlySet<string> },
): Pick<Report, "results" | "baseline"> {
  const results = report.results.map((result) => applyBaseline(result, baseline, options));
  return { results, baseline: { ...baseline, staleEntries: staleEntriesOf(results, baseline, options) } };
}
