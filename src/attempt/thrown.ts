/** What was thrown while a case was played, as the way in which an attempt ended. */
import { Unplayable } from "../session/unplayable.ts";
import type { Ending } from "./attempt.ts";

const mostFrames = 12; // our choice: where it was thrown, and from where that was called

/** What is known of something that was thrown: a sentence, and the frames of its stack, a line each. */
export interface Thrown {
  readonly reason: string;
  readonly stack: readonly string[];
}

/** Describes what was thrown. Only `Unplayable` is about the case; all else is our own mistake, and says where. */
export function describeThrown(thrown: unknown): Thrown {
  if (thrown instanceof Unplayable) return { reason: thrown.message, stack: [] };
  const error = thrown instanceof Error ? thrown : new Error(`a ${typeof thrown} was thrown, which is no error`);
  // The message, which may have several lines, stands in the reason.
  const frames = (error.stack ?? "").split("\n").filter((line) => /^ +at /.test(line));
  return {
    reason: `smtpspec failed: ${error.name}: ${error.message}`,
    stack: frames.slice(0, mostFrames).map((line) => line.trim()),
  };
}

/** Gives the ending that something thrown makes of an attempt. */
export function endingOfThrown(thrown: unknown): Ending {
  const { reason, stack } = describeThrown(thrown);
  return thrown instanceof Unplayable && thrown.verdict === "inconclusive"
    ? { kind: "inconclusive", reason, deviation: undefined }
    : { kind: "error", reason, stack };
}
