/** What a failure looks like, the same from run to run: what a baseline keeps under `saw`, and a comparison compares. */
import { lintTopicOf } from "../judge/lint_topic.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Result } from "../report/report.ts";
import { oldSawOf } from "./old_saw.ts";

/** Says whether a result is one of the linter, which sums up what was seen in all sessions. */
export function isLintId(id: string): boolean {
  return lintTopicOf(id) !== undefined;
}

type Shown = Pick<Result, "id" | "deviation" | "reason">;

/**
 * Gives the key of what was received; of a report of version 1, which has none, its old words. Undefined for a verdict
 * that is based on nothing, and for a rule of the linter: which reply breaks it first is chance.
 */
export function sawOf(result: Shown): string | undefined {
  if (isLintId(result.id)) return undefined;
  return result.deviation?.key ?? oldSawOf(result);
}

/** Says whether two results failed in the same way; where one of them has no key, their old words decide. */
export function isSameFailure(one: Shown, other: Shown): boolean {
  const haveKeys = [one, other].every(({ deviation }) => typeof deviation?.key === "string");
  return haveKeys || isLintId(one.id) ? sawOf(one) === sawOf(other) : oldSawOf(one) === oldSawOf(other);
}

/** How the `saw` of an entry fits a result: it fits the key, or only the old words, or neither. */
export type Fit = "key" | "words" | "none";

/** Weighs the `saw` of an entry against a result; null fits anything. */
export function fitOf(saw: string | null, result: Shown): Fit {
  if (saw === null || beginsWith(sawOf(result), saw)) return "key";
  return !isLintId(result.id) && beginsWith(oldSawOf(result), saw) ? "words" : "none";
}

/** Says whether a text begins with whole words: "250 2.1.0" with "250", and "2501" not. */
function beginsWith(text: string | undefined, words: string): boolean {
  return text !== undefined && text.startsWith(words) && /^(?:[ ,]|$)/.test(text.slice(words.length));
}

/** Gives the verdict as it was before a baseline was applied to it. */
export function bareVerdict({ verdict, known }: Pick<Result, "verdict" | "known">): Verdict {
  return verdict === "xfail" ? known?.verdict ?? "fail" : verdict === "xpass" ? "pass" : verdict;
}
