/**
 * TAP version 14: one point a result, skips and inconclusive results as SKIP, known failures as TODO, a YAML block for
 * what went wrong. Entries of a baseline that name no case are points of their own, after the results.
 */
import { plainLine, visible } from "../base/show.ts";
import { againCommand, type Report, type Result, sentenceOf, whyKnown } from "./report.ts";
import { transcriptLines } from "./transcript_text.ts";

/** Renders a report as TAP. */
export function renderTap(report: Report): string {
  const { results, baseline } = report;
  const gone = baseline?.staleEntries.filter(({ kind }) => kind === "gone") ?? [];
  const points = [
    ...results.map((result, index) => renderPoint(result, index + 1, report)),
    ...gone.map(({ id, description, source }, index) =>
      [
        `not ok ${results.length + index + 1} - baseline: ${escapePoint(id)}`,
        "  ---",
        `  message: ${quote(description)}`,
        `  at: ${quote(`${source.file}:${source.line}:${source.column}`)}`,
        "  ...",
      ].join("\n")
    ),
  ];
  const end = report.complete ? [] : ["Bail out! The run was cut short"];
  return ["TAP version 14", `1..${points.length}`, ...points, ...end].join("\n") + "\n";
}

function renderPoint(result: Result, number: number, report: Report): string {
  const { verdict } = result;
  const isOk = !["fail", "error", "xfail", "xpass"].includes(verdict);
  const reason = oneLine(result.reason ?? "");
  const directive = verdict === "skip"
    ? ` # SKIP ${reason}`
    : verdict === "inconclusive"
    ? ` # SKIP inconclusive: ${reason}`
    : verdict === "xfail"
    ? ` # TODO known: ${oneLine(whyKnown(result.known) ?? result.reason ?? "")}`
    : "";
  const point = `${isOk ? "ok" : "not ok"} ${number} - ${escapePoint(result.id)}${directive}`;
  const lines = ["fail", "error", "warn", "xpass"].includes(verdict)
    ? diagnose(result, report)
    : describeAttempts(result);
  return lines.length === 0 ? point : [point, "  ---", ...lines.map((line) => `  ${line}`), "  ..."].join("\n");
}

/** A case that needed more than one attempt shows it, whatever the verdict. */
function describeAttempts({ attempts, notes }: Result): string[] {
  return attempts > 1 ? [`attempts: ${attempts}`, ...list("notes", notes.map(visible))] : [];
}

function list(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`${key}:`, ...values.map((value) => `  - ${quote(value)}`)];
}

function diagnose(result: Result, report: Report): string[] {
  const { deviation } = result;
  const transcript = transcriptLines(result.transcript);
  const place = deviation !== null && deviation.place.line > 0 ? deviation.place : result.source;
  return [
    `verdict: ${result.verdict}`,
    `message: ${quote(sentenceOf(result))}`,
    ...list("rfc", result.rfc),
    ...(place === null ? [] : [`at: ${quote(`${place.file}:${place.line}:${place.column}`)}`]),
    ...list("expected", deviation?.expected.map(visible) ?? []),
    ...(deviation === null ? [] : [`received: ${quote(visible(deviation.received))}`]),
    ...(deviation?.because === undefined ? [] : [`because: ${quote(visible(deviation.because))}`]),
    ...(result.reason === null ? [] : [`reason: ${quote(visible(result.reason))}`]),
    ...list("notes", result.notes.map(visible)),
    ...list(
      "transcript",
      transcript.map(({ mark, text, event }) => `${event === deviation?.event ? ">" : " "} ${mark} ${text}`),
    ),
    ...(result.attempts > 1 ? [`attempts: ${result.attempts}`] : []),
    `again: ${quote(againCommand(report, result))}`,
  ];
}

/** A YAML scalar in double quotes, which JSON is too. */
const quote = (text: string) => JSON.stringify(plainLine(text));
const oneLine = (text: string) => plainLine(visible(text)).replace(/#/g, "\\#");
const escapePoint = (text: string) => plainLine(text).replace(/[\\#]/g, "\\$&");
