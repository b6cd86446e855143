/** The tables of the console report: counts by area and by host. */
import * as colors from "@std/fmt/colors";
import { clip, plainLine } from "../../base/show.ts";
import type { Verdict } from "../../judge/verdict.ts";
import { byHost } from "../by_host.ts";
import { paint, paints } from "../paint.ts";
import type { RenderOptions } from "../render_options.ts";
import { byArea, countVerdicts, type Report, type Result, shownVerdicts } from "../report.ts";

const widestName = 24; // our choice: a longer name of an area is cut

/** Counts by area, one row an area, one column a verdict. */
export function areaTable(report: Report, options: RenderOptions): string {
  return table("area", byArea(report.results), { report, options });
}

/** Counts by host, where there are several. */
export function hostTable(report: Report, options: RenderOptions): string[] {
  const hosts = byHost(report.results);
  return hosts.size === 0 ? [] : [table("host", hosts, { report, options })];
}

function table(
  head: string,
  groups: ReadonlyMap<string, readonly Result[]>,
  { report: { results, summary }, options }: { readonly report: Report; readonly options: RenderOptions },
): string {
  const rows = [...groups].map(([name, each]) => [clip(plainLine(name), widestName), each] as const);
  const nameWidth = rows.reduce((most, [name]) => Math.max(most, name.length), 5);
  const shown = shownVerdicts(summary);
  const row = (name: string, cells: readonly string[]) => [name.padEnd(nameWidth), ...cells].join("  ").trimEnd();
  const cells = (counts: Record<Verdict, number>) =>
    shown.map((verdict) => {
      const text = String(counts[verdict] === 0 ? "." : counts[verdict]).padStart(verdict.length);
      return counts[verdict] === 0 ? paint(text, colors.dim, options) : paint(text, paints[verdict], options);
    });
  return [
    row(head, shown),
    ...rows.map(([name, each]) => row(name, cells(countVerdicts(each)))),
    row("all", cells(countVerdicts(results))),
  ].join("\n");
}
