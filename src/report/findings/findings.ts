/** The findings of a report, the worst first. Pure. */
import { type Impact, impacts } from "../../case/case.ts";
import { againCommand, type Report, type Result } from "../report.ts";
import { type CaseResults, groupByCause } from "./causes.ts";
import { type Finding, type FindingVerdict, findingVerdicts, resultsOf } from "./finding.ts";
import { type FindRemedies, makeRemedies, remediesOfResults, type SoftwareRemedy } from "./remedies.ts";

/**
 * Makes the findings of a report: failures, then our own errors, then warnings; of each the gravest impact first, then
 * what has most results. `further` are remedies besides those of the table.
 */
export function findingsOf(report: Report, further: readonly SoftwareRemedy[] = []): Finding[] {
  const remedies = makeRemedies(report, further);
  return findingVerdicts.flatMap((verdict) => {
    const own = report.results.filter((result) => result.verdict === verdict);
    return groupByCause(own, remedies)
      .map((cases) => makeFinding(verdict, { report, cases, remedies }))
      .sort((one, other) =>
        gravity(one.impact) - gravity(other.impact) || resultsOf(other).length - resultsOf(one).length
      );
  });
}

/** The number of an impact, 0 for the gravest. */
function gravity(impact: Impact | undefined): number {
  return impact === undefined ? impacts.length : impacts.indexOf(impact);
}

function makeFinding(
  verdict: FindingVerdict,
  { report, cases, remedies }: {
    readonly report: Report;
    readonly cases: readonly CaseResults[];
    readonly remedies: FindRemedies;
  },
): Finding {
  const ranked = cases.toSorted((one, other) => rank(one) - rank(other));
  const results = ranked.flatMap((each) => each.results);
  const [lead] = ranked;
  const shown = lead?.results.find(({ transcript }) => transcript.length > 0) ?? lead?.results[0];
  if (lead === undefined || shown === undefined) throw new Error("A finding has results");
  const { deviation, impact, level, demand, rfc, reason } = shown;
  return {
    id: lead.id,
    verdict,
    ...(impact === undefined ? {} : { impact }),
    ...{ level, demand, rfc },
    expected: deviation?.expected ?? [],
    received: deviation?.received ?? null,
    because: deviation === null ? reason : deviation.because ?? null,
    remedies: remediesOfResults(results, remedies),
    cases: ranked.map(describeCase),
    shownBy: shown.id,
    again: againCommand(report, shown),
  };
}

/** The gravest case leads; of equals one that is no rule of the linter, whose session shows more. */
function rank({ results }: CaseResults): number {
  const least = results.reduce((least, { impact }) => Math.min(least, gravity(impact)), gravity(undefined));
  return 2 * least + (results.some(({ linted }) => linted !== undefined) ? 1 : 0);
}

function describeCase({ id, results }: CaseResults): Finding["cases"][number] {
  const [first] = results;
  if (first === undefined) throw new Error("A case of a finding has results");
  const { level, demand, rfc } = first;
  return { id, level, demand, rfc, results: results.map((result: Result) => result.id) };
}
