/** TAP version 14: one point a result, skips and inconclusive results as SKIP, a YAML block for what went wrong. */
import { plainLine, visible } from "../base/show.ts";
import { againCommand, type Report, type Result, sentenceOf } from "./report.ts";
import { transcriptLines } from "./transcript_text.ts";

/** Renders a report as TAP. */
export function renderTap(report: Report): string {
  const points = report.results.map((result, index) => renderPoint(result, index + 1, report));
  const end = report.complete ? [] : ["Bail out! The run was cut short"];
  return ["TAP version 14", `1..${report.results.length}`, ...points, ...end].join("\n") + "\n";
}

function renderPoint(result: Result, number: number, report: Report): string {
  const { verdict } = result;
  const isOk = verdict !== "fail" && verdict !== "error";
  const reason = oneLine(result.reason ?? "");
  const directive = verdict === "skip"
    ? ` # SKIP ${reason}`
    : verdict === "inconclusive"
    ? ` # SKIP inconclusive: ${reason}`
    : "";
  const point = `${isOk ? "ok" : "not ok"} ${number} - ${escapePoint(result.id)}${directive}`;
  return verdict === "fail" || verdict === "error" || verdict === "warn"
    ? [point, ...diagnose(result, report)].join("\n")
    : point;
}

function diagnose(result: Result, report: Report): string[] {
  const { finding } = result;
  const transcript = transcriptLines(result.transcript);
  const place = finding !== null && finding.place.line > 0 ? finding.place : result.source;
  const list = (key: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`${key}:`, ...values.map((value) => `  - ${quote(value)}`)];
  return [
    "---",
    `verdict: ${result.verdict}`,
    `message: ${quote(sentenceOf(result))}`,
    ...list("rfc", result.rfc),
    ...(place === null ? [] : [`at: ${quote(`${place.file}:${place.line}:${place.column}`)}`]),
    ...list("accepted", finding?.expected.map(visible) ?? []),
    ...(finding === null ? [] : [`came: ${quote(visible(finding.saw))}`]),
    ...(finding?.because === undefined ? [] : [`because: ${quote(visible(finding.because))}`]),
    ...(result.reason === null ? [] : [`reason: ${quote(visible(result.reason))}`]),
    ...list("notes", result.notes.map(visible)),
    ...list(
      "transcript",
      transcript.map(({ mark, text, event }) => `${event === finding?.event ? ">" : " "} ${mark} ${text}`),
    ),
    `again: ${quote(againCommand(report, result))}`,
    "...",
  ].map((line) => `  ${line}`);
}

/** A YAML scalar in double quotes, which JSON is too. */
const quote = (text: string) => JSON.stringify(plainLine(text));
const oneLine = (text: string) => plainLine(visible(text)).replace(/#/g, "\\#");
const escapePoint = (text: string) => plainLine(text).replace(/[\\#]/g, "\\$&");
