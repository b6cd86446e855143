/** Warnings over case files: one by one for files that a user names, in one line for the shipped cases. */
import { type Problem, sortProblems } from "../base/frame.ts";

/** Counts warnings by what they say, the most frequent first, in one line; undefined where there are none. */
export function summarizeWarnings(warnings: readonly Problem[]): string | undefined {
  const byMessage = Map.groupBy(sortProblems(warnings), ({ message }) => message);
  const counted = [...byMessage].toSorted(([, one], [, other]) => other.length - one.length);
  if (counted.length === 0) return undefined;
  return `warnings in the shipped cases: ${
    counted.map(([message, { length }]) => `${message} (${length})`).join(", ")
  }`;
}
