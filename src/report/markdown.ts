/**
 * The Markdown report, for the summary of a CI job: findings first, then warnings and the counts by area. GitHub accepts
 * 1 MiB for a step; what does not fit is left out with its number, never cut in the middle.
 */
import { clip, plainLine, visible } from "../base/show.ts";
import { showDuration } from "../base/time.ts";
import type { Verdict } from "../judge/verdict.ts";
import { bulleted, code, codeBlock, prose, tableRow } from "./markdown_text.ts";
import { factLines } from "./facts.ts";
import { weighFinding, writeRemedy } from "./findings/describe.ts";
import { type Finding, type FindingRemedy, nameFinding, nameResults, resultsOf } from "./findings/finding.ts";
import { findingsOf } from "./findings/findings.ts";
import { addressOf } from "./references.ts";
import { byArea, countVerdicts, type Report, type Result, sentenceOf, sharedReason, shownVerdicts } from "./report.ts";
import { hintOf } from "./sanity_hint.ts";
import { byHost } from "./by_host.ts";
import { transcriptLines } from "./transcript_text.ts";

const mostOctets = 1_000_000; // our choice: GitHub accepts 1,048,576, and others may write to the same summary
const mostLines = 60; // our choices: enough around the deviation to believe it; the JSON report has all
const mostLineCharacters = 500;
const mostRows = 200;
const mostReasons = 20;
const mostStaleEntries = 50;

/** Renders a report as Markdown of at most a million octets. */
export function renderMarkdown(report: Report): string {
  const of = (...wanted: Verdict[]) => report.results.filter(({ verdict }) => wanted.includes(verdict));
  const head = [title(report), ...sanityChecks(report), ...baseline(report)];
  const tail = [
    ...grouped("Known failures, xfail", of("xfail")),
    ...grouped("Skipped", of("skip")),
    ...facts(report),
    ...tables(report),
    origin(report),
  ];
  let left = mostOctets - octetsOf([...head, ...tail].join("\n\n"));
  const fill = <Item>(name: string, items: readonly Item[], show: (item: Item) => string, between = "\n"): string[] => {
    if (items.length === 0) return [];
    const shown: string[] = [];
    for (const item of items) {
      const text = show(item);
      left -= octetsOf(text) + 2;
      if (left < 1000) break;
      shown.push(text);
    }
    const missing = items.length - shown.length;
    const rest = missing === 0 ? [] : [`${missing} more do not fit here; the other reports have them.`];
    return [`## ${name} (${items.length})`, shown.join(between), ...rest];
  };
  const all = findingsOf(report).map((finding, index): NumberedFinding => ({ finding, number: index + 1 }));
  const failed = all.filter(({ finding }) => finding.verdict !== "warn");
  const findings = fill("Findings", failed, (each) => showFinding(each, report), "\n\n");
  const warnings = fill("Warnings", all.filter((each) => !failed.includes(each)), showWarning);
  const inconclusive = fill("Inconclusive", of("inconclusive"), showBrief);
  return [...head, ...findings, ...warnings, ...inconclusive, ...tail].join("\n\n") + "\n";
}

const octetsOf = (text: string) => new TextEncoder().encode(text).length;

function title({ target, summary, durationMs, complete }: Report): string {
  const counts = shownVerdicts(summary).map((verdict) => `**${summary[verdict]}** ${verdict}`);
  return [
    `# smtpspec: ${code(visible(target.name), 500)}`,
    `${counts.join(", ")}, in ${showDuration(durationMs)}`,
    ...(complete ? [] : ["**The run was cut short: what is missing was not tested.**"]),
  ].join("\n\n");
}

function sanityChecks(report: Report): string[] {
  return report.sanityChecks.flatMap((check) => {
    const { endpoint, when, passed, reason, obstacles = [] } = check;
    const hint = passed ? undefined : hintOf(check, report.target);
    const at = `at the endpoint ${prose(endpoint, 500)}`;
    const say = (what: string, why: string | null) =>
      `**The ${when} sanity check ${what} ${at}**${why === null ? "" : `: ${code(visible(why), 1000)}`}`;
    return [
      ...(passed ? [] : [`${say("failed", reason)}${hint === undefined ? "" : `; ${prose(hint, 500)}`}`]),
      ...obstacles.map((obstacle) => say("met an obstacle", obstacle)),
    ];
  });
}

/** A finding with its number, from 1 for the worst. */
interface NumberedFinding {
  readonly number: number;
  readonly finding: Finding;
}

function showFinding({ number, finding }: NumberedFinding, report: Report): string {
  const { expected, received, because, rfc, remedies, again } = finding;
  const result = report.results.find(({ id }) => id === finding.shownBy);
  const place = result === undefined ? null : placeOf(result);
  const weight = weighFinding(finding);
  return [
    `### ${number}. ${code(nameFinding(finding), 500)}${weight === "" ? "" : `: ${weight}`}`,
    `${prose(sentenceOf(finding), 2000)} (${rfc.map(linkReference).join(", ")})`,
    ...(remedies.length === 0 ? [] : [remedies.map((remedy) => `- remedy: ${remedyText(remedy, finding)}`).join("\n")]),
    bulleted([
      ...expected.slice(0, 20).map((each) => ["expected", visible(each)] as const),
      ...(received === null ? [] : [["received", visible(received)] as const]),
      ...(because === null ? [] : [[received === null ? "reason" : "because", visible(because)] as const]),
      ...(result?.notes ?? []).slice(0, 20).map((note) => ["note", visible(note)] as const),
      ...(place === null ? [] : [["case", `${place.file}:${place.line}:${place.column}`] as const]),
    ]),
    ...(resultsOf(finding).length === 1 ? [] : [finding.cases.map(listCase).join("\n")]),
    "<details><summary>Transcript, and the command to see it again</summary>",
    ...(result === undefined || result.transcript.length === 0 ? [] : [codeBlock("text", showTranscript(result))]),
    codeBlock("sh", [again]),
    "</details>",
  ].join("\n\n");
}

function placeOf({ deviation, source }: Result): Result["source"] {
  return deviation !== null && deviation.place.line > 0 ? deviation.place : source;
}

/** Names a case with its results. */
function listCase(each: Finding["cases"][number]): string {
  return `- ${code(nameResults(each), 2000)}`;
}

/** A remedy is ours, but for the ids in it: those of a stranger's report may be anything. */
function remedyText(remedy: FindingRemedy, finding: Finding): string {
  return code(writeRemedy(remedy, finding).replaceAll("`", ""), 2000);
}

function showWarning({ number, finding }: NumberedFinding): string {
  const { received, because, rfc, remedies } = finding;
  const why = received ?? because;
  const weight = weighFinding(finding);
  return [
    `- ${number}\\. ${code(nameFinding(finding), 500)}${weight === "" ? "" : ` (${weight})`} ` +
    `${prose(sentenceOf(finding), 500)} (${rfc.map(linkReference).join(", ")})` +
    `${why === null ? "" : `: ${code(visible(why), 500)}`}`,
    ...remedies.map((remedy) => `  - remedy: ${remedyText(remedy, finding)}`),
  ].join("\n");
}

/** The lines around the deviation. */
function showTranscript({ transcript, deviation }: Result): string[] {
  const lines = transcriptLines(transcript);
  const marked = lines.findIndex(({ event }) => event === deviation?.event);
  const from = Math.max(0, Math.min(marked - mostLines / 2, lines.length - mostLines));
  const shown = lines.slice(from, from + mostLines);
  const after = lines.length - from - shown.length;
  return [
    ...(from === 0 ? [] : [`(${from} lines before these)`]),
    ...shown.map(({ mark, text, event, isInTls }) =>
      `${event === deviation?.event ? ">" : " "} ${mark}${isInTls ? "~" : " "} ${clip(text, mostLineCharacters)}`
    ),
    ...(after === 0 ? [] : [`(${after} lines after these)`]),
  ];
}

function showBrief(result: Result): string {
  const received = result.deviation?.received ?? result.reason;
  return `- ${code(result.id, 500)} ${prose(sentenceOf(result), 500)} (${result.rfc.map(linkReference).join(", ")})${
    received === null ? "" : `: ${code(visible(received), 500)}`
  }`;
}

/** The stale entries of the baseline. */
function baseline({ baseline: applied }: Report): string[] {
  if (applied === undefined || applied.staleEntries.length === 0) return [];
  const { staleEntries } = applied;
  const lines = staleEntries.slice(0, mostStaleEntries).map(({ id, description, source }) =>
    `- ${code(`${source.file}:${source.line}`, 500)}: ${code(id, 500)}: ${prose(description, 500)}`
  );
  const rest = staleEntries.length - lines.length;
  return [
    `## Stale entries of the baseline (${staleEntries.length})`,
    [...lines, ...(rest === 0 ? [] : [`- ${rest} more`])].join("\n"),
  ];
}

/** Reasons with their number, the most frequent first: those of skips say what to add. */
function grouped(name: string, results: readonly Result[]): string[] {
  if (results.length === 0) return [];
  const reasons = [...Map.groupBy(results, (result) => visible(sharedReason(result)))]
    .toSorted(([, one], [, other]) => other.length - one.length);
  const lines = reasons.slice(0, mostReasons).map(([reason, each]) => `- ${each.length} × ${code(reason, 500)}`);
  const rest = reasons.length <= mostReasons ? [] : [`- ${reasons.length - mostReasons} more reasons`];
  return [`## ${name} (${results.length})`, [...lines, ...rest].join("\n")];
}

function linkReference(reference: string): string {
  const address = addressOf(reference);
  return address === undefined ? code(reference, 100) : `[${reference}](${address})`;
}

/** Counts by area and, of several hosts, by host. */
function tables(report: Report): string[] {
  const hosts = byHost(report.results);
  return [
    table(report, { title: "Areas", head: "area", groups: byArea(report.results) }),
    ...(hosts.size === 0 ? [] : [table(report, { title: "Hosts", head: "host", groups: hosts })]),
  ];
}

function table(
  { results, summary }: Report,
  { title, head, groups }: {
    readonly title: string;
    readonly head: string;
    readonly groups: ReadonlyMap<string, readonly Result[]>;
  },
): string {
  const shownAs = shownVerdicts(summary);
  const all = [...groups];
  const shown = all.slice(0, mostRows);
  const row = (name: string, each: readonly Result[]) => {
    const counts = countVerdicts(each);
    return tableRow([name, ...shownAs.map((verdict) => String(counts[verdict]))]);
  };
  return [
    `## ${title}\n`,
    tableRow([head, ...shownAs]),
    tableRow(["---", ...shownAs.map(() => "--:")]),
    ...shown.map(([name, each]) => row(code(name, 100), each)),
    ...(all.length > shown.length ? [row("others", all.slice(mostRows).flatMap(([, each]) => each))] : []),
    row("**all**", results),
  ].join("\n");
}

/** What was learnt by the way. */
function facts(report: Report): string[] {
  const all = factLines(report);
  if (all.length === 0) return [];
  const rows = all.slice(0, mostRows).map(({ endpoints, about, value, run }) =>
    tableRow([
      `${prose(about, 200)}${endpoints === undefined ? "" : ` (${prose(endpoints, 200)})`}`,
      code(visible(value), 500),
      run === null ? "" : code(run, 200),
    ])
  );
  const left = all.length - rows.length;
  return [[
    "## Facts\n",
    tableRow(["about", "value", "seen first in"]),
    tableRow(["---", "---", "---"]),
    ...rows,
    ...(left === 0 ? [] : [tableRow([`${left} more`, "", ""])]),
  ].join("\n")];
}

function origin({ suite, startedAt, options }: Report): string {
  return `smtpspec ${prose(suite.version, 50)}, ${prose(startedAt, 50)}, ${code(plainLine(options.command), 2000)}`;
}
