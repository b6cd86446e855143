/** Converting saved reports to other formats. */
import { exitCodes } from "../../judge/exit_code.ts";
import type { Report } from "../../report/report.ts";
import { reporters } from "../../report/reporter.ts";
import type { ReportFlagOptions } from "../flags.ts";
import { findReport } from "../find_report.ts";
import { printUsageError } from "../print.ts";
import { checkReportFiles } from "../check_report_files.ts";
import { writeComparison, writeReports } from "../write_reports.ts";

/** Converts a saved report to other formats, or compares several side by side. */
export async function renderReports(files: readonly string[], options: ReportFlagOptions): Promise<number> {
  const isOne = files.length === 1;
  const unfit = options.reports.find(({ format }) => reporters.get(format)?.compare === undefined);
  if (!isOne && unfit !== undefined) {
    const fit = [...reporters].filter(([, { compare }]) => compare !== undefined).map(([name]) => name);
    return await printUsageError(`Cannot compare reports as "${unfit.format}"`, `write --report ${fit.join(" or ")}`);
  }
  const reports: Report[] = [];
  for (const file of files) {
    const report = await findReport(file);
    if (typeof report === "number") return report;
    reports.push(report);
  }
  const obstacle = await checkReportFiles(options.reports, []);
  if (obstacle !== undefined) return await printUsageError(obstacle, "name another file");
  const requests = options.reports.length > 0
    ? options.reports
    : [{ format: isOne ? "console" : "markdown", file: undefined }];
  const [first] = reports;
  const isWritten = isOne && first !== undefined
    ? await writeReports(first, requests, { ...options, isConsoleAdded: false })
    : await writeComparison(reports, requests);
  return isWritten ? exitCodes.conforms : exitCodes.ownError;
}
