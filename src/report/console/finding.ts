/** A finding in the console report, in four lengths: in full, with the end of its transcript, in brief, and in a line. */
import * as colors from "@std/fmt/colors";
import { clip, plainLine, visible } from "../../base/show.ts";
import { showDuration } from "../../base/time.ts";
import { indented, wrap } from "../../base/wrap.ts";
import { writeRemedy } from "../findings/describe.ts";
import { type Finding, type FindingRemedy, nameFinding, nameResults, resultsOf } from "../findings/finding.ts";
import { paint, paints } from "../paint.ts";
import type { RenderOptions } from "../render_options.ts";
import { type Report, type Result, sentenceOf, wordingOf } from "../report.ts";
import { labelled, showResult } from "./result.ts";

/** A finding with its number, from 1 for the worst, and the result that shows it. */
export interface Numbered {
  readonly number: number;
  readonly finding: Finding;
  readonly result: Result;
}

/** Around a finding. */
export interface FindingContext {
  readonly report: Report;
  readonly options: RenderOptions;
}

const mostNameLines = 3; // our choices: --verbose names all, and the JSON report has all

/** Shows a finding, complete: all that a mail engineer needs to believe it and to see it again. */
export function showFinding(numbered: Numbered, context: FindingContext): string[] {
  return showLong(numbered, context, false);
}

/** Shows a finding with the end of its transcript. */
export function showExcerpt(numbered: Numbered, context: FindingContext): string[] {
  return showLong(numbered, context, true);
}

function showLong(numbered: Numbered, { report, options }: FindingContext, isExcerpt: boolean): string[] {
  const { finding, result } = numbered;
  const { width } = options;
  const wording = wordingOf(result, report);
  return [
    ...headline(numbered, options),
    ...indented(plainLine(sentenceOf(result)), 6, width),
    ...(result.rfc.length === 0 ? [] : indented(plainLine(result.rfc.join(", ")), 6, width)),
    ...(wording === undefined ? [] : indented(wording, 6, width)),
    ...(result.why === null ? [] : indented(plainLine(result.why.replace(/\s+/g, " ")), 6, width)),
    ...names(finding, options, mostNameLines),
    ...showResult(result, {
      report,
      options,
      isExcerpt,
      remedies: finding.remedies.map((remedy) => remedyText(remedy, finding)),
    }),
  ];
}

/** Shows what is required, what was received instead, and what ends it. */
export function showBriefly(numbered: Numbered, { options }: FindingContext): string[] {
  const { finding } = numbered;
  const { received, because, rfc, remedies } = finding;
  const facts = [
    ...(received === null
      ? []
      : cut(labelled("received", visible(received), options.width - 6), because === null ? 2 : 1)),
    ...(because === null ? [] : cut(labelled("because", visible(because), options.width - 6), 2)),
    ...remedies.flatMap((remedy) => labelled("remedy", remedyText(remedy, finding), options.width - 6)),
  ];
  return [
    ...headline(numbered, options),
    ...indented(plainLine(`${sentenceOf(finding)} (${rfc.join(", ")})`), 6, options.width),
    ...names(finding, options, 1),
    ...facts.map((line) => `      ${line}`),
  ];
}

/** Shows a finding in one line. */
export function showInALine({ number, finding }: Numbered, { options }: FindingContext): string[] {
  const { id, cases, received, because, verdict } = finding;
  const more = cases.length > 1 ? `, ${cases.length} cases` : "";
  const count = resultsOf(finding).length;
  const results = count > 1 ? `, ${count} results` : "";
  const why = because ?? (received === null ? "" : `received ${received}`);
  const head = `${wordOf(verdict)} ${number}. `;
  const line = clip(`${plainLine(id)}${more}${results}: ${visible(why)}`, options.width - head.length);
  return [paint(head, paints[verdict], options) + line];
}

const wordOf = (verdict: Finding["verdict"]) => verdict.toUpperCase().padEnd(5);

/** The verdict, the number, the id, and the time of the result that is shown where it fits. */
function headline({ number, finding, result }: Numbered, options: RenderOptions): string[] {
  const { verdict } = finding;
  const word = wordOf(verdict);
  const time = showDuration(result.durationMs);
  const head = `${word} ${number}. `;
  const [first = "", ...rest] = wrap(plainLine(nameFinding(finding)), options.width - head.length);
  const space = options.width - head.length - first.length - time.length;
  const end = space > 0 && rest.length === 0 ? " ".repeat(space) + time : "";
  return [
    `${paint(word, paints[verdict], options)} ${number}. ${paint(first, colors.bold, options)}${end}`,
    ...rest.map((line) => " ".repeat(head.length) + paint(line, colors.bold, options)),
  ];
}

/** Names the results of a finding that has several. */
function names(finding: Finding, options: RenderOptions, most: number): string[] {
  const { length } = resultsOf(finding);
  if (length === 1) return [];
  const lines = wrap(
    `${length} results: ${finding.cases.map((each) => plainLine(nameResults(each))).join("; ")}`,
    options.width - 6,
  );
  return (options.isVerbose ? lines : cut(lines, most)).map((line) => `      ${line}`);
}

/** Leaves out what follows the first lines, and ends these with three dots, at a word where there is one. */
function cut(lines: readonly string[], most: number): readonly string[] {
  const last = lines[most - 1];
  if (last === undefined || lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${last.replace(/[,;]? \S*$/, "")} ...`];
}

/** Writes a remedy without the marks of code: a terminal has none. */
function remedyText(remedy: FindingRemedy, finding: Finding): string {
  return plainLine(writeRemedy(remedy, finding).replaceAll("`", ""));
}
