/** The HTML report: one file, readable without its script. */
import { visible } from "../../base/show.ts";
import type { Report } from "../report.ts";
import { showBaseline } from "./baseline.ts";
import { showAreas, showHosts } from "./counts.ts";
import { showCoverage } from "./coverage.ts";
import { showFindings } from "./findings.ts";
import { markup } from "./markup.ts";
import { pageFrame } from "./page.ts";
import { resultPieces } from "./results.ts";
import { showFacts, showHead, showSanityChecks, showTarget } from "./target.ts";

const sections = [
  showSanityChecks,
  showFindings,
  showBaseline,
  showAreas,
  showHosts,
  showTarget,
  showFacts,
  showCoverage,
] as const;

/** Renders a report as a page for people. */
export function renderHtml(report: Report): string {
  return [...htmlPieces(report)].join("");
}

/** Writes the page of `renderHtml()` piece by piece, a result each: with all transcripts it may be very large. */
export function* htmlPieces(report: Report): Generator<string> {
  const { summary, target } = report;
  const frame = pageFrame(`${summary.fail} failed, ${summary.warn} warned: ${visible(target.name)}`);
  yield frame.before;
  yield markup`<a class="skip-link" href="#results">Skip to the results</a>
<header>
${showHead(report)}</header>
<main>
`.source;
  for (const section of sections) yield section(report).source;
  for (const { source } of resultPieces(report)) yield source;
  yield `</main>\n${frame.after}`;
}
