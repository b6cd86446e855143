/** What to type where entries of a baseline are stale. Pure. */
import { quoteForShell } from "../report/report.ts";
import type { ReportRequest } from "./flag_values.ts";

const usualReport = "smtp.json";

/**
 * Says how to bring a baseline up to date: with the JSON report that was written, or how to get one first. The command
 * stands in a line of its own, so that it can be copied.
 */
export function hintForStale(
  baseline: string,
  { reports, isStrict, started }: {
    readonly reports: readonly ReportRequest[];
    readonly isStrict: boolean;
    /** The words with which smtpspec is started. */
    readonly started: string;
  },
): string[] {
  const written = reports.find(({ format, file }) => format === "json" && file !== undefined)?.file;
  const strict = isStrict ? " --strict" : "";
  const command = `${started} baseline ${quoteForShell(written ?? usualReport)} --update ${
    quoteForShell(baseline)
  }${strict}`;
  return [
    written === undefined
      ? `  to bring it up to date, run this once more with --report json=${usualReport}, and then`
      : "  to bring it up to date:",
    `    ${command}`,
  ];
}
