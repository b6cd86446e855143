/** The HTML report: one file, readable without its script. */
import { visible } from "../../base/show.ts";
import type { Report } from "../report.ts";
import { showBaseline } from "./baseline.ts";
import { showAreas } from "./counts.ts";
import { showCoverage } from "./coverage.ts";
import { markup } from "./markup.ts";
import { page } from "./page.ts";
import { showFailures, showResults } from "./results.ts";
import { showHead, showSanityChecks, showTarget } from "./target.ts";

/** Renders a report as a page for people. */
export function renderHtml(report: Report): string {
  const { summary, target } = report;
  const sections = [showSanityChecks, showFailures, showBaseline, showAreas, showTarget, showCoverage, showResults];
  return page(
    `${summary.fail} failed, ${summary.warn} warned: ${visible(target.name)}`,
    markup`<a class="skip-link" href="#results">Skip to the results</a>
<header>
${showHead(report)}</header>
<main>
${sections.map((section) => section(report))}</main>
`,
  );
}
