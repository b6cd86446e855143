/** The JSON report: the report itself, in its documented shape (`report.ts`). */
import { plainJson } from "../base/show.ts";
import type { Report } from "./report.ts";
import { noVerdicts, schemaVersion } from "./report.ts";

/** Writes the report; `readReport()` gives it back. */
export function renderJson(report: Report): string {
  return plainJson(JSON.stringify(report, null, 1)) + "\n";
}

/** Reads a saved report; a sentence says why it cannot be used. */
export function readReport(text: string): Report | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `it is no JSON: ${(error as Error).message}`;
  }
  const report = value as Partial<Report> | null;
  if (typeof report !== "object" || report?.suite?.name !== "smtpspec") return "it is no report of smtpspec";
  if (report.schemaVersion !== schemaVersion) {
    return `it has the schema version ${report.schemaVersion}; this smtpspec reads ${schemaVersion}`;
  }
  if (!Array.isArray(report.results)) return "it holds no results";
  // A report of before there were baselines counts no known failures.
  return { ...report, summary: { ...noVerdicts(), ...report.summary } } as Report;
}
