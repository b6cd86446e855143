/** The reporters by name. A reporter is one pure function of the finished report. */
import { renderConsole } from "./console.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import type { Report } from "./report.ts";
import { renderTap } from "./tap.ts";

/** What a reporter for people is told of the place where its text will stand. */
export interface RenderOptions {
  /** Columns. */
  readonly width: number;
  readonly isColored: boolean;
  readonly isVerbose: boolean;
}

export interface Reporter {
  readonly says: string;
  render(report: Report, options: RenderOptions): string;
}

export const reporters: ReadonlyMap<string, Reporter> = new Map<string, Reporter>([
  ["console", { says: "text for people", render: renderConsole }],
  ["json", { says: "lossless, for tools; render makes the others of it", render: renderJson }],
  ["junit", { says: "XML for CI servers", render: renderJunit }],
  ["tap", { says: "TAP version 14", render: renderTap }],
]);
