/** The requirements in whose state servers differ: one row a requirement, one column a server. */
import type { Column } from "../comparison.ts";
import { className, coverageRows, type Row, type State } from "./coverage.ts";
import { linkReference } from "./links.ts";
import { foreign, type Markup, markup } from "./markup.ts";

interface Compared {
  readonly row: Row;
  readonly states: readonly (State | "unknown")[];
}

/** Shows the requirements that some server keeps and another does not, or that were not tested on each. */
export function showRequirements(columns: readonly Column[]): Markup {
  const byServer = columns.map(({ report }) => new Map(coverageRows(report).map((row) => [row.id, row])));
  const all = new Map(byServer.flatMap((rows) => [...rows]));
  const compared = [...all.values()].map((row): Compared => ({
    row,
    states: byServer.map((rows) => rows.get(row.id)?.state ?? "unknown"),
  }));
  const different = compared.filter(({ states }) => new Set(states).size > 1);
  if (compared.length === 0) return markup``;
  return markup`<section id="requirements"><h2>Requirements</h2>
<details><summary>${different.length} of ${compared.length} requirements differ</summary>
<div class="scroll"><table class="requirements">
<thead><tr><th scope="col">Section</th><th scope="col">Requirement</th>${
    columns.map(({ name }) => markup`<th scope="col">${foreign(name)}</th>`)
  }</tr></thead>
<tbody>
${different.map(showCompared)}</tbody></table></div>
</details>
</section>
`;
}

function showCompared({ row: { id, requirement }, states }: Compared): Markup {
  const { rfc, section, level, says } = requirement;
  return markup`<tr id="${id}"><td>${linkReference(`RFC ${rfc} §${section}`)}</td><td><b>${level.toUpperCase()}</b> ${
    foreign(says)
  }</td>${
    states.map((state) => markup`<td class="state ${state === "unknown" ? "none" : className(state)}">${state}</td>`)
  }</tr>
`;
}
