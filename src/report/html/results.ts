/** The results, all of them by area, with the filters. */
import { byArea, countVerdicts, type Report, shownVerdicts } from "../report.ts";
import { showFilters } from "./filters.ts";
import { areaId, describeCounts } from "./counts.ts";
import { foreign, type Markup, markup } from "./markup.ts";
import { showResult } from "./result.ts";

const leftOut = markup`<p class="dim">What passed or was skipped is counted, and left out of this page.</p>
`;

/** Shows all results, grouped by area, piece by piece. */
export function* resultPieces(report: Report): Generator<Markup> {
  yield markup`<section id="results"><h2>Results</h2>
${
    showFilters({
      counts: shownVerdicts(report.summary).map((verdict) => [verdict, report.summary[verdict]] as const),
      levels: new Set(report.results.map(({ level }) => level)),
      areas: [...byArea(report.results).keys()],
    })
  }<p class="dim">C is the client, S the server, ~ marks octets inside TLS, &gt; the reply on which the verdict is based,
<i>\\r\\n</i> the two octets of a line end, and <b class="end">\\r</b> or <b class="end">\\n</b> one that stands alone.</p>
${report.leftOut === undefined ? "" : leftOut}`;
  for (const [area, results] of byArea(report.results)) {
    yield markup`<section class="area" id="${areaId(area)}" data-area="${area}"><h3>${foreign(area)}${
      describeCounts(countVerdicts(results))
    }</h3>
`;
    for (const result of results) yield showResult(result, report);
    yield markup`</section>
`;
  }
  yield markup`</section>
`;
}
