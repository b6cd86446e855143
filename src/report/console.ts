/** The console report: failures last and complete, then the counts by area. */
import * as colors from "@std/fmt/colors";
import { drawLine } from "../base/frame.ts";
import { clip, plainLine, visible } from "../base/show.ts";
import { showDuration } from "../base/time.ts";
import type { Finding } from "../judge/finding.ts";
import { type Verdict, verdicts } from "../judge/verdict.ts";
import { againCommand, byArea, countVerdicts, type Report, type Result, sentenceOf } from "./report.ts";
import type { RenderOptions } from "./render_options.ts";
import { transcriptLines } from "./transcript_text.ts";

const mostLines = 60; // our choice: longer transcripts are shown around the finding; the JSON report has all

/** Renders a report for a terminal of `width` columns. */
export function renderConsole(report: Report, options: RenderOptions): string {
  const { results } = report;
  const of = (verdict: Verdict) => results.filter((result) => result.verdict === verdict);
  const sections = [
    header(report),
    ...control(report, options),
    ...group("Skipped", of("skip"), options, "skip"),
    ...group("Inconclusive", of("inconclusive"), options, "inconclusive"),
    ...list("Warnings", of("warn"), report, options),
    ...(options.isVerbose ? list("Passed", of("pass"), report, options) : []),
    ...[...of("error"), ...of("fail")].map((result) => failure(result, report, options)),
    table(report, options),
    verdictLine(report, options),
  ];
  return sections.join("\n\n") + "\n";
}

const paints: Readonly<Record<Verdict, (text: string) => string>> = {
  pass: colors.green,
  warn: colors.yellow,
  fail: colors.red,
  inconclusive: colors.magenta,
  skip: colors.gray,
  error: colors.red,
};

/** Paints a text, or leaves it alone where colour is off. */
function paint(text: string, how: (text: string) => string, { isColored }: RenderOptions): string {
  return isColored ? how(text) : text;
}

function header({ target, suite }: Report): string {
  const ports = target.ports.map(({ address, tls }) => {
    const agreed = tls === null ? "no TLS" : tls.protocol;
    return `  ${address} (${agreed})`;
  });
  const [first] = target.ports;
  const offer = first?.offer["tls"] ?? first?.offer["plain"];
  const keywords = offer === undefined
    ? []
    : wrap(`offers ${offer.keywords.join(", ")}`, 76).map((line) => `  ${line}`);
  return [`smtpspec ${suite.version}: ${visible(target.name)}`, ...ports, ...keywords.map(visible)].join("\n");
}

function control(report: Report, options: RenderOptions): string[] {
  const failed = report.control.filter(({ passed }) => !passed);
  return failed.map(({ port, when, reason, transcript }) =>
    [
      paint(`The ${when} control dialogue failed on the port for ${port}`, colors.red, options),
      ...wrap(visible(reason ?? ""), 74).map((line) => `  ${line}`),
      ...showTranscript({ transcript, event: transcript.length - 1 }, options),
    ].join("\n")
  );
}

/** Results that share a reason are one line with their number; with --verbose each is named. */
function group(title: string, results: readonly Result[], options: RenderOptions, verdict: Verdict): string[] {
  if (results.length === 0) return [];
  const reasons = new Map<string, Result[]>();
  for (const result of results) {
    const reason = visible(result.reason ?? "no reason was given");
    reasons.set(reason, [...reasons.get(reason) ?? [], result]);
  }
  const isShort = verdict === "skip" && !options.isVerbose;
  const lines = [...reasons].flatMap(([reason, each]) => [
    ...wrap(`${each.length} × ${reason}`, options.width - 2).map((line, index) =>
      `${index === 0 ? "  " : "    "}${line}`
    ),
    ...(isShort
      ? []
      : each.slice(0, options.isVerbose ? 1000 : 5).map(({ id }) => `      ${clip(id, options.width - 6)}`)),
    ...(isShort || options.isVerbose || each.length <= 5 ? [] : [`      and ${each.length - 5} more`]),
  ]);
  return [[paint(`${title} (${results.length})`, paints[verdict], options), ...lines].join("\n")];
}

/** Warnings: the sentence, the section and what came, without the transcript. */
function list(title: string, results: readonly Result[], report: Report, options: RenderOptions): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const lines = results.flatMap((result) => [
    `  ${clip(result.id, options.width - 2)}`,
    ...wrap(`${sentenceOf(result)} (${result.rfc.join(", ")})`, options.width - 6).map((line) => `      ${line}`),
    ...(result.reason === null ? [] : wrap(visible(result.reason), options.width - 6).map((line) => `      ${line}`)),
    ...remarks(result, options),
    ...(options.isVerbose && result.verdict === "warn" ? showResult(result, report, options) : []),
  ]);
  return [[paint(`${title} (${results.length})`, paints[first.verdict], options), ...lines].join("\n")];
}

function remarks(result: Result, options: RenderOptions): string[] {
  return result.findings.flatMap(({ because, saw }) =>
    wrap(`note: ${visible(because ?? `got ${saw}`)}`, options.width - 6).map((line) => `      ${line}`)
  );
}

/** A failure, complete: all that a mail engineer needs to believe it and to see it again. */
function failure(result: Result, report: Report, options: RenderOptions): string {
  const time = showDuration(result.durationMs);
  const word = result.verdict.toUpperCase();
  const head = `${word.padEnd(5)} ${plainLine(result.id)}`;
  const pad = " ".repeat(Math.max(1, options.width - head.length - time.length));
  return [
    paint(word.padEnd(5), paints[result.verdict], options) +
    ` ${paint(plainLine(result.id), colors.bold, options)}${pad}${time}`,
    ...wrap(sentenceOf(result), options.width - 6).map((line) => `      ${line}`),
    `      ${result.rfc.join(", ")}`,
    ...(result.why === null
      ? []
      : wrap(plainLine(result.why.replace(/\s+/g, " ")), options.width - 6).map((line) => `      ${line}`)),
    ...showResult(result, report, options),
  ].join("\n");
}

function showResult(result: Result, report: Report, options: RenderOptions): string[] {
  const { finding } = result;
  const lines: string[] = [];
  if (finding === null) {
    if (result.reason !== null) {
      lines.push(...wrap(visible(result.reason), options.width - 4).map((line) => `    ${line}`));
    }
  } else {
    if (finding.place.line > 0) lines.push(...frame(finding));
    lines.push(
      ...finding.expected.flatMap((accepted, index) =>
        labelled(index === 0 ? "accepted" : "or", visible(accepted), options)
      ),
    );
    lines.push(...labelled("came", visible(finding.saw), options));
    if (finding.because !== undefined) lines.push(...labelled("because", visible(finding.because), options));
  }
  for (const note of result.notes) lines.push(...labelled("note", visible(note), options));
  lines.push(...showTranscript({ transcript: result.transcript, event: finding?.event }, options));
  const again = breakCommand(plainLine(againCommand(report, result)), options.width - 6);
  lines.push(label("again").trimEnd(), ...again.map((line) => `    ${line}`));
  return lines;
}

function frame({ place, line, width }: Finding): string[] {
  return [
    `  --> ${plainLine(place.file)}:${place.line}:${place.column}`,
    ...drawLine({ text: line, line: place.line, column: place.column, width, label: "" }),
  ];
}

const labelIndent = 13;
const label = (word: string) => `  ${word}:`.padEnd(labelIndent);

function labelled(word: string, text: string, { width }: RenderOptions): string[] {
  return wrap(text, width - labelIndent).map((line, index) =>
    `${index === 0 ? label(word) : " ".repeat(labelIndent)}${line}`
  );
}

/** Breaks a command at spaces, each line but the last with a backslash, so that it can be pasted into a shell. */
function breakCommand(command: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of command.match(/--[a-z-]+ \S+|\S+/g) ?? []) { // a flag and its value stay together
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => index < lines.length - 1 ? `${line} \\` : line);
}

function showTranscript(
  { transcript, event }: { readonly transcript: Result["transcript"]; readonly event: number | undefined },
  { width }: RenderOptions,
): string[] {
  const lines = transcriptLines(transcript);
  const marked = lines.findIndex((line) => line.event === event);
  const from = lines.length <= mostLines ? 0 : Math.max(0, Math.min(marked - mostLines / 2, lines.length - mostLines));
  const shown = lines.slice(from, from + mostLines);
  const text = shown.flatMap((line, index) => {
    const sign = line.event === event ? ">" : " ";
    const tls = line.isInTls ? "~" : " ";
    const isNewEvent = shown[index - 1]?.event !== line.event;
    const time = isNewEvent ? `${(line.at / 1000).toFixed(3)} s` : "";
    const wrapped = wrap(line.text, width - 20, true);
    return wrapped.map((part, at) =>
      at === 0
        ? `  ${sign} ${line.mark}${tls} ${part.padEnd(width - 20)} ${time.padStart(9)}`.trimEnd()
        : `  ${sign}    ${part}`
    );
  });
  return [
    ...(from > 0 ? [`      ${from} lines before these are in the JSON report`] : []),
    ...text,
    ...(from + mostLines < lines.length
      ? [`      ${lines.length - from - mostLines} lines after these are in the JSON report`]
      : []),
  ];
}

/** Counts by area: one row an area, one column a verdict. */
function table({ results, summary }: Report, options: RenderOptions): string {
  const areas = byArea(results);
  const nameWidth = Math.max(5, ...[...areas.keys()].map((area) => area.length));
  const shown = verdicts.filter((verdict) => verdict !== "error" || summary.error > 0);
  const row = (name: string, cells: readonly string[]) => [name.padEnd(nameWidth), ...cells].join("  ").trimEnd();
  const cells = (counts: Record<Verdict, number>) =>
    shown.map((verdict) => {
      const text = String(counts[verdict] === 0 ? "." : counts[verdict]).padStart(verdict.length);
      return counts[verdict] === 0 ? paint(text, colors.dim, options) : paint(text, paints[verdict], options);
    });
  return [
    row("area", shown),
    ...[...areas].map(([area, each]) => row(area, cells(countVerdicts(each)))),
    row("all", cells(countVerdicts(results))),
  ].join("\n");
}

function verdictLine(report: Report, options: RenderOptions): string {
  const { summary, durationMs, complete } = report;
  const text = `${summary.pass} passed, ${summary.warn} warned, ${summary.fail} failed, ` +
    `${summary.inconclusive} inconclusive, ${summary.skip} skipped` +
    `${summary.error > 0 ? `, ${summary.error} errors` : ""} in ${showDuration(durationMs)}`;
  const worst: Verdict = summary.fail + summary.error > 0 ? "fail" : summary.warn > 0 ? "warn" : "pass";
  const cutShort = complete ? "" : "\nThe run was cut short: what is missing was not tested.";
  return paint(text, paints[worst], options) + cutShort;
}

/** Breaks text into lines of at most `width` characters, at spaces where there are some; `isExact` keeps all spaces. */
export function wrap(text: string, width: number, isExact = false): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const at = space > width / 3 ? space : width;
    lines.push(isExact ? rest.slice(0, at) : rest.slice(0, at).trimEnd());
    rest = isExact ? rest.slice(at) : rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
