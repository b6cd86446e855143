/** `smtpspec render`. */
import { exitCodes } from "../judge/verdict.ts";
import type { Options } from "./args.ts";
import { findReport } from "./find_report.ts";
import { complain } from "./outcome.ts";
import { checkReportFiles, writeReports } from "./write_reports.ts";

/** Makes other formats of a saved report. */
export async function renderCommand(words: readonly string[], options: Options): Promise<number> {
  const report = await findReport(words[0] ?? "");
  if (typeof report === "number") return report;
  const trouble = await checkReportFiles(options.reports);
  if (trouble !== undefined) return await complain(trouble, "make the folder first, or name another");
  const wishes = options.reports.length === 0 ? [{ format: "console", file: undefined }] : options.reports;
  return await writeReports(report, wishes, { isVerbose: options.isVerbose, isConsoleAdded: false })
    ? exitCodes.conforms
    : exitCodes.ownError;
}
