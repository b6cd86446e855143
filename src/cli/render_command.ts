/** `smtpspec render`. */
import { exitCodes } from "../judge/verdict.ts";
import { readReport } from "../report/json.ts";
import type { Options } from "./args.ts";
import { complain, describeReadError } from "./outcome.ts";
import { checkReportFiles, writeReports } from "./write_reports.ts";

/** Makes other formats of a saved report. */
export async function renderCommand(words: readonly string[], options: Options): Promise<number> {
  const path = words[0] ?? "";
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return await complain(message, "a report is made by smtpspec run --report json=FILE");
  }
  const report = readReport(text);
  if (typeof report === "string") return await complain(`Cannot use "${path}": ${report}`, "");
  const trouble = await checkReportFiles(options.reports);
  if (trouble !== undefined) return await complain(trouble, "make the folder first, or name another");
  const wishes = options.reports.length === 0 ? [{ format: "console", file: undefined }] : options.reports;
  return await writeReports(report, wishes, { isVerbose: options.isVerbose, isConsoleAdded: false })
    ? exitCodes.conforms
    : exitCodes.ownError;
}
