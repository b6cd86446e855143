/** The results: first what to look at, then all of them by area, with the filters. */
import { byArea, countVerdicts, type Report, type Result, sentenceOf, shownVerdicts } from "../report.ts";
import { showFilters } from "./filters.ts";
import { areaId, describeCounts } from "./counts.ts";
import { foreign, type Markup, markup, octets } from "./markup.ts";
import { anchor } from "./links.ts";
import { showResult } from "./result.ts";

/** Lists the failures, each with what was received: what a reader is to act on. */
export function showFailures({ results }: Report): Markup {
  const failed = results.filter(({ verdict }) => verdict === "fail" || verdict === "error");
  if (failed.length === 0) return markup``;
  return markup`<section id="failures"><h2>Failures</h2>
<ol>
${failed.map(showBrief)}</ol>
</section>
`;
}

function showBrief(result: Result): Markup {
  const { id, deviation, reason, verdict } = result;
  const received = deviation?.received ?? reason;
  return markup`<li><a class="id" href="${anchor(id)}">${foreign(id)}</a>${
    verdict === "error" ? " (our own error)" : ""
  }<br>${foreign(sentenceOf(result))}${
    received === null ? "" : markup`<br><span class="received">${octets(received)}</span>`
  }</li>
`;
}

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
␍ and ␊ the two octets of a line end.</p>
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
