/** The result of `prove` as text. Pure. */
import { plainLine } from "../base/show.ts";
import type { Choice } from "./fault.ts";
import { caseOf } from "../case/coverage.ts";
import { type Evidence, isProof } from "./evidence.ts";
import type { Occurrence, Trial } from "./trial.ts";

/** Draws one fault: a mark, its id, how many cases caught it, which, and what is wrong with that. */
export function drawFault(evidence: Evidence): string {
  const { fault, caught, missed, weak, strong, unrelated, errors, trial } = evidence;
  const count = (verdict: string) => caught.filter((occurrence) => occurrence.verdict === verdict).length;
  const inconclusive = trial.occurrences.filter(({ verdict }) => verdict === "inconclusive").length;
  const sum = [
    `${count("fail")} fail`,
    ...(count("warn") > 0 ? [`${count("warn")} warn`] : []),
    ...(count("pass") > 0 ? [`${count("pass")} remark`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
  ].join(", ");
  const head = `${isProof(evidence) ? "ok " : "NOT"} ${fault.id.padEnd(34)} ${sum}: ${shorten(caught)}`;
  return [
    head,
    ...(isProof(evidence) ? [] : [`      the server ${fault.description}`]),
    ...(trial.untested === undefined ? [] : [`      not tested: ${plainLine(trial.untested)}`]),
    ...missed.map((glob) =>
      `      not caught by ${glob}${fault.warnedBy?.includes(glob) ? ", which was to warn" : ""}`
    ),
    ...weak.map(({ id, level, verdict, reason }) =>
      `      weak: ${verdict} ${id}, whose level is ${level}: ${plainLine(reason)}`
    ),
    ...strong.map(({ id, verdict }) => `      strong: ${verdict} ${id}, which was to warn`),
    ...unrelated.slice(0, 12).map(({ id, verdict, reason }) =>
      `      unrelated: ${verdict} ${id}: ${plainLine(reason)}`
    ),
    ...(unrelated.length > 12 ? [`      and ${unrelated.length - 12} more`] : []),
    ...errors.map(({ id, reason }) => `      error: ${id}: ${plainLine(reason)}`),
  ].join("\n");
}

/** Draws a run that is to be without accusations. */
export function drawRight(name: string, trial: Trial, wrong: readonly Occurrence[]): string {
  const passed = trial.occurrences.filter(({ verdict }) => verdict === "pass").length;
  const skipped = trial.occurrences.filter(({ verdict }) => verdict === "skip").length;
  const mark = wrong.length === 0 && trial.untested === undefined ? "ok " : "NOT";
  return [
    `${mark} ${name.padEnd(34)} ${passed} pass, ${skipped} skip, ${(trial.milliseconds / 1000).toFixed(1)} s`,
    ...(trial.untested === undefined ? [] : [`      not tested: ${plainLine(trial.untested)}`]),
    ...wrong.map(({ id, verdict, reason }) => `      ${verdict} ${id}: ${plainLine(reason)}`),
  ].join("\n");
}

/** Names a choice in a line. */
export function nameOf(choice: Choice | undefined): string {
  return choice === undefined ? "the right server" : choice.id;
}

/** Lists cases by file, each with the variants that are meant. */
export function shorten(occurrences: readonly Pick<Occurrence, "id">[]): string {
  const files = new Map<string, Set<string>>();
  for (const { id } of occurrences) {
    const whole = caseOf(id);
    const file = whole.slice(0, whole.lastIndexOf("/"));
    files.set(file, (files.get(file) ?? new Set()).add(whole.slice(file.length + 1)));
  }
  return [...files].map(([file, cases]) =>
    cases.size === 1 ? `${file}/${[...cases][0]}` : `${file}/{${[...cases].join(",")}}`
  ).join(" ");
}
