/** What of a report is to be played again. Pure. */
import { withoutHost } from "../case/coverage.ts";
import type { Report } from "../report/report.ts";

/** Gives the results that failed or warned, known failures aside; with a rule of the linter, the case that broke it. */
export function failedIn(
  { results }: Pick<Report, "results">,
): { readonly whole: ReadonlySet<string>; readonly bare: ReadonlySet<string> } {
  const failed = results.filter(({ verdict }) => verdict === "fail" || verdict === "warn");
  const ids = failed.flatMap(({ id, again }) => [id, again]);
  return { whole: new Set(ids), bare: new Set(ids.map(withoutHost)) };
}
