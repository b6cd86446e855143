/** The filters. They do nothing without the script, which is why it is the script that shows them. */
import { type Level, levels } from "../../case/case.ts";
import type { Verdict } from "../../judge/verdict.ts";
import { type Markup, markup } from "./markup.ts";

export interface Filters {
  readonly counts: readonly (readonly [verdict: Verdict, count: number])[];
  readonly levels: ReadonlySet<Level>;
  readonly areas: readonly string[];
  /** A box that shows rows that are hidden otherwise, where there are such rows. */
  readonly box?: { readonly name: string; readonly label: string };
}

/** Shows the form; its names are those that stand in the address: #?verdict=fail&level=must&area=auth&words=dot. */
export function showFilters({ counts, levels: known, areas, box }: Filters): Markup {
  const verdicts = counts.map(([verdict, count]) =>
    markup`<label class="${verdict}"><input type="checkbox" name="verdict" value="${verdict}"> ${count} ${verdict}</label>
`
  );
  const extra = box === undefined
    ? ""
    : markup`<label><input type="checkbox" name="${box.name}" value="yes"> ${box.label}</label>\n`;
  return markup`<form id="filters" role="search" aria-label="Filter the results" hidden>
<fieldset><legend>Verdict</legend>
${verdicts}</fieldset>
${extra}<label>Level <select name="level"><option value="">any</option>${
    levels.filter((level) => known.has(level))
      .map((level) => markup`<option value="${level}">${level.toUpperCase()}</option>`)
  }</select></label>
<label>Area <select name="area"><option value="">any</option>${
    areas.map((area) => markup`<option value="${area}">${area}</option>`)
  }</select></label>
<label>Words <input type="search" name="words" placeholder="id, sentence, octets" autocomplete="off"></label>
<button type="reset">Show all</button>
<button type="button" id="open-all">Open all shown</button>
<output aria-live="polite"></output>
</form>
`;
}
