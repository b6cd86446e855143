/** Saved reports out of their files. */
import { readBounded } from "../base/bounded_file.ts";
import type { Octets } from "../base/octets.ts";
import { isProblem, type PlainProblem } from "../base/problem.ts";
import { readReport } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { describeReadError, printUsageError } from "./print.ts";

const hint = "a report is made by smtpspec run --report json=FILE";
const maxOctets = 250_000_000; // our choice: fifty times the largest that there is, and it fits into memory

/** Reads a saved report, out of a file or a pipe; gives the exit code when it cannot be used, after it has said why. */
export async function findReport(path: string): Promise<Report | number> {
  let read: Octets | PlainProblem;
  try {
    read = await readBounded(path, { most: maxOctets, of: "any" });
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return await printUsageError(message, hint);
  }
  if (isProblem(read)) return await printUsageError(`Cannot read "${path}": ${read.message}`, hint);
  const report = readReport(new TextDecoder().decode(read));
  return isProblem(report) ? await printUsageError(`Cannot use "${path}": ${report.message}`, "") : report;
}
