/** The baseline: its stale entries. */
import type { Report } from "../report.ts";
import { foreign, type Markup, markup } from "./markup.ts";

/** Lists the entries of the baseline that somebody has to correct. */
export function showBaseline({ baseline }: Report): Markup {
  if (baseline === undefined || baseline.staleEntries.length === 0) return markup``;
  const items = baseline.staleEntries.map(({ id, description, source }) =>
    markup`<li><span class="id">${foreign(id)}</span> (${foreign(`${source.file}:${source.line}`)})<br>${
      foreign(description)
    }</li>
`
  );
  return markup`<section id="baseline"><h2>Stale entries of the baseline</h2>
<ol>
${items}</ol>
</section>
`;
}
