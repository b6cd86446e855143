/** The JSON report: the report itself, in its documented shape (`report.ts`). */
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import { clip, escapeUnseen, plainJson } from "../base/show.ts";
import { expandReport, isCompact } from "./compact_json.ts";
import { findExcess } from "./excess.ts";
import type { Finding } from "./findings/finding.ts";
import { findingsOf } from "./findings/findings.ts";
import type { Report } from "./report.ts";
import { noVerdicts, schemaVersion } from "./report.ts";
import { findMisfit, reportShape } from "./shape.ts";
import { type Report1, upgradeReport } from "./upgrade.ts";

/** What the file of a report holds: its findings besides, which are made of the results and never read. */
export interface ReportFile extends Report {
  readonly findings: readonly Finding[];
}

/** Writes the report; `readReport()` gives it back. */
export function renderJson(report: Report): string {
  return [...jsonPieces(report)].join("");
}

/** Writes the report of `renderJson()` piece by piece, a result each: ten thousand of them are never held as one text. */
export function* jsonPieces(report: Report): Generator<string> {
  const file: ReportFile = { ...report, results: [], findings: findingsOf(report) };
  const frame = JSON.stringify(file, null, 1);
  const at = frame.indexOf(noResults); // It stands once: text has no bare line end, and what is deeper more space.
  yield plainJson(frame.slice(0, at) + noResults.slice(0, -1));
  for (const [index, result] of report.results.entries()) {
    const text = JSON.stringify(result, null, 1).replaceAll("\n", "\n  ");
    yield plainJson(`${index === 0 ? "" : ","}\n  ${text}`);
  }
  yield plainJson(`${report.results.length === 0 ? "" : "\n "}${frame.slice(at + noResults.length - 1)}\n`);
}

const noResults = '\n "results": []';

/** Reads a saved report of this version or of one before, or its compact form; a problem says why it cannot be used. */
export function readReport(text: string): Report | PlainProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(`it is no JSON: ${(error as Error).message}`);
  }
  const excess = findExcess(value);
  if (excess !== undefined) return problem(excess);
  const file = value as (Partial<Report | Report1> & Partial<Pick<ReportFile, "findings">>) | null;
  if (typeof file !== "object" || file?.suite?.name !== "smtpspec") return problem("it is no report of smtpspec");
  const { findings: _, ...report } = file;
  if (report.schemaVersion !== 1 && report.schemaVersion !== schemaVersion) {
    return problem(`it has ${showVersion(report.schemaVersion)}; this smtpspec reads 1 and ${schemaVersion}`);
  }
  const whole = makeWhole(report);
  if (isProblem(whole)) return whole;
  const misfit = findMisfit(whole, reportShape);
  return misfit === undefined ? cleanTexts(whole) as Report : problem(`it has not the shape of a report: ${misfit}`);
}

/** Shows what stands in the place of a version, and that it is none where it is no number. */
function showVersion(version: unknown): string {
  if (version === undefined) return "no schema version";
  if (typeof version === "number") return `the schema version ${version}`;
  return typeof version === "string"
    ? `the schema version ${JSON.stringify(clip(version, 20))}, which is a text and not a number`
    : "a schema version that is no number";
}

/**
 * Escapes controls and marks of direction in all texts and names of a value. A report of ours has none; one of a stranger
 * may. A CI command may be part of what a server sent, and is kept: the reporters disarm it.
 */
function cleanTexts(value: unknown): unknown {
  if (typeof value === "string") return escapeUnseen(value);
  if (Array.isArray(value)) return value.map(cleanTexts);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [escapeUnseen(name), cleanTexts(each)]));
}

/** Brings a report of another form or version into this one; a problem says why that cannot be done. */
function makeWhole(report: Partial<Report | Report1>): Report | PlainProblem {
  // A report of before there were baselines counts no known failures.
  const whole = { ...report, summary: { ...noVerdicts(), ...report.summary } } as Report | Report1;
  try {
    if (isCompact(report)) return expandReport(report);
    if (!Array.isArray(report.results)) return problem("it holds no results");
    return whole.schemaVersion === 1 ? upgradeReport(whole) : whole;
  } catch (error) {
    // A file that somebody has cut or edited has not the shape that it claims.
    if (error instanceof TypeError) {
      return problem(`it is no whole report of version ${report.schemaVersion}: ${error.message}`);
    }
    throw error;
  }
}
