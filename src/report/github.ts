/**
 * Workflow commands of GitHub Actions: each finding as an annotation, the worst first, at a file of the user's where there
 * is one. They go to standard output, where the runner reads them. What strangers wrote can end neither a value nor the
 * command.
 */
import { clip, plainLine, visible } from "../base/show.ts";
import type { Place } from "../base/source.ts";
import { showDuration } from "../base/time.ts";
import { weighFinding, writeRemedy } from "./findings/describe.ts";
import { type Finding, nameFinding, nameResults, resultsOf } from "./findings/finding.ts";
import { findingsOf } from "./findings/findings.ts";
import { type Report, type Result, sentenceOf, shownVerdicts } from "./report.ts";

const most = 10; // GitHub shows so many annotations of each kind for a step
const mostCharacters = 2000; // our choices: enough for a reply of any usual length, and for a list of right answers
const mostExpected = 10;

type Kind = "error" | "warning" | "notice";

/** Renders a report as annotations: findings that fail, our own errors and stale entries of a baseline as errors, those
 * that warn as warnings, and the counts as a notice. */
export function renderGithub(report: Report): string {
  const { summary, durationMs, complete, sanityChecks, baseline } = report;
  const findings = findingsOf(report);
  const failed = findings.filter(({ verdict }) => verdict !== "warn");
  const warned = findings.filter(({ verdict }) => verdict === "warn");
  const troubles = [
    ...sanityChecks.filter(({ passed }) => !passed).map(({ endpoint, when, reason }) =>
      command(
        "error",
        {},
        `The ${when} sanity check failed at the endpoint ${visible(endpoint)}: ${visible(reason ?? "")}`,
      )
    ),
    ...(baseline?.staleEntries ?? []).map(({ id, description, source }) =>
      command("error", { ...place(source), title: `baseline: ${id}` }, description)
    ),
    ...(complete ? [] : [command("error", {}, "The run was cut short: what is missing was not tested")]),
  ];
  const obstacles = sanityChecks.flatMap(({ endpoint, obstacles = [] }) =>
    obstacles.map((obstacle) => command("warning", {}, `At the endpoint ${visible(endpoint)}, ${visible(obstacle)}`))
  );
  const counts = shownVerdicts(summary).map((verdict) => `${summary[verdict]} ${verdict}`).join(", ");
  return [
    ...limit("error", [...troubles, ...failed.map((finding) => annotate("error", finding, report))], "findings"),
    ...limit(
      "warning",
      [...obstacles, ...warned.map((finding) => annotate("warning", finding, report))],
      "findings that warn",
    ),
    command(
      "notice",
      { title: `smtpspec: ${visible(report.target.name)}` },
      `${counts} in ${showDuration(durationMs)}`,
    ),
  ].map((line) => `${line}\n`).join("");
}

/** Leaves out what would not be shown, and counts it in the last place. */
function limit(kind: Kind, commands: readonly string[], what: string): readonly string[] {
  if (commands.length <= most) return commands;
  const left = commands.length - most + 1;
  return [...commands.slice(0, most - 1), command(kind, {}, `${left} more ${what} are in the other reports`)];
}

function annotate(kind: Kind, finding: Finding, report: Report): string {
  const { expected, received, because, rfc, cases, remedies, again } = finding;
  const shown = report.results.find((result) => result.id === finding.shownBy);
  const at = shown === undefined ? undefined : userPlace(shown, report);
  const weight = weighFinding(finding);
  const message = [
    `${sentenceOf(finding)} (${rfc.join(", ")})`,
    ...remedies.map((remedy) => `remedy: ${writeRemedy(remedy, finding).replaceAll("`", "")}`),
    ...expected.slice(0, mostExpected).map((each) => `expected: ${visible(each)}`),
    ...(received === null ? [] : [`received: ${visible(received)}`]),
    ...(because === null ? [] : [`${received === null ? "reason" : "because"}: ${visible(because)}`]),
    `again: ${again}`,
    ...(resultsOf(finding).length === 1 ? [] : [`results: ${cases.map(nameResults).join("; ")}`]),
  ];
  const title = `${weight === "" ? "" : `${weight}: `}${nameFinding(finding)}`;
  return command(kind, { ...(at === undefined ? {} : place(at)), title }, ...message);
}

/** The file of the user's that a result is about: the case, where the cases are his own, else the target file. */
function userPlace({ deviation, source }: Result, { options }: Report): Place | undefined {
  if (/ --cases /.test(options.command)) {
    return deviation !== null && deviation.place.line > 0 ? deviation.place : source ?? undefined;
  }
  const [, file] = / run (?:[^ '-][^ ']* )*?([^ ':-][^ ':]*\.ya?ml)(?: |$)/.exec(options.command) ?? [];
  return file === undefined ? undefined : { file, line: 1, column: 1 };
}

function place({ file, line, column }: Place): Readonly<Record<string, string>> {
  return { file, line: String(line), col: String(column) };
}

function command(kind: Kind, properties: Readonly<Record<string, string>>, ...lines: readonly string[]): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`).join(",");
  return `::${kind}${list === "" ? "" : ` ${list}`}::${lines.map(escapeData).join("%0A")}`;
}

/** What the runner unescapes in a message. */
function escapeData(text: string): string {
  return clip(plainLine(text), mostCharacters).replaceAll("%", "%25");
}

/** In a property a colon and a comma too. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
