/** Counts of verdicts: of the whole run, and by area. */
import { type Verdict, verdicts } from "../../judge/verdict.ts";
import { byArea, countVerdicts, noVerdicts, type Report, shownVerdicts } from "../report.ts";
import { byHost } from "../by_host.ts";
import { foreign, type Markup, markup } from "./markup.ts";
import { anchor } from "./links.ts";

export type Counts = Readonly<Record<Verdict, number>>;

/** Tells in a line the counts that are not zero. */
export function describeCounts(counts: Counts): Markup {
  return markup`${
    verdicts.filter((verdict) => counts[verdict] > 0)
      .map((verdict) => markup` <span class="${verdict}">${counts[verdict]} ${verdict}</span>`)
  }`;
}

/** Shows the counts of the whole run. */
export function showCounts(counts: Counts): Markup {
  return markup`<ul class="counts">
${
    shownVerdicts(counts).map((verdict) => markup`<li class="${verdict}"><b>${counts[verdict]}</b> ${verdict}</li>\n`)
  }</ul>
`;
}

/** The anchor of an area. */
export function areaId(area: string): string {
  return `area-${area}`;
}

function add(one: Counts = noVerdicts(), other: Counts = noVerdicts()): Counts {
  return Object.fromEntries(verdicts.map((verdict) => [verdict, one[verdict] + other[verdict]])) as Counts;
}

/** Shows the counts by area: one row an area, one column a verdict. */
export function showAreas({ results, summary, leftOut = {} }: Report): Markup {
  const areas = new Map([...byArea(results)].map(([area, each]) => [area, countVerdicts(each)]));
  const all = new Map(
    [...areas, ...Object.entries(leftOut)].map(([area]) => [area, add(areas.get(area), leftOut[area])]),
  );
  const rows = [...all].map(([area, counts]) => ({
    name: areas.has(area) ? markup`<a href="${anchor(areaId(area))}">${foreign(area)}</a>` : foreign(area),
    counts,
  }));
  return markup`<section id="areas"><h2>Areas</h2>
${showTable(rows, { head: "area", summary })}</section>
`;
}

/** Shows the counts by host, where there are several. */
export function showHosts({ results, summary }: Report): Markup {
  const rows = [...byHost(results)].map(([host, each]) => ({ name: foreign(host), counts: countVerdicts(each) }));
  if (rows.length === 0) return markup``;
  return markup`<section id="hosts"><h2>Hosts</h2>
${showTable(rows, { head: "host", summary })}</section>
`;
}

function showTable(
  rows: readonly { readonly name: Markup; readonly counts: Counts }[],
  { head, summary }: { readonly head: string; readonly summary: Counts },
): Markup {
  const shown = shownVerdicts(summary);
  const cells = (counts: Counts) =>
    shown.map((verdict) => markup`<td class="${counts[verdict] === 0 ? "none" : verdict}">${counts[verdict]}</td>`);
  const all = rows.map(({ counts }) => counts).reduce(add, noVerdicts());
  return markup`<div class="scroll"><table class="numbers">
<thead><tr><th scope="col">${head}</th>${shown.map((verdict) => markup`<th scope="col">${verdict}</th>`)}</tr></thead>
<tbody>
${rows.map(({ name, counts }) => markup`<tr><th scope="row">${name}</th>${cells(counts)}</tr>\n`)}</tbody>
<tfoot><tr><th scope="row">all</th>${cells(all)}</tr></tfoot>
</table></div>
`;
}
