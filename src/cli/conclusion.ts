/** What a finished run comes to: its exit code, and what to look at. */
import { plainLine } from "../base/show.ts";
import { countJudged, exitCodeOf, isMostlyUnjudged } from "../judge/exit_code.ts";
import type { Report } from "../report/report.ts";
import { hintOf } from "../report/sanity_hint.ts";
import { countOf } from "./count.ts";
import type { ReportRequest } from "./flag_values.ts";
import { printError, printMessage } from "./print.ts";
import { startedAs } from "./started_as.ts";
import { hintForStale } from "./stale_hint.ts";

/** Gives the exit code of a finished run out of its report. */
export function exitCodeOfReport(
  { summary, sanityChecks, baseline }: Report,
  { isStrict, isInterrupted }: { readonly isStrict: boolean; readonly isInterrupted: boolean },
): number {
  return exitCodeOf({
    summary,
    isInterrupted,
    areSanityChecksPassed: sanityChecks.every(({ passed }) => passed),
    isStrict,
    staleEntries: baseline?.staleEntries.length ?? 0,
  });
}

/**
 * Prints, on standard error, why the exit code is what it is, where the report does not show it at its end: a sanity
 * check that failed, too little to judge, warnings that count, a stale baseline.
 */
export async function explainReport(
  report: Report,
  options: { readonly isStrict: boolean; readonly reports: readonly ReportRequest[] },
): Promise<void> {
  const { summary, complete, results } = report;
  if (complete && results.every(({ verdict }) => verdict === "skip")) {
    await printError("error: Nothing was tested: all that was selected is skipped; the report says why\n");
  }
  if (isMostlyUnjudged(summary) && report.sanityChecks.every(({ passed }) => passed)) {
    await printError(
      `error: ${summary.inconclusive} of ${
        countJudged(summary)
      } results are inconclusive, more than a fifth: that is no test\n` +
        "  the report gives the reason of each\n",
    );
  }
  if (options.isStrict && summary.warn > 0) {
    await printError(
      `error: With --strict, ${
        summary.warn === 1 ? "a warning counts" : `${summary.warn} warnings count`
      } as a failure\n`,
    );
  }
  const { staleEntries = [], file = "" } = report.baseline ?? {};
  if (staleEntries.length > 0) {
    const entries = staleEntries.length === 1 ? "1 entry" : `${staleEntries.length} entries`;
    const verb = staleEntries.length === 1 ? "is" : "are";
    await printLines(
      `error: ${entries} of "${file}" ${verb} stale; the report lists them`,
      ...hintForStale(file, { ...options, started: startedAs() }),
    );
  }
  for (const { endpoint, obstacles = [] } of report.sanityChecks) {
    for (const obstacle of obstacles) await printMessage("warning", `At the endpoint ${endpoint}, ${obstacle}`);
  }
  for (const check of report.sanityChecks.filter(({ passed }) => !passed)) {
    const { endpoint, when, reason } = check;
    const message = `The ${when} sanity check failed at the endpoint ${endpoint}: ${reason}`;
    await printMessage("error", message, hintOf(check, report.target));
  }
}

/** Prints that a run ended early because its time was used up, and how it gets more. */
export async function explainBudget({ results }: Report, reason: string): Promise<void> {
  const left = results.filter((result) => result.reason === reason).length;
  const verb = left === 1 ? "is" : "are";
  const message = `${reason[0]?.toUpperCase()}${reason.slice(1)}: ${
    countOf(left, "result")
  } ${verb} inconclusive for it`;
  await printMessage("warning", message, "--budget TIME gives a run more time, --budget none as much as it needs");
}

/** A merged report may be a stranger's: nothing in it reaches the terminal unescaped. */
function printLines(...lines: readonly string[]): Promise<void> {
  return printError(lines.map((line) => `${plainLine(line)}\n`).join(""));
}
