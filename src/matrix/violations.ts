/** What one server violates, the worst first, and what ends violations and warnings. Pure. */
import { plainLine, visible } from "../base/show.ts";
import { type Finding, type FindingRemedy, nameResults, resultsOf } from "../report/findings/finding.ts";
import { sentenceOf } from "../report/report.ts";
import { describeRemedy } from "../software/remedy.ts";
import { findingsIn, type Tested } from "./ranking.ts";
import type { ServerSetup } from "./server_setup.ts";

/** Renders the section of a server: a finding is an item, its cases and variants together, with the reply that shows it. */
export function renderViolations(setup: ServerSetup, tested: Tested): string {
  const findings = findingsIn(setup, tested);
  const failed = findings.filter(({ verdict }) => verdict === "fail");
  return [
    `### ${setup.title}`,
    "",
    ...setup.description.map((paragraph) => `${paragraph}\n`),
    ...failed.length === 0 ? ["It violated no MUST or MUST NOT that the suite tests.\n"] : [],
    ...failed.map(violation),
    ...decidedWarnings(findings.filter(({ verdict }) => verdict === "warn")),
    "",
  ].join("\n");
}

function violation(finding: Finding): string {
  const { impact, rfc, remedies, cases } = finding;
  const grave = impact === undefined ? "" : `**${impact}**: `;
  const told = cases.map(named).join("; ");
  return `- ${grave}${cell(sentenceOf(finding))} (${rfc.join(", ")}). ${told}. ${received(finding)}.${
    remedies.map((remedy) => ` ${writeRemedy(remedy, finding)}`).join("")
  }`;
}

/** Writes a remedy, and which results it is about where there are others. */
function writeRemedy(remedy: FindingRemedy, finding: Finding): string {
  const isAll = remedy.results.length === resultsOf(finding).length;
  const which = isAll ? "" : `${casesOf(remedy, finding).join("; ")}: `;
  return `*${which}${describeRemedy(remedy)} (${remedy.source}).*`;
}

/** Names the results of a remedy: of a finding with one case their variants alone. */
function casesOf({ results }: FindingRemedy, { cases }: Finding): string[] {
  return cases.flatMap(({ id, results: own }) => {
    const decided = own.filter((each) => results.includes(each));
    if (decided.length === 0) return [];
    if (decided.length === own.length) return [`\`${id}\``];
    const name = nameResults({ id, results: decided });
    return [cases.length === 1 ? name.slice(id.length).replace(/^ \((.*)\)$/, "$1") : named({ id, results: decided })];
  });
}

/** Lists the warnings about which a remedy is known: one item a remedy. */
function decidedWarnings(findings: readonly Finding[]): string[] {
  const told = findings.flatMap((finding) => finding.remedies.map((remedy) => ({ remedy, finding })));
  const items = [...Map.groupBy(told, ({ remedy }) => `${describeRemedy(remedy)} (${remedy.source})`)].map(
    ([words, each]) => `- ${words}: ${each.flatMap(({ remedy, finding }) => warningsOf(remedy, finding)).join(", ")}.`,
  );
  return items.length === 0 ? [] : ["\nWarnings about which a remedy or a reason is known:\n", ...items];
}

function warningsOf({ results }: FindingRemedy, { cases }: Finding): string[] {
  return cases.flatMap(({ id, results: own }) => {
    const decided = own.filter((each) => results.includes(each));
    return decided.length === 0 ? [] : [decided.length === own.length ? `\`${id}\`` : named({ id, results: decided })];
  });
}

/** Writes a case with its variants. */
function named(given: Pick<Finding["cases"][number], "id" | "results">): string {
  return `\`${given.id}\`${plainLine(nameResults(given).slice(given.id.length))}`;
}

/** What was received, and why it is wrong where the case says so. */
function received({ received, because }: Finding): string {
  if (received === null) return cell(because ?? "No reason was recorded");
  return `Received \`${code(received)}\`${because === null ? "" : `: ${cell(because)}`}`;
}

const longest = 100; // our choice: one line of a page

function code(escaped: string): string {
  const text = plainLine(visible(escaped)).replaceAll("`", "'");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Text in prose: no markup of a server's, no end of a cell. */
function cell(text: string): string {
  return plainLine(text).replace(/[\\`*_[\]<>|]/g, "\\$&");
}
