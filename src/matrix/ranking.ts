/** How servers are compared: by the cases that they fail, of which each counts once, however many variants fail. Pure. */
import type { Verdict } from "../judge/verdict.ts";
import { caseOf } from "../case/coverage.ts";
import type { Report, Result } from "../report/report.ts";
import type { ServerSetup } from "./server_setup.ts";

/** One server with its results, or without where it was not tested. */
export interface Entry {
  readonly setup: ServerSetup;
  readonly tested: { readonly report: Report; readonly version: string } | undefined;
}

/** Groups the results that have a verdict by case. */
export function casesWith(verdict: Verdict, results: readonly Result[]): Map<string, Result[]> {
  return Map.groupBy(results.filter((result) => result.verdict === verdict), ({ id }) => caseOf(id));
}

/** Puts the servers in the order of the cases that they fail, then of the failed results; untested ones come last. */
export function rank(entries: readonly Entry[]): Entry[] {
  const weighed = entries.map((entry) => ({ entry, ...weigh(entry) }));
  return weighed.sort((one, other) => one.cases - other.cases || one.results - other.results)
    .map(({ entry }) => entry);
}

function weigh({ tested }: Entry): { readonly cases: number; readonly results: number } {
  if (tested === undefined) return { cases: Number.MAX_SAFE_INTEGER, results: 0 };
  return { cases: casesWith("fail", tested.report.results).size, results: tested.report.summary.fail };
}
