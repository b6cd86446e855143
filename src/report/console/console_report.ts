/** The console report: what was not judged, the findings in detail, the worst last, then a summary of them in 20 lines. */
import { disarm, plainLine, visible } from "../../base/show.ts";
import { indented } from "../../base/wrap.ts";
import { reasonOf } from "../../judge/deviation.ts";
import { findingsOf } from "../findings/findings.ts";
import { paint, paints } from "../paint.ts";
import type { RenderOptions } from "../render_options.ts";
import { type Report, type Result, sentenceOf } from "../report.ts";
import {
  showCoverage,
  showFacts,
  showSkipped,
  showSlowest,
  showStaleEntries,
  showTriedAgain,
  showUnjudged,
} from "./besides.ts";
import { numberFindings, showDetails } from "./details.ts";
import { showHeader, showSanityChecks } from "./header.ts";
import { showTranscript } from "./result.ts";
import { showSummary, verdictLine } from "./summary.ts";
import { areaTable, hostTable } from "./tables.ts";

const mostLines = 150; // our choice: what one reads to the end; --verbose shows everything
const between = "\n\n";

/** Renders a report for a terminal of `width` columns. */
export function renderConsole(report: Report, options: RenderOptions): string {
  const sections = options.isQuiet === true ? [verdictLine(report, options)] : sectionsOf(report, options);
  return sections.join(between).split("\n").map(disarm).join("\n") + "\n";
}

function sectionsOf(report: Report, options: RenderOptions): string[] {
  const before = [
    showHeader(report, options),
    ...showSanityChecks(report, options),
    ...showSkipped(report, options),
    ...showUnjudged(report, options),
    ...showTriedAgain(report, options),
    ...showPassed(report, options),
    ...showFacts(report, options),
    ...(options.isVerbose ? [areaTable(report, options)] : []),
    ...hostTable(report, options),
    ...showSlowest(report, options),
    ...showCoverage(report, options),
  ];
  const findings = numberFindings(findingsOf(report), report);
  const after = [
    ...showStaleEntries(report, options),
    ...showSummary(findings, report, options),
    verdictLine(report, options),
  ];
  const used = [...before, ...after].join(between).split("\n").length + 1;
  return [...before, ...showDetails(findings, { report, options }, mostLines - used), ...after];
}

/** The results that passed, with what is worth a note; transcripts where only some cases were selected. */
function showPassed(report: Report, options: RenderOptions): string[] {
  const { results, options: { only } } = report;
  const passed = results.filter(({ verdict }) => verdict === "pass");
  if (!options.isVerbose || passed.length === 0) return [];
  const lines = passed.flatMap((result) => [
    ...indented(plainLine(result.id), 2, options.width),
    ...indented(plainLine(`${sentenceOf(result)} (${result.rfc.join(", ")})`), 6, options.width),
    ...notes(result, options),
    ...(only.length === 0 ? [] : showTranscript({ transcript: result.transcript, event: undefined }, options)),
  ]);
  return [[paint(`Passed (${passed.length})`, paints.pass, options), ...lines].join("\n")];
}

function notes({ deviations, reason }: Result, { width }: RenderOptions): string[] {
  return [
    ...(reason === null ? [] : indented(visible(reason), 6, width)),
    ...deviations.flatMap((deviation) => indented(`note: ${visible(reasonOf(deviation))}`, 6, width)),
  ];
}
