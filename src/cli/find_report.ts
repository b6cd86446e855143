/** Saved reports out of their files. */
import { isProblem } from "../base/problem.ts";
import { readReport } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { describeReadError, printUsageError } from "./outcome.ts";

/** Reads a saved report; gives the exit code when it cannot be used, after it has said why. */
export async function findReport(path: string): Promise<Report | number> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return await printUsageError(message, "a report is made by smtpspec run --report json=FILE");
  }
  const report = readReport(text);
  return isProblem(report) ? await printUsageError(`Cannot use "${path}": ${report.message}`, "") : report;
}
