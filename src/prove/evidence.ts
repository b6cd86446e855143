/** What trials prove: which cases met a fault, which should have, which should not. Pure. */
import type { Level } from "../case/case.ts";
import { caseOf } from "../case/coverage.ts";
import { lintTopicOf } from "../judge/lint_topic.ts";
import { matchesGlob } from "../base/glob.ts";
import type { Fault } from "./fault.ts";
import type { Occurrence, Trial } from "./trial.ts";

/** What a trial of a fault showed. */
export interface Evidence {
  readonly fault: Fault;
  readonly trial: Trial;
  /** Cases that failed, warned or remarked. */
  readonly caught: readonly Occurrence[];
  /** Globs of the fault that met nothing, or nothing as strong as they say. */
  readonly missed: readonly string[];
  /** Cases under `caughtBy` that met it less strongly than their level can, and do not stand under `warnedBy`. */
  readonly weak: readonly Occurrence[];
  /** Cases under `warnedBy` that met it as strongly as their level can. */
  readonly strong: readonly Occurrence[];
  /** Cases that the fault does not name and that accuse the server. */
  readonly unrelated: readonly Occurrence[];
  readonly errors: readonly Occurrence[];
}

/**
 * What the linter sees beside a case: a server that is out of step sends replies that nobody asked for, and one that hangs,
 * closes or says 421 for what a case sends does so for legal input too.
 */
const anywhere: readonly string[] = [
  "replies/lint/unsolicited",
  "replies/lint/missing-reply",
  "replies/lint/closes-without-421",
  "replies/lint/repeated-421",
];

/** What a case does about a fault, the strongest first: it fails, it warns, or it passes with a remark. */
export type Strength = "fail" | "warn" | "remark";
const strengths: readonly Strength[] = ["fail", "warn", "remark"];

/** Says how strongly a case of a level can meet a fault. */
export function strengthOf(level: Level): Strength {
  if (level === "may") return "remark";
  return level === "must" || level === "must not" ? "fail" : "warn";
}

/** Says how strongly a case accused the server; undefined where it did not. */
export function accusationOf({ verdict, hasRemark }: Occurrence): Strength | undefined {
  if (verdict === "fail" || verdict === "warn") return verdict;
  return verdict === "pass" && hasRemark ? "remark" : undefined;
}

/** Says whether a case met a fault as strongly as its level can. */
function isFull(occurrence: Occurrence): boolean {
  const accusation = accusationOf(occurrence);
  return accusation !== undefined && strengths.indexOf(accusation) <= strengths.indexOf(strengthOf(occurrence.level));
}

/** Weighs a trial of a fault. */
export function weigh(fault: Fault, trial: Trial): Evidence {
  const { caughtBy, warnedBy = [], alsoSeenBy = [] } = fault;
  const caught = trial.occurrences.filter(isAccusing);
  // The variants of a case put one demand, so that all of them may meet what one of them names.
  const globs = [...caughtBy, ...warnedBy, ...alsoSeenBy, ...anywhere].map(caseOf);
  const fits = (wanted: readonly string[]) => ({ id }: Occurrence) => wanted.some((glob) => matchesGlob(glob, id));
  const full = caught.filter(isFull);
  const faint = caught.filter((occurrence) => !isFull(occurrence));
  return {
    fault,
    trial,
    caught,
    missed: [
      ...caughtBy.filter((glob) => !full.some(fits([glob]))),
      ...warnedBy.filter((glob) => !faint.some(fits([glob]))),
    ],
    weak: faint.filter(fits(caughtBy)).filter((occurrence) => !fits(warnedBy)(occurrence)),
    strong: full.filter(fits(warnedBy)),
    unrelated: caught.filter((occurrence) => !fits(globs)(occurrence)),
    errors: trial.occurrences.filter(({ verdict }) => verdict === "error"),
  };
}

/** Says whether a case found fault with the server. */
export function isAccusing(occurrence: Occurrence): boolean {
  return accusationOf(occurrence) !== undefined;
}

/**
 * Says whether evidence proves its fault: all named cases caught it as they should, and nothing else was accused. A sanity
 * check may fail where a rule of the linter catches the fault.
 */
export function isProof({ fault, missed, weak, strong, unrelated, errors, caught, trial }: Evidence): boolean {
  const isMetAtOnce = fault.caughtBy.some((glob) => lintTopicOf(glob) !== undefined);
  return [missed, weak, strong, unrelated, errors].every(({ length }) => length === 0) && caught.length > 0 &&
    (trial.untested === undefined || isMetAtOnce);
}

/** Gives the results of which no fault makes an accusation. */
export function neverCaught(all: readonly Occurrence[], evidence: readonly Evidence[]): Occurrence[] {
  const caught = new Set(evidence.flatMap((each) => each.caught.map(({ id }) => id)));
  return all.filter(({ id }) => !caught.has(id));
}

/** Gives the cases that faults make accuse the server, and none as strongly as the level of the case can. */
export function onlyFaint(evidence: readonly Evidence[]): string[] {
  const [full, faint] = [new Set<string>(), new Set<string>()];
  for (const occurrence of evidence.flatMap(({ caught }) => caught)) {
    (isFull(occurrence) ? full : faint).add(caseOf(occurrence.id));
  }
  return [...faint].filter((id) => !full.has(id));
}
