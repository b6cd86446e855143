/** The JSON report: the report itself, in its documented shape (`report.ts`). */
import { plainJson } from "../base/show.ts";
import { expandReport, isCompact } from "./compact_json.ts";
import type { Report } from "./report.ts";
import { noVerdicts, schemaVersion } from "./report.ts";
import { type Report1, upgradeReport } from "./upgrade.ts";

/** Writes the report; `readReport()` gives it back. */
export function renderJson(report: Report): string {
  return [...jsonPieces(report)].join("");
}

/** Writes the report of `renderJson()` piece by piece, a result each: ten thousand of them are never held as one text. */
export function* jsonPieces(report: Report): Generator<string> {
  const frame = JSON.stringify({ ...report, results: [] }, null, 1);
  const at = frame.indexOf(noResults); // It stands once: text has no bare line end, and what is deeper more space.
  yield plainJson(frame.slice(0, at) + noResults.slice(0, -1));
  for (const [index, result] of report.results.entries()) {
    const text = JSON.stringify(result, null, 1).replaceAll("\n", "\n  ");
    yield plainJson(`${index === 0 ? "" : ","}\n  ${text}`);
  }
  yield plainJson(`${report.results.length === 0 ? "" : "\n "}${frame.slice(at + noResults.length - 1)}\n`);
}

const noResults = '\n "results": []';

/** Reads a saved report of this version or of one before, or its compact form; a sentence says why it cannot be used. */
export function readReport(text: string): Report | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `it is no JSON: ${(error as Error).message}`;
  }
  const report = value as Partial<Report | Report1> | null;
  if (typeof report !== "object" || report?.suite?.name !== "smtpspec") return "it is no report of smtpspec";
  if (report.schemaVersion !== 1 && report.schemaVersion !== schemaVersion) {
    const found = report.schemaVersion === undefined
      ? "no schema version"
      : `the schema version ${report.schemaVersion}`;
    return `it has ${found}; this smtpspec reads 1 and ${schemaVersion}`;
  }
  if (isCompact(report)) return expandReport(report);
  if (!Array.isArray(report.results)) return "it holds no results";
  // A report of before there were baselines counts no known failures.
  const whole = { ...report, summary: { ...noVerdicts(), ...report.summary } } as Report | Report1;
  return whole.schemaVersion === 1 ? upgrade(whole) : whole;
}

function upgrade(report: Report1): Report | string {
  try {
    return upgradeReport(report);
  } catch (error) {
    // A file that somebody has cut or edited has not the shape that it claims.
    return `it is no whole report of version 1: ${(error as Error).message}`;
  }
}
