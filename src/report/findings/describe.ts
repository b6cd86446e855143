/** Findings in words that all formats share. Pure. */
import { describeRemedy } from "../../software/remedy.ts";
import type { Impact } from "../../case/case.ts";
import { type Finding, type FindingRemedy, nameResults, resultsOf } from "./finding.ts";

/** Writes a remedy with its source as a sentence without its full stop, in Markdown; it begins with the results that it is
 * about where there are others. */
export function writeRemedy(remedy: FindingRemedy, finding: Finding): string {
  const { results, source } = remedy;
  const isAll = results.length === resultsOf(finding).length;
  const meant = new Set(results);
  const about = finding.cases.flatMap(({ id, results: own }) => {
    const some = own.filter((each) => meant.has(each));
    return some.length === 0 ? [] : [nameResults({ id, results: some.length === own.length ? [] : some })];
  });
  return `${isAll ? "" : `${about.join("; ")}: `}${describeRemedy(remedy)} (${source})`;
}

/** What follows from a finding, in words that can stand in brackets. */
const impactWords: Readonly<Record<Impact, string>> = {
  security: "security",
  loss: "loss of mail",
  interoperability: "interoperability",
  form: "form",
};

/** Says in a few words what follows from a finding, and how many results have it: "security, 60 results". */
export function weighFinding(finding: Finding): string {
  const { impact, verdict } = finding;
  const count = resultsOf(finding).length;
  return [
    ...(verdict === "error" ? ["a fault of smtpspec"] : impact === undefined ? [] : [impactWords[impact]]),
    ...(count === 1 ? [] : [`${count} results`]),
  ].join(", ");
}
