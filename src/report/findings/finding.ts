/** A finding: what a person acts on. All results that have one cause, of one case or several, with what ends them. */
import type { Impact, Level } from "../../case/case.ts";
import type { Remedy } from "../../software/remedy.ts";

/** One cause. Plain data: the report's JSON holds it, made of the results each time that it is written. */
export interface Finding {
  /** The case that shows it, or the rule of the linter. */
  readonly id: string;
  readonly verdict: FindingVerdict;
  /** What follows from it; absent where no case of it says so. */
  readonly impact?: Impact;
  readonly level: Level;
  readonly demand: string;
  readonly rfc: readonly string[];
  /** What was expected and what was received, as in the deviation of the result that shows it; none where it has none. */
  readonly expected: readonly string[];
  readonly received: string | null;
  /** Why that is wrong, or why the verdict is not a plain pass; null where what was received says it all. */
  readonly because: string | null;
  /** What is known to end it, or to decide about it. */
  readonly remedies: readonly FindingRemedy[];
  /** All cases that have it, that of `id` first. */
  readonly cases: readonly FindingCase[];
  /** The id of the result whose transcript shows it. */
  readonly shownBy: string;
  /** The command that plays that result again. */
  readonly again: string;
}

/** The verdicts that make a finding, the worst first. */
export const findingVerdicts = ["fail", "error", "warn"] as const;
export type FindingVerdict = typeof findingVerdicts[number];

/** A case of a finding, and which of its results have it. */
export interface FindingCase {
  readonly id: string;
  readonly level: Level;
  readonly demand: string;
  readonly rfc: readonly string[];
  /** Ids of results: variants, roles and hosts of the case. */
  readonly results: readonly string[];
}

/** A remedy of a software for results of a finding. */
export interface FindingRemedy extends Pick<Remedy, "settings" | "remark" | "source"> {
  /** The name of the software. */
  readonly software: string;
  /** The ids of the results that it is about. */
  readonly results: readonly string[];
}

/** Gives the ids of all results of a finding. */
export function resultsOf({ cases }: Finding): string[] {
  return cases.flatMap(({ results }) => results);
}

/** Names a finding: by its only result, or by the case that shows it. */
export function nameFinding(finding: Finding): string {
  const [only, ...others] = resultsOf(finding);
  return only !== undefined && others.length === 0 ? only : finding.id;
}

/** Names the results of a case: its id, then its variants, roles and hosts. */
export function nameResults({ id, results }: Pick<FindingCase, "id" | "results">): string {
  const names = results.map((each) => each.slice(id.length).replace(/^\[(.*)\]/, "$1").replace(/^:/, ""));
  const told = names.filter((name) => name !== "");
  return told.length === 0 ? id : `${id} (${told.join(", ")})`;
}
