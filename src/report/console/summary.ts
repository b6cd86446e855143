/** The end of the console report: one line a finding, the worst first, each with the setting that ends it; then the counts. */
import { clip, plainLine } from "../../base/show.ts";
import { showDuration } from "../../base/time.ts";
import { wrap } from "../../base/wrap.ts";
import type { Verdict } from "../../judge/verdict.ts";
import { weighFinding } from "../findings/describe.ts";
import { type Finding, resultsOf } from "../findings/finding.ts";
import { paint, paints } from "../paint.ts";
import type { RenderOptions } from "../render_options.ts";
import type { Report } from "../report.ts";
import type { Numbered } from "./finding.ts";

const mostLines = 20; // our choice: a terminal of 24 lines shows all of it

/** Lists the findings in so many lines that the counts fit below them. */
export function showSummary(findings: readonly Numbered[], report: Report, options: RenderOptions): string[] {
  if (findings.length === 0) return [];
  const left = mostLines - verdictLine(report, options).split("\n").length - 2; // its own title, and an empty line
  const rows = findings.map((each) => describe(each, options));
  const shown: string[][] = [];
  let used = 0;
  for (const [index, lines] of rows.entries()) {
    const isLast = index === rows.length - 1;
    if (used + lines.length + (isLast ? 0 : 1) > left) break;
    shown.push(lines);
    used += lines.length;
  }
  const rest = findings.slice(shown.length);
  const title = findings.length === 1 ? "1 finding:" : `${findings.length} findings, the worst first:`;
  return [[title, ...shown.flat(), ...(rest.length === 0 ? [] : [describeRest(rest)])].join("\n")];
}

/** The number, what follows from it, how many results have it and what is required; below it the settings that end it. */
function describe({ number, finding }: Numbered, options: RenderOptions): string[] {
  const { verdict, level, demand, remedies } = finding;
  const count = resultsOf(finding).length;
  const facts = weighFinding(finding);
  const head = `${String(number).padStart(3)}. `;
  const about = facts === "" ? "" : `${facts}: `;
  const text = clip(plainLine(`${about}${level.toUpperCase()} ${demand}`), options.width - head.length);
  return [head + paint(text, paints[verdict], options), ...writeSettings(remedies, count, options)];
}

/** The settings that end a finding; where they end a part of it, how much. */
function writeSettings(remedies: Finding["remedies"], count: number, { width }: RenderOptions): string[] {
  return remedies.flatMap(({ settings, results }) => {
    if (settings === undefined) return [];
    const part = results.length === count ? "" : ` of ${results.length}`;
    return wrap(`remedy${part}: ${settings.map(plainLine).join(", ")}`, width - 5).map((line) => `     ${line}`);
  });
}

function describeRest(rest: readonly Numbered[]): string {
  const warned = rest.filter(({ finding }: { readonly finding: Finding }) => finding.verdict === "warn").length;
  const failed = rest.length - warned;
  const counts = [
    ...(failed === 0 ? [] : [failed === 1 ? "1 more that fails" : `${failed} more that fail`]),
    ...(warned === 0 ? [] : [warned === 1 ? "1 that only warns" : `${warned} that only warn`]),
  ];
  return `     and ${counts.join(" and ")}, above`;
}

/** The counts of verdicts, and the time. */
export function verdictLine(report: Report, options: RenderOptions): string {
  const { summary, durationMs, complete } = report;
  const text = `${summary.pass} passed, ${summary.warn} warned, ${summary.fail} failed, ` +
    `${summary.inconclusive} inconclusive, ${summary.skip} skipped` +
    `${summary.xfail > 0 ? `, ${summary.xfail} xfail` : ""}` +
    `${summary.xpass > 0 ? `, ${summary.xpass} xpass` : ""}` +
    `${summary.error > 0 ? `, ${summary.error} errors` : ""} in ${showDuration(durationMs)}`;
  const worst: Verdict = summary.fail + summary.error + summary.xpass > 0 ? "fail" : summary.warn > 0 ? "warn" : "pass";
  const cutShort = complete ? "" : "\nThe run was cut short: what is missing was not tested.";
  return wrap(text, options.width).map((line) => paint(line, paints[worst], options)).join("\n") + cutShort;
}
