/** The reporters by name. A reporter is one pure function of the finished report. */
import { renderConsole } from "./console/console_report.ts";
import { renderNdjson } from "./events.ts";
import type { Format } from "./format.ts";
import { renderGithub } from "./github.ts";
import { renderHtmlComparison } from "./html/comparison_page.ts";
import { htmlPieces, renderHtml } from "./html/report_page.ts";
import { jsonPieces, renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderMarkdownComparison } from "./markdown_comparison.ts";
import type { RenderOptions } from "./render_options.ts";
import type { Report } from "./report.ts";
import { renderTap } from "./tap.ts";

export interface Reporter {
  readonly description: string;
  render(report: Report, options: RenderOptions): string;
  /** It shows what of the whole catalogue is tested, whatever was selected. */
  readonly showsCatalogue?: true;
  /** Gives what `render()` does in pieces, where the whole may be very large. */
  pieces?(report: Report): Iterable<string>;
  /** Puts several reports side by side; absent where the format has no such form. */
  compare?(reports: readonly Report[]): string;
}

const table: Readonly<Record<Format, Reporter>> = {
  console: { description: "text for people", render: renderConsole },
  html: {
    description: "one page with all details, for people",
    render: renderHtml,
    pieces: htmlPieces,
    compare: renderHtmlComparison,
    showsCatalogue: true,
  },
  json: {
    description: "lossless, for tools; render makes the others of it",
    render: renderJson,
    pieces: jsonPieces,
    showsCatalogue: true,
  },
  junit: { description: "XML for CI servers", render: renderJunit },
  markdown: { description: "for the summary of a CI job", render: renderMarkdown, compare: renderMarkdownComparison },
  github: { description: "annotations of a GitHub workflow, beside the console", render: renderGithub },
  ndjson: { description: "a line of JSON for each result, while the run goes on", render: renderNdjson },
  tap: { description: "TAP version 14", render: renderTap },
};

export const reporters: ReadonlyMap<string, Reporter> = new Map(Object.entries(table));
