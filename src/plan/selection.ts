/** What a selection asks of a case or a rule of the linter: its level, its RFC, its requirement, its impact, its age. Pure. */
import { compareVersions } from "../base/version.ts";
import type { Case, Impact, Level } from "../case/case.ts";

/** The force of a requirement, whatever it asks for: "must" stands for "must not" too. */
export const forces = ["must", "should", "may"] as const;
export type Force = typeof forces[number];

/** What selects results by their ids. */
export interface Patterns {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly areas: readonly string[];
  /** The results that are wanted, by their ids; absent for any. */
  readonly results?: ResultIds;
}

/** What a selection is; each part narrows it, and a list of nothing narrows nothing. */
export interface Selection extends Patterns {
  readonly levels: readonly Force[];
  /** As places are written: "RFC 5321", "RFC 5321 §4.1.1.4". */
  readonly rfcs: readonly string[];
  /** The ids of requirements. */
  readonly requirements: readonly string[];
  readonly impacts: readonly Impact[];
  /** Only what was in this version of the suite; undefined for all. */
  readonly suite: string | undefined;
}

/** The ids of some results, as a report has them, and without their hosts. */
export interface ResultIds {
  readonly whole: ReadonlySet<string>;
  readonly bare: ReadonlySet<string>;
}

/** What has a result, and what is known of it before anything is played. */
export interface Candidate {
  readonly id: string;
  readonly level: Level;
  readonly impact: Impact | undefined;
  readonly rfc: readonly string[];
  readonly requirements: readonly string[];
  /** The version of the suite that had it first; undefined: it is as old as the suite. */
  readonly since: string | undefined;
}

/** The selection that leaves nothing out. */
export const everything: Selection = {
  ...{ only: [], skip: [], areas: [] },
  ...{ levels: [], rfcs: [], requirements: [], impacts: [], suite: undefined },
};

/** A part of a selection that asks for a fact. */
export interface FactPart {
  readonly flag: string;
  /** What was given; empty where the part is not. */
  valuesOf(selection: Selection): readonly string[];
  /** Says whether a candidate has one of these values. */
  fits(candidate: Candidate, value: string): boolean;
  /** The values that a candidate has, to name one that was probably meant; absent where all values are known words. */
  knownIn?(candidate: Candidate): readonly string[];
}

/** The parts that ask for a fact, in the order in which they are applied. */
export const factParts: readonly FactPart[] = [
  {
    flag: "--suite",
    valuesOf: ({ suite }) => suite === undefined ? [] : [suite],
    fits: ({ since }, suite) => since === undefined || compareVersions(since, suite) <= 0,
  },
  { flag: "--level", valuesOf: ({ levels }) => levels, fits: ({ level }, force) => level.split(" ")[0] === force },
  {
    flag: "--rfc",
    valuesOf: ({ rfcs }) => rfcs,
    fits: ({ rfc }, wanted) => rfc.some((place) => isWithin(place, wanted)),
    knownIn: ({ rfc }) => rfc.flatMap((place) => [place, place.split(" §")[0] ?? place]),
  },
  {
    flag: "--requirement",
    valuesOf: ({ requirements }) => requirements,
    fits: ({ requirements }, wanted) => requirements.includes(wanted),
    knownIn: ({ requirements }) => requirements,
  },
  { flag: "--impact", valuesOf: ({ impacts }) => impacts, fits: ({ impact }, wanted) => impact === wanted },
];

/** Says whether a place is another one, or in it: §4.1.1.4 is in §4.1, and in the RFC. */
function isWithin(place: string, outer: string): boolean {
  if (!place.startsWith(outer)) return false;
  return place.length === outer.length || (outer.includes("§") ? "." : " ") === place[outer.length];
}

/** Says whether a candidate has the facts that a selection asks for. */
export function hasFacts(candidate: Omit<Candidate, "id">, selection: Selection): boolean {
  const whole = { id: "", ...candidate };
  return factParts.every((part) => {
    const values = part.valuesOf(selection);
    return values.length === 0 || values.some((value) => part.fits(whole, value));
  });
}

/** Gives what a selection looks at in a case. */
export function candidateOf({ level, impact, rfc, requirements, since }: Case, id: string): Candidate {
  return { id, level, impact, rfc, requirements, since };
}
