/** How an RFC says what it requires: with a key word of RFC 2119, or without one. Pure. */
import type { Level } from "./case.ts";

/** A key word; a word such as "must" in lower case; a plain statement of what the server does; or the grammar. */
export type Wording = "keyword" | "lowercase" | "descriptive" | "grammar";
export const wordings: readonly Wording[] = ["keyword", "lowercase", "descriptive", "grammar"];

/** What a claim rests on, as far as it matters here. */
export interface Basis {
  readonly level: Level;
  readonly wording: Wording;
}

const forces: Readonly<Record<Level, number>> = { "must": 2, "must not": 2, "should": 1, "should not": 1, "may": 0 };

/** Says whether a requirement bears a claim of a level: it is at least as strong. */
export function bears(requirement: Pick<Basis, "level">, claim: Level): boolean {
  return forces[requirement.level] >= forces[claim];
}

const sentences: Readonly<Record<Exclude<Wording, "keyword">, string>> = {
  lowercase: "The RFC says so in lower case, without a key word",
  descriptive: "The RFC says so in plain words, without a key word",
  grammar: "The RFC says so in its grammar, without a key word",
};

/**
 * Says what a claim of a level rests on, where none of the requirements that bear it has a key word; undefined where one
 * has, for a claim of MAY, and where nothing is known.
 */
export function describeWording(level: Level, requirements: readonly Basis[]): string | undefined {
  if (level === "may") return undefined;
  const found = requirements.filter((requirement) => bears(requirement, level)).map(({ wording }) => wording);
  const wording = wordings.find((each) => found.includes(each));
  return wording === undefined || wording === "keyword" ? undefined : sentences[wording];
}
