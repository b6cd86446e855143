/** What of a report a page shows, so that it loads at once. Pure. */
import type { Verdict } from "../judge/verdict.ts";
import { byArea, countVerdicts, type Report } from "../report/report.ts";
import { caseOf } from "../case/coverage.ts";

const isQuiet = ({ verdict }: { readonly verdict: Verdict }) => verdict === "pass" || verdict === "skip";

/**
 * Makes a report for the page: what passed or was skipped is only counted. Of the variants of a case that ended alike
 * only the first keeps its transcript. The catalogue of requirements goes too: it is the same for every server.
 */
export function forPage(report: Report): Report {
  const quiet = [...byArea(report.results.filter(isQuiet))];
  const seen = new Set<string>();
  return {
    ...report,
    sanityChecks: report.sanityChecks.map((check) => check.passed ? { ...check, transcript: [] } : check),
    requirements: {},
    results: report.results.filter((result) => !isQuiet(result)).map((result) => {
      const kind = `${caseOf(result.id)} ${result.verdict}`;
      if (!seen.has(kind)) {
        seen.add(kind);
        return { ...result, requirement: [] };
      }
      return { ...result, requirement: [], why: null, transcript: [], dropped: 0 };
    }),
    leftOut: Object.fromEntries(quiet.map(([area, results]) => [area, countVerdicts(results)])),
  };
}
