/** Several reports as one page: servers as columns, cases as rows. */
import { showDuration } from "../../base/time.ts";
import { verdicts } from "../../judge/verdict.ts";
import { type Column, compareReports, type Comparison, type Row, wordOf } from "../comparison.ts";
import { countVerdicts, type Report, type Result, sentenceOf } from "../report.ts";
import { areaId } from "./counts.ts";
import { showRequirements } from "./compared_requirements.ts";
import { showFilters } from "./filters.ts";
import { anchor, linkReference } from "./links.ts";
import { foreign, type Markup, markup, octets } from "./markup.ts";
import { page } from "./page.ts";
import { showTime } from "./target.ts";

/** Renders reports of several servers, or of several runs, as a page that compares them. */
export function renderHtmlComparison(reports: readonly Report[]): string {
  const comparison = compareReports(reports);
  const names = comparison.columns.map(({ name }) => name);
  return page(
    `Comparison: ${names.join(", ")}`,
    markup`<a class="skip-link" href="#results">Skip to the results</a>
<header>
<h1>${reports.length} reports compared</h1>
</header>
<main>
${showServers(comparison.columns)}${showRequirements(comparison.columns)}${showRows(comparison)}</main>
`,
  );
}

/** The servers: when each was tested, with which cases, what it offers, and its counts. */
function showServers(columns: readonly Column[]): Markup {
  const row = (name: string, cell: (report: Report) => Markup | string) =>
    markup`<tr><th scope="row">${name}</th>${columns.map(({ report }) => markup`<td>${cell(report)}</td>`)}</tr>\n`;
  const shown = verdicts.filter((verdict) => columns.some(({ report }) => report.summary[verdict] > 0));
  return markup`<section id="servers"><h2>Servers</h2>
<div class="scroll"><table>
<thead><tr><td></td>${columns.map(showName)}</tr></thead>
<tbody>
${shown.map((verdict) => row(verdict, ({ summary }) => markup`<span class="${verdict}">${summary[verdict]}</span>`))}${
    row("tested", ({ startedAt, durationMs }) => `${showTime(startedAt)}, ${showDuration(durationMs)}`)
  }${row("smtpspec", ({ suite }) => `${suite.version}, cases ${suite.casesHash.slice(0, 8)}`)}${
    row("whole", ({ complete }) => complete ? "yes" : markup`<span class="fail">cut short</span>`)
  }${row("endpoints", ({ target }) => markup`${target.endpoints.map(({ address }) => markup`${foreign(address)} `)}`)}${
    row("offers", showOffers)
  }</tbody>
</table></div>
</section>
`;
}

const showName = ({ name }: Column) => markup`<th scope="col">${foreign(name)}</th>`;

/** What a server offers at any endpoint and in any state. */
function showOffers({ target }: Report): Markup {
  const keywords = new Set(
    target.endpoints.flatMap(({ offer }) => Object.values(offer).flatMap((each) => each.keywords)),
  );
  return octets([...keywords].sort().join(", "));
}

function showRows({ columns, areas }: Comparison): Markup {
  const rows = [...areas.values()].flat();
  const different = rows.filter(({ isDifferent }) => isDifferent).length;
  const counts = verdicts.map((verdict) =>
    [verdict, rows.filter(({ cells }) => cells.some((cell) => cell?.verdict === verdict)).length] as const
  );
  return markup`<section id="results"><h2>Cases</h2>
<p>${different} of ${rows.length} cases differ; in each area they come first.</p>
${
    showFilters({
      counts: counts.filter(([, count]) => count > 0),
      levels: new Set(rows.map(({ any }) => any.level)),
      areas: [...areas.keys()],
      box: { name: "alike", label: `also the ${rows.length - different} that are alike` },
    })
  }${[...areas].map(([area, each]) => showArea(area, each, columns))}</section>
`;
}

function showArea(area: string, rows: readonly Row[], columns: readonly Column[]): Markup {
  const counts = columns.map((_, index) => countVerdicts(rows.flatMap(({ cells }) => cells[index] ?? [])));
  const shown = counts.map(({ fail, warn }) =>
    markup`<td><span class="${fail === 0 ? "none" : "fail"}">${fail} fail</span>, <span class="${
      warn === 0 ? "none" : "warn"
    }">${warn} warn</span></td>`
  );
  return markup`<section class="area" id="${areaId(area)}" data-area="${area}"><h3>${foreign(area)}</h3>
<div class="scroll"><table class="compared">
<thead><tr><th scope="col">case</th>${columns.map(showName)}</tr></thead>
<tbody>
${rows.map((row) => showRow(row, columns))}</tbody>
<tfoot><tr><th scope="row">all of ${foreign(area)}</th>${shown}</tr></tfoot>
</table></div>
</section>
`;
}

function showRow({ any, cells, isDifferent }: Row, columns: readonly Column[]): Markup {
  const found = [...new Set(cells.flatMap((cell) => cell?.verdict ?? []))].join(" ");
  return markup`<tr class="result" data-verdict="${found}" data-level="${any.level}" data-alike="${
    isDifferent ? "no" : "yes"
  }"><th scope="row"><details id="${any.id}"><summary><span class="id">${foreign(any.id)}</span></summary>
<p>${foreign(sentenceOf(any))} (${any.rfc.map((reference) => markup`${linkReference(reference)} `)})</p>
<dl>
${cells.map((cell, index) => showReceived(columns[index]?.name ?? "", cell))}</dl>
<p class="foot"><a href="${anchor(any.id)}">Link to this case</a></p>
</details></th>${cells.map((cell) => markup`<td class="${wordOf(cell).replace(" ", "-")}">${wordOf(cell)}</td>`)}</tr>
`;
}

/** What a server did. */
function showReceived(name: string, cell: Result | undefined): Markup {
  const received = cell?.deviation?.received ?? cell?.reason ?? null;
  const because = cell?.deviation?.because;
  return markup`<dt>${foreign(name)}</dt><dd>${wordOf(cell)}${
    received === null ? "" : markup`: ${octets(received)}`
  }</dd>${because === undefined ? "" : markup`<dd class="dim">${octets(because)}</dd>`}
`;
}
