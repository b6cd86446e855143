/** Coverage by RFC: each requirement with the results that test it. */
import { type Verdict, verdicts } from "../../judge/verdict.ts";
import type { Report, ReportRequirement, Result } from "../report.ts";
import { foreign, type Markup, markup } from "./markup.ts";
import { anchor, linkReference } from "./links.ts";

/** What is known of a requirement: the weightiest verdict of its results, or why it has none. */
export type State = Verdict | "not played" | "no case";

const weight: readonly Verdict[] = ["fail", "error", "xpass", "xfail", "warn", "inconclusive", "pass", "skip"];
const mostShown = 6; // our choice: so many links keep a row low
const states: readonly State[] = [...verdicts, "not played", "no case"];

export interface Row {
  readonly id: string;
  readonly requirement: ReportRequirement;
  readonly results: readonly Result[];
  readonly state: State;
}

/** Gives each requirement of a report with its state. */
export function coverageRows({ requirements, results }: Report): Row[] {
  const known = new Map(results.map((result) => [result.id, result]));
  return Object.entries(requirements).map(([id, requirement]) => {
    const tests = requirement.results.flatMap((each) => known.get(each) ?? []);
    return { id, requirement, results: tests, state: stateOf(requirement, tests) };
  });
}

/** Shows the requirements by RFC, and how each fares. */
export function showCoverage(report: Report): Markup {
  const rows = coverageRows(report);
  if (rows.length === 0) return markup``;
  const byRfc = [...Map.groupBy(rows, ({ requirement }) => requirement.rfc)].sort(([one], [other]) => one - other);
  return markup`<section id="coverage"><h2>Requirements by RFC</h2>
${showSum(rows)}<p class="dim">A requirement has the weightiest verdict of the results that test it.</p>
${byRfc.map(([rfc, each]) => showRfc(rfc, each))}</section>
`;
}

function stateOf({ cases }: ReportRequirement, results: readonly Result[]): State {
  const worst = weight.find((verdict) => results.some((result) => result.verdict === verdict));
  return worst ?? (cases.length > 0 ? "not played" : "no case");
}

/** Tells in words how far the catalogue is covered. */
function showSum(rows: readonly Row[]): Markup {
  const covered = rows.filter(({ state }) => state !== "no case").length;
  const excused = rows.filter(({ state, requirement }) => state === "no case" && requirement.untested !== null).length;
  const open = rows.length - covered - excused;
  return markup`<p>The catalogue has ${rows.length} requirements: ${covered} have cases, ${excused} have none for a reason that is given${
    open === 0 ? "" : `, ${open} have none yet`
  }.</p>
`;
}

function showRfc(rfc: number, rows: readonly Row[]): Markup {
  const counts = states.flatMap((state) => {
    const count = rows.filter((row) => row.state === state).length;
    return count === 0 ? [] : [markup` <span class="${className(state)}">${count} ${state}</span>`];
  });
  return markup`<details class="rfc" id="rfc${rfc}"><summary><b>RFC ${rfc}</b>${counts}</summary>
<div class="scroll"><table class="requirements">
<thead><tr><th scope="col">Section</th><th scope="col">Requirement</th><th scope="col">State</th><th scope="col">Results</th></tr></thead>
<tbody>
${rows.map(showRow)}</tbody></table></div>
</details>
`;
}

function showRow({ id, requirement, results, state }: Row): Markup {
  const { rfc, section, level, says } = requirement;
  return markup`<tr id="${id}"><td>${linkReference(`RFC ${rfc} §${section}`)}</td><td><b>${level.toUpperCase()}</b> ${
    foreign(says)
  }</td><td class="state ${className(state)}">${state}</td><td>${
    results.length > 0 ? showTests(results) : foreign(whyNone(requirement))
  }</td></tr>
`;
}

/** Links to the results, the weightiest first; many are folded. */
function showTests(results: readonly Result[]): Markup {
  const sorted = results.toSorted((one, other) => weight.indexOf(one.verdict) - weight.indexOf(other.verdict));
  const links = sorted.map(showTest);
  return results.length <= mostShown
    ? markup`${links}`
    : markup`${links.slice(0, mostShown)}<details><summary>${results.length - mostShown} more</summary>${
      links.slice(mostShown)
    }</details>`;
}

function showTest({ id, verdict }: Result): Markup {
  return markup`<a class="${verdict}" href="${anchor(id)}">${foreign(id)}</a> `;
}

function whyNone({ cases, untested }: ReportRequirement): string {
  return cases.length > 0 ? `left out of this run: ${cases.join(", ")}` : untested ?? "no case yet";
}

/** The class that gives a state its colour. */
export function className(state: State): string {
  return state.replace(" ", "-");
}
