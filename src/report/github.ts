/**
 * Workflow commands of GitHub Actions: each failure and warning as an annotation at the line of its case. They go to
 * standard output, where the runner reads them. What strangers wrote can end neither a value nor the command.
 */
import { clip, plainLine, visible } from "../base/show.ts";
import type { Place } from "../base/source.ts";
import { showDuration } from "../base/time.ts";
import { againCommand, type Report, type Result, sentenceOf, shownVerdicts } from "./report.ts";

const most = 10; // GitHub shows so many annotations of each kind for a step
const mostCharacters = 2000; // our choices: enough for a reply of any usual length, and for a list of right answers
const mostExpected = 10;

type Kind = "error" | "warning" | "notice";

/** Renders a report as annotations: failures, our own errors and stale entries of a baseline as errors, warnings as
 * warnings, and the counts as a notice. */
export function renderGithub(report: Report): string {
  const { results, summary, durationMs, complete, sanityChecks, baseline } = report;
  const failed = results.filter(({ verdict }) => verdict === "fail" || verdict === "error");
  const warned = results.filter(({ verdict }) => verdict === "warn");
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
    ...limit("error", [...troubles, ...failed.map((result) => annotate("error", result, report))], "failures"),
    ...limit("warning", [...obstacles, ...warned.map((result) => annotate("warning", result, report))], "warnings"),
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

function annotate(kind: Kind, result: Result, report: Report): string {
  const { deviation, reason, source, rfc } = result;
  const at = deviation !== null && deviation.place.line > 0 ? deviation.place : source;
  const message = [
    `${sentenceOf(result)} (${rfc.join(", ")})`,
    ...(deviation?.expected ?? []).slice(0, mostExpected).map((each) => `expected: ${visible(each)}`),
    ...(deviation !== null
      ? [`received: ${visible(deviation.received)}`]
      : reason === null
      ? []
      : [`reason: ${visible(reason)}`]),
    ...(deviation?.because === undefined ? [] : [`because: ${visible(deviation.because)}`]),
    `again: ${againCommand(report, result)}`,
  ];
  return command(kind, { ...(at === null ? {} : place(at)), title: result.id }, ...message);
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
