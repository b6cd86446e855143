/** Coverage by RFC: each requirement with the results that test it. */
import { type Verdict, verdicts } from "../../judge/verdict.ts";
import type { Report, ReportRequirement, Result } from "../report.ts";
import { foreign, type Markup, markup } from "./markup.ts";
import { anchor, linkReference } from "./links.ts";

/** What is known of a requirement: the weightiest verdict of its results, or that no case tests it. */
type State = Verdict | "no case";

const weight: readonly Verdict[] = ["fail", "error", "xpass", "xfail", "warn", "inconclusive", "pass", "skip"];
const states: readonly State[] = [...verdicts, "no case"];

interface Row {
  readonly id: string;
  readonly requirement: ReportRequirement;
  readonly results: readonly Result[];
  readonly state: State;
}

/** Shows the requirements by RFC, and how each fares. */
export function showCoverage({ requirements, results }: Report): Markup {
  const known = new Map(results.map((result) => [result.id, result]));
  const rows = Object.entries(requirements).map(([id, requirement]): Row => {
    const tests = requirement.results.flatMap((each) => known.get(each) ?? []);
    return { id, requirement, results: tests, state: stateOf(tests) };
  });
  if (rows.length === 0) return markup``;
  const byRfc = [...Map.groupBy(rows, ({ requirement }) => requirement.rfc)].sort(([one], [other]) => one - other);
  return markup`<section id="coverage"><h2>Requirements by RFC</h2>
<p class="dim">A requirement has the weightiest verdict of the results that test it.</p>
${byRfc.map(([rfc, each]) => showRfc(rfc, each))}</section>
`;
}

function stateOf(results: readonly Result[]): State {
  return weight.find((verdict) => results.some((result) => result.verdict === verdict)) ?? "no case";
}

function showRfc(rfc: number, rows: readonly Row[]): Markup {
  const counts = states.flatMap((state) => {
    const count = rows.filter((row) => row.state === state).length;
    return count === 0 ? [] : [markup` <span class="${className(state)}">${count} ${state}</span>`];
  });
  return markup`<details class="rfc" id="rfc${rfc}"><summary><b>RFC ${rfc}</b>${counts}</summary>
<div class="scroll"><table>
<thead><tr><th scope="col">Section</th><th scope="col">Requirement</th><th scope="col">State</th><th scope="col">Results</th></tr></thead>
<tbody>
${rows.map(showRow)}</tbody></table></div>
</details>
`;
}

function showRow({ id, requirement: { rfc, section, level, says }, results, state }: Row): Markup {
  return markup`<tr id="${id}"><td>${linkReference(`RFC ${rfc} §${section}`)}</td><td><b>${level.toUpperCase()}</b> ${
    foreign(says)
  }</td><td class="${className(state)}">${state}</td><td>${
    results.map((result) => markup`<a class="${result.verdict}" href="${anchor(result.id)}">${foreign(result.id)}</a> `)
  }</td></tr>
`;
}

const className = (state: State) => state.replace(" ", "-");
