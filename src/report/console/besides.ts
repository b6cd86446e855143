/** What was not judged, and what is to be known besides: sections of the console report before the findings. */
import * as colors from "@std/fmt/colors";
import { plainLine, visible } from "../../base/show.ts";
import { showDuration } from "../../base/time.ts";
import { indented, wrap } from "../../base/wrap.ts";
import type { Verdict } from "../../judge/verdict.ts";
import { factLines } from "../facts.ts";
import { type Opening, openingsOf } from "../openings.ts";
import { paint, paints } from "../paint.ts";
import type { RenderOptions } from "../render_options.ts";
import { type Report, type Result, sharedReason } from "../report.ts";

const mostNamed = 3; // our choices: what --verbose shows whole
const mostFacts = 12;
const mostOpenings = 8;
const mostSlow = 10;

/** What keeps cases from being played: what can be added, what opens most first, and what the server does not offer. */
export function showSkipped({ results }: Report, options: RenderOptions): string[] {
  const skipped = results.filter(({ verdict }) => verdict === "skip");
  if (skipped.length === 0) return [];
  if (options.isVerbose) return group("Skipped", skipped, options);
  const { additions, missing, offered, others } = openingsOf(skipped);
  const rows = (all: readonly Opening[]) => {
    const shown = all.slice(0, mostOpenings).flatMap(({ words, count }) =>
      hanging(`${count} × ${visible(words)}`, options)
    );
    return all.length > mostOpenings ? [...shown, `  and ${all.length - mostOpenings} more`] : shown;
  };
  const keywords = (words: string, all: readonly Opening[]) =>
    all.length === 0
      ? []
      : hanging(`${words}: ${all.map((each) => `${visible(each.words)} ${each.count}`).join(", ")}`, options);
  return [[
    paint(`Skipped (${skipped.length})${additions.length === 0 ? "" : "; to test more, add"}`, paints.skip, options),
    ...rows(additions),
    ...keywords("not offered by the server", missing),
    ...keywords("offered, where a case is about servers without", offered),
    ...rows(others),
  ].join("\n")];
}

/** Lists what is inconclusive, and the known failures, by reason. */
export function showUnjudged({ results }: Report, options: RenderOptions): string[] {
  const of = (verdict: Verdict) => results.filter((result) => result.verdict === verdict);
  return [
    ...group("Inconclusive", of("inconclusive"), options),
    ...group("Known failures, xfail", of("xfail"), options),
  ];
}

/** Breaks a text, all lines but the first further in. */
function hanging(text: string, { width }: RenderOptions): string[] {
  const [head = "", ...rest] = wrap(text, width - 4);
  return [`  ${head}`, ...rest.map((line) => `    ${line}`)];
}

/** Results that share a reason are one line with their number; with --verbose each is named. */
function group(title: string, results: readonly Result[], options: RenderOptions): string[] {
  const [first] = results;
  if (first === undefined) return [];
  const most = options.isVerbose ? Infinity : first.verdict === "inconclusive" ? mostNamed : 0;
  // What a server sends may hold an id of its own each time: its key and why it is wrong are what is the same.
  const same = Map.groupBy(results, (result) => {
    const { deviation } = result;
    return deviation?.because === undefined ? sharedReason(result) : JSON.stringify([deviation.key, deviation.because]);
  });
  const lines = [...same.values()].flatMap((each) => [
    ...hanging(`${each.length} × ${visible(each.map(sharedReason)[0] ?? "")}`, options),
    ...each.slice(0, most).flatMap(({ id }) => indented(plainLine(id), 6, options.width)),
    ...(most > 0 && each.length > most ? [`      and ${each.length - most} more`] : []),
  ]);
  return [[paint(`${title} (${results.length})`, paints[first.verdict], options), ...lines].join("\n")];
}

/** Results that needed more than one attempt, whatever the verdict: an unstable server is worth a look. */
export function showTriedAgain({ results }: Report, options: RenderOptions): string[] {
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
export function showStaleEntries({ baseline: applied }: Report, options: RenderOptions): string[] {
  if (applied === undefined || applied.staleEntries.length === 0) return [];
  const lines = applied.staleEntries.flatMap(({ id, description, source }) => [
    ...indented(plainLine(id), 2, options.width),
    ...indented(plainLine(`${source.file}:${source.line}: ${description}`), 6, options.width),
  ]);
  const title = `Stale entries of the baseline (${applied.staleEntries.length})`;
  return [[paint(title, colors.red, options), ...lines].join("\n")];
}

/** What was learnt by the way. */
export function showFacts(report: Report, options: RenderOptions): string[] {
  const all = factLines(report);
  if (all.length === 0) return [];
  const shown = options.isVerbose ? all : all.slice(0, mostFacts);
  const lines = shown.flatMap(({ endpoints, about, value }) => {
    const where = endpoints === undefined ? "" : ` (${plainLine(endpoints)})`;
    return hanging(`${plainLine(about)}${where}: ${visible(value)}`, options);
  });
  const left = all.length - shown.length;
  return [[`Facts (${all.length})`, ...lines, ...(left === 0 ? [] : [`  and ${left} more`])].join("\n")];
}

/** The results that took longest, with --verbose. */
export function showSlowest({ results }: Report, { isVerbose, width }: RenderOptions): string[] {
  const slow = results.filter(({ durationMs }) => durationMs > 0)
    .toSorted((one, other) => other.durationMs - one.durationMs).slice(0, mostSlow);
  if (!isVerbose || slow.length < 2) return [];
  return [
    [
      "Slowest",
      ...slow.flatMap(({ id, durationMs }) => indented(plainLine(`${showDuration(durationMs)}  ${id}`), 2, width)),
    ]
      .join("\n"),
  ];
}

/** How much of the catalogue the run tested; a run of some cases shows nothing of that. */
export function showCoverage({ requirements, results, options }: Report, { width }: RenderOptions): string[] {
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
