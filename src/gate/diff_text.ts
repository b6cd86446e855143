/** A comparison of two reports as text. */
import { plainLine, visible } from "../base/show.ts";
import type { Result } from "../report/report.ts";
import { indented, wrap } from "../base/wrap.ts";
import { type Change, countFailing, type Diff } from "./diff.ts";
import { bareVerdict } from "./saw.ts";

const mostNamed = 20; // our choice: new, gone and alike results need not all be named

/** Renders a comparison in lines of `width`: first the cautions, then what became worse; the counts are last. */
export function renderDiff(diff: Diff, width: number): string {
  const sections = [
    diff.cautions.flatMap((caution) => indentedRest(`note: ${plainLine(caution)}`, width)),
    list("Worse", diff.worse, { width, most: Infinity }),
    list("No longer judged", diff.unjudged, { width, most: Infinity }),
    list("Fails or warns in another way", diff.changed, { width, most: Infinity }),
    list("Better", diff.better, { width, most: Infinity }),
    list("Judged for the first time", diff.judged, { width, most: mostNamed }),
    list("New", diff.added, { width, most: mostNamed }),
    list("Gone", diff.gone, { width, most: mostNamed }),
    wrap(formatCounts(diff), width),
  ];
  return sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n") + "\n";
}

function formatCounts(diff: Diff): string {
  return `${diff.worse.length} worse, ${diff.better.length} better, ${diff.changed.length} in another way, ` +
    `${diff.unjudged.length} no longer judged, ${diff.judged.length} judged for the first time${
      failing(diff.judged)
    }, ` +
    `${diff.added.length} new${failing(diff.added)}, ${diff.gone.length} gone, ${diff.same} alike`;
}

/** Says how many of these fail, where some do. */
function failing(changes: readonly Change[]): string {
  const count = countFailing(changes);
  return count === 0 ? "" : ` (${count === 1 ? "1 fails" : `${count} fail`})`;
}

function list(
  title: string,
  changes: readonly Change[],
  { width, most }: { readonly width: number; readonly most: number },
): string[] {
  if (changes.length === 0) return [];
  const rest = changes.length > most ? [`  and ${changes.length - most} more`] : [];
  return [
    `${title} (${changes.length})`,
    ...changes.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, most).flatMap((change) => [
      ...indented(plainLine(change.id), 2, width),
      ...indentedRest(`      ${[change.old, change.new].flatMap(describeSide).join(" → ")}`, width),
    ]),
    ...rest,
  ];
}

/** Failures are first, then warnings. */
function weightOf({ old, new: latest }: Change): number {
  const result = latest ?? old;
  return result === undefined ? 0 : ["warn", "fail"].indexOf(bareVerdict(result)) + 1;
}

/** Breaks a line; what does not fit goes below, six columns in. */
function indentedRest(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0].length ?? 0;
  const [first = "", ...rest] = wrap(text.trimStart(), width - 6);
  return [" ".repeat(indent) + first, ...rest.map((line) => `      ${line}`)];
}

function describeSide(result: Result | undefined): string[] {
  if (result === undefined) return [];
  const verdict = bareVerdict(result);
  const received = verdict === "pass" ? undefined : result.deviation?.received ?? result.reason ?? undefined;
  const word = result.verdict === "xfail" ? result.verdict : verdict;
  return [`${word}${received === undefined ? "" : ` (${visible(received)})`}`];
}
