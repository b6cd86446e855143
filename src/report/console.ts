/** The console report: failures last and complete, then the counts by area. */
import * as colors from "@std/fmt/colors";
import { clip, disarm, plainLine, visible } from "../base/show.ts";
import { showDuration } from "../base/time.ts";
import { indented, wrap } from "../base/wrap.ts";
import { reasonOf } from "../judge/deviation.ts";
import type { Verdict } from "../judge/verdict.ts";
import { factLines } from "./facts.ts";
import { describeDeviation, showFailure, showResult, showTranscript } from "./failure.ts";
import { paint, paints } from "./paint.ts";
import type { RenderOptions } from "./render_options.ts";
import {
  byArea,
  countVerdicts,
  type Report,
  type ReportEndpoint,
  type ReportSanityCheck,
  type Result,
  sentenceOf,
  sharedReason,
  shownVerdicts,
} from "./report.ts";
import { byHost } from "./by_host.ts";

const mostNamed = 5; // our choice: of results that share a reason, so many are named without --verbose
const mostFacts = 12; // our choice
const widestName = 24; // our choice: a longer name of an area is cut

/** Renders a report for a terminal of `width` columns. */
export function renderConsole(report: Report, options: RenderOptions): string {
  const { results } = report;
  const of = (verdict: Verdict) => results.filter((result) => result.verdict === verdict);
  const sections = [
    header(report, options),
    ...sanityChecks(report, options),
    ...group("Skipped", of("skip"), options),
    ...group("Inconclusive", of("inconclusive"), options),
    ...group("Known failures, xfail", of("xfail"), options),
    ...triedAgain(report, options),
    ...list("Warnings", of("warn"), report, options),
    ...(options.isVerbose ? list("Passed", of("pass"), report, options) : []),
    ...[...of("error"), ...of("fail")].map((result) => showFailure(result, report, options)),
    ...baseline(report, options),
    ...facts(report, options),
    ...tables(report, options),
    ...coverage(report, options),
    verdictLine(report, options),
  ];
  return sections.join("\n\n").split("\n").map(disarm).join("\n") + "\n";
}

/** What was tested: the target, and what each endpoint agreed on and offered. */
function header({ target, suite }: Report, options: RenderOptions): string {
  const [first = "", ...rest] = wrap(`smtpspec ${plainLine(suite.version)}: ${visible(target.name)}`, options.width);
  return [
    first,
    ...rest.map((line) => `  ${line}`),
    ...target.endpoints.flatMap((endpoint) => describeEndpoint(endpoint, options)),
  ].join("\n");
}

function describeEndpoint({ address, tls, offer }: ReportEndpoint, { width }: RenderOptions): string[] {
  const { keywords = [] } = offer["tls"] ?? offer["plain"] ?? {};
  const [first = "", ...rest] = wrap(
    `${plainLine(address)} (${describeTls(tls, offer)})`,
    width - 4,
  );
  return [
    `  ${first}`,
    ...rest.map((line) => `    ${line}`),
    ...(keywords.length === 0 ? [] : indented(`offers ${keywords.map(visible).join(", ")}`, 4, width)),
  ];
}

function describeTls(tls: ReportEndpoint["tls"], offer: ReportEndpoint["offer"]): string {
  if (tls !== null) return visible(tls.protocol);
  return Object.keys(offer).length === 0 ? "not probed" : "no TLS";
}

function sanityChecks(report: Report, options: RenderOptions): string[] {
  return report.sanityChecks.flatMap(({ endpoint, when, passed, reason, obstacles = [], transcript }) => {
    if (passed && obstacles.length === 0) return [];
    const what = `The ${when} sanity check ${passed ? "met an obstacle" : "failed"} at the endpoint`;
    const lines = [reason, ...obstacles].flatMap((line) => line === null ? [] : [visible(line)]);
    return [[
      paint(`${what} ${plainLine(endpoint)}`, passed ? colors.yellow : colors.red, options),
      ...lines.flatMap((line) => indented(line, 2, options.width)),
      ...(passed ? [] : showTranscript({ transcript, event: decisiveEvent(transcript) }, options)),
    ].join("\n")];
  });
}

/** Gives the event on which a sanity check rests: the last one before the QUIT, which it sends whatever came. */
function decisiveEvent(transcript: ReportSanityCheck["transcript"]): number {
  const quit = transcript.findLastIndex((event) => event.kind === "sent" && /^QUIT/.test(event.text));
  return (quit > 0 ? quit : transcript.length) - 1;
}

/** Results that needed more than one attempt, whatever the verdict: an unstable server is worth a look. */
function triedAgain({ results }: Report, options: RenderOptions): string[] {
  const again = results.filter(({ attempts, verdict }) => attempts > 1 && verdict !== "fail" && verdict !== "error");
  if (again.length === 0) return [];
  const most = options.isVerbose ? Infinity : mostNamed;
  const lines = again.slice(0, most).flatMap(({ id, verdict, notes }) => [
    ...indented(plainLine(`${id}: ${verdict}`), 2, options.width),
    ...notes.flatMap((note) => indented(visible(note), 6, options.width)),
  ]);
  const rest = again.length > most ? [`  and ${again.length - most} more`] : [];
  return [[`Tried again (${again.length})`, ...lines, ...rest].join("\n")];
}

/** The stale entries of the baseline. */
function baseline({ baseline: applied }: Report, options: RenderOptions): string[] {
  if (applied === undefined || applied.staleEntries.length === 0) return [];
  const lines = applied.staleEntries.flatMap(({ id, description, source }) => [
    ...indented(plainLine(id), 2, options.width),
    ...indented(plainLine(`${source.file}:${source.line}: ${description}`), 6, options.width),
  ]);
  const title = `Stale entries of the baseline (${applied.staleEntries.length})`;
  return [[paint(title, colors.red, options), ...lines].join("\n")];
}

/** Results that share a reason are one line with their number; with --verbose each is named. */
function group(title: string, results: readonly Result[], options: RenderOptions): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const reasons = new Map<string, Result[]>();
  for (const result of results) {
    const reason = visible(sharedReason(result));
    reasons.set(reason, [...reasons.get(reason) ?? [], result]);
  }
  const most = options.isVerbose ? Infinity : first.verdict === "inconclusive" ? mostNamed : 0;
  const lines = [...reasons].flatMap(([reason, each]) => {
    const [head = "", ...rest] = wrap(`${each.length} × ${reason}`, options.width - 4);
    return [
      `  ${head}`,
      ...rest.map((line) => `    ${line}`),
      ...each.slice(0, most).flatMap(({ id }) => indented(plainLine(id), 6, options.width)),
      ...(most > 0 && each.length > most ? [`      and ${each.length - most} more`] : []),
    ];
  });
  return [[paint(`${title} (${results.length})`, paints[first.verdict], options), ...lines].join("\n")];
}

/** Warnings: the sentence, the section, what was expected and received; with --verbose the transcript too. */
function list(title: string, results: readonly Result[], report: Report, options: RenderOptions): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const lines = results.flatMap((result) => [
    ...indented(plainLine(result.id), 2, options.width),
    ...indented(plainLine(`${sentenceOf(result)} (${result.rfc.join(", ")})`), 6, options.width),
    ...(options.isVerbose && result.verdict === "warn" ? showResult(result, report, options) : brief(result, options)),
    ...remarks(result, options),
  ]);
  return [[paint(`${title} (${results.length})`, paints[first.verdict], options), ...lines].join("\n")];
}

function brief({ deviation, reason }: Result, options: RenderOptions): string[] {
  if (deviation !== null) return describeDeviation(deviation, options.width - 6).map((line) => `      ${line}`);
  return reason === null ? [] : indented(visible(reason), 6, options.width);
}

function remarks({ deviations }: Result, options: RenderOptions): string[] {
  return deviations.flatMap((deviation) => indented(`note: ${visible(reasonOf(deviation))}`, 6, options.width));
}

/** What was learnt by the way. */
function facts(report: Report, options: RenderOptions): string[] {
  const all = factLines(report);
  if (all.length === 0) return [];
  const shown = options.isVerbose ? all : all.slice(0, mostFacts);
  const lines = shown.flatMap(({ endpoints, about, value }) => {
    const where = endpoints === undefined ? "" : ` (${plainLine(endpoints)})`;
    const [head = "", ...rest] = wrap(`${plainLine(about)}${where}: ${visible(value)}`, options.width - 4);
    return [`  ${head}`, ...rest.map((line) => `    ${line}`)];
  });
  const left = all.length - shown.length;
  return [[`Facts (${all.length})`, ...lines, ...(left === 0 ? [] : [`  and ${left} more`])].join("\n")];
}

/** Counts by area and, of several hosts, by host: one row an area or a host, one column a verdict. */
function tables(report: Report, options: RenderOptions): string[] {
  const hosts = byHost(report.results);
  return [
    table("area", byArea(report.results), { report, options }),
    ...(hosts.size === 0 ? [] : [table("host", hosts, { report, options })]),
  ];
}

function table(
  head: string,
  groups: ReadonlyMap<string, readonly Result[]>,
  { report: { results, summary }, options }: { readonly report: Report; readonly options: RenderOptions },
): string {
  const rows = [...groups].map(([name, each]) => [clip(plainLine(name), widestName), each] as const);
  const nameWidth = Math.max(5, ...rows.map(([name]) => name.length));
  const shown = shownVerdicts(summary);
  const row = (name: string, cells: readonly string[]) => [name.padEnd(nameWidth), ...cells].join("  ").trimEnd();
  const cells = (counts: Record<Verdict, number>) =>
    shown.map((verdict) => {
      const text = String(counts[verdict] === 0 ? "." : counts[verdict]).padStart(verdict.length);
      return counts[verdict] === 0 ? paint(text, colors.dim, options) : paint(text, paints[verdict], options);
    });
  return [
    row(head, shown),
    ...rows.map(([name, each]) => row(name, cells(countVerdicts(each)))),
    row("all", cells(countVerdicts(results))),
  ].join("\n");
}

/** How much of the catalogue the run tested; a run of some cases shows nothing of that. */
function coverage({ requirements, results, options }: Report, { width }: RenderOptions): string[] {
  const all = Object.values(requirements);
  if (all.length === 0 || options.only.length + options.areas.length > 0) return [];
  const played = new Set(results.filter(({ verdict }) => isTested(verdict)).map(({ id }) => id));
  const tested = all.filter((each) => each.results.some((id) => played.has(id))).length;
  return [
    wrap(
      `Requirements tested: ${tested} of ${all.length}; smtpspec list --requirements shows which case tests what, ` +
        "and why some have none",
      width,
    ).join("\n"),
  ];
}

const isTested = (verdict: Verdict) => verdict !== "skip" && verdict !== "inconclusive" && verdict !== "error";

function verdictLine(report: Report, options: RenderOptions): string {
  const { summary, durationMs, complete } = report;
  const text = `${summary.pass} passed, ${summary.warn} warned, ${summary.fail} failed, ` +
    `${summary.inconclusive} inconclusive, ${summary.skip} skipped` +
    `${summary.xfail > 0 ? `, ${summary.xfail} xfail` : ""}` +
    `${summary.xpass > 0 ? `, ${summary.xpass} xpass` : ""}` +
    `${summary.error > 0 ? `, ${summary.error} errors` : ""} in ${showDuration(durationMs)}`;
  const worst: Verdict = summary.fail + summary.error + summary.xpass > 0 ? "fail" : summary.warn > 0 ? "warn" : "pass";
  const cutShort = complete ? "" : "\nThe run was cut short: what is missing was not tested.";
  return wrap(text, options.width).map((line) => paint(line, paints[worst], options)).join("\n") + cutShort;
}
