/**
 * The compact form of a report, to be kept beside source code: the verdict of each result in one letter, and of what is
 * not a pass what was received. It lacks what only the run itself can show: transcripts, times, notes, places. Pure.
 */
import type { Impact, Level } from "../case/case.ts";
import { caseOf } from "../case/coverage.ts";
import type { Verdict } from "../judge/verdict.ts";
import { reasonOf } from "../judge/deviation.ts";
import { type Report, type ReportOptions, type ReportTarget, type Result, schemaVersion } from "./report.ts";
import { type Token, writeVerdicts } from "./verdict_text.ts";

/** The compact form. `readReport()` makes a report of it. */
export interface CompactReport {
  readonly schemaVersion: typeof schemaVersion;
  readonly form: "compact";
  /** The product that was tested, where it is known apart from the name of the target. */
  readonly server?: { readonly name: string; readonly version: string };
  readonly suite: Report["suite"];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly complete: boolean;
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly target: ReportTarget;
  readonly options: ReportOptions;
  /** Why results were skipped; in `cases` the letter `s` and a number name the reason, counted from 0. */
  readonly skipped: readonly string[];
  /** By topic and case, in the order of the case files: the verdicts of the results, as `writeVerdicts()` writes them. */
  readonly cases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What is neither a pass nor a skip, in the order of the case files. */
  readonly deviations: readonly CompactDeviation[];
}

/** The results of one case with the same requirement that are neither a pass nor a skip. */
export interface CompactDeviation {
  readonly case: string;
  readonly level: Level;
  readonly impact?: Impact;
  readonly demand: string;
  readonly rfc: readonly string[];
  readonly results: readonly AlikeResults[];
}

/** Results with the same verdict for the same reason. */
interface AlikeResults {
  readonly verdict: Verdict;
  /** What their ids have after the case, with spaces between; absent for an id that is the case. */
  readonly of?: string;
  /** What was expected and what was received, octets escaped; absent where the verdict rests on no reply. */
  readonly expected?: readonly string[];
  readonly received?: string;
  /** What was received as a key; absent where there is none. */
  readonly key?: string;
  readonly because?: string;
  /** Absent where it is made of the others, as `reasonOf()` does. */
  readonly reason?: string | null;
}

/** Makes the compact form of a report; `server` names the product and its version. */
export function compactReport(report: Report, server?: CompactReport["server"]): CompactReport {
  const { suite, startedAt, durationMs, complete, summary, target, options, results } = report;
  const skipped = [...new Set(results.filter(isSkip).map(({ reason }) => reason ?? ""))];
  return {
    schemaVersion,
    form: "compact",
    ...(server === undefined ? {} : { server }),
    suite,
    startedAt,
    durationMs: Math.round(durationMs),
    complete,
    summary,
    target,
    options,
    skipped,
    cases: compactCases(results, skipped),
    deviations: compactDeviations(results),
  };
}

const isSkip = ({ verdict }: Result) => verdict === "skip";

function compactCases(results: readonly Result[], skipped: readonly string[]): CompactReport["cases"] {
  const topics: Record<string, Record<string, string>> = {};
  for (const [id, own] of Map.groupBy(results, ({ id }) => caseOf(id))) {
    const { topic, name } = split(id);
    (topics[topic] ??= {})[name] = writeVerdicts(own.map((result): Token => ({
      verdict: result.verdict,
      reason: isSkip(result) ? skipped.indexOf(result.reason ?? "") : undefined,
      suffix: result.id.slice(id.length),
    })));
  }
  return topics;
}

/** Splits the id of a case into its topic, AREA/FILE, and its name. */
function split(id: string): { readonly topic: string; readonly name: string } {
  const at = id.lastIndexOf("/");
  return { topic: id.slice(0, Math.max(0, at)), name: id.slice(at + 1) };
}

function compactDeviations(results: readonly Result[]): CompactDeviation[] {
  const loud = results.filter(({ verdict }) => verdict !== "pass" && verdict !== "skip");
  const groups = Map.groupBy(
    loud,
    ({ id, level, impact, demand, rfc }) => JSON.stringify([caseOf(id), level, impact, demand, rfc]),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { level, impact, demand, rfc } = first;
    const name = caseOf(first.id);
    const alike = Map.groupBy(own, (result) => JSON.stringify(alikeResultsOf(result, "")));
    const parts = [...alike.values()].flatMap((each): AlikeResults[] => {
      const [one] = each;
      const of = each.map(({ id }) => id.slice(name.length)).join(" ");
      return one === undefined ? [] : [alikeResultsOf(one, of)];
    });
    return [{ case: name, level, ...(impact === undefined ? {} : { impact }), demand, rfc, results: parts }];
  });
}

function alikeResultsOf({ verdict, deviation, reason }: Result, of: string): AlikeResults {
  const because = deviation?.because;
  return {
    verdict,
    ...(of === "" ? {} : { of }),
    ...(deviation === null ? {} : { expected: deviation.expected, received: deviation.received }),
    ...(typeof deviation?.key === "string" ? { key: deviation.key } : {}),
    ...(because === undefined ? {} : { because }),
    ...(reason === (deviation === null ? null : reasonOf(deviation)) ? {} : { reason }),
  };
}
