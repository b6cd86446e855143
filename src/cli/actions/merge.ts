/** Merging the reports of all shards. */
import { isProblem } from "../../base/problem.ts";
import { mergeShards, type Part } from "../../gate/merge.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { exitCodeOfReport, explainReport } from "../conclusion.ts";
import { findReport } from "../find_report.ts";
import { printUsageError } from "../print.ts";
import type { ReportFlagOptions } from "../flags.ts";
import { checkReportFiles } from "../check_report_files.ts";
import { writeReports } from "../write_reports.ts";

/** What reports are made of the whole, and whether warnings break it. */
export interface MergeOptions extends ReportFlagOptions {
  readonly isStrict: boolean;
}

/** Merges the reports of all shards; the exit code is that of the whole run. */
export async function mergeReports(files: readonly string[], options: MergeOptions): Promise<number> {
  const parts: Part[] = [];
  for (const file of files) {
    const report = await findReport(file);
    if (typeof report === "number") return report;
    parts.push({ file, report });
  }
  const merged = mergeShards(parts);
  if (isProblem(merged)) {
    return await printUsageError(
      `Cannot merge: ${merged.message}`,
      "give the reports of all shards of one run, each once",
    );
  }
  const obstacle = await checkReportFiles(options.reports, []);
  if (obstacle !== undefined) return await printUsageError(obstacle, "name another file");
  const isWritten = await writeReports(merged, options.reports, { ...options, isConsoleAdded: true });
  if (!isWritten) return exitCodes.ownError;
  await explainReport(merged, options);
  // A shard that was cut short by a failure ends the whole as one; one that was interrupted must not look green.
  const isInterrupted = !merged.complete && merged.summary.fail === 0;
  return exitCodeOfReport(merged, { isStrict: options.isStrict, isInterrupted });
}
