/**
 * Masking of what a server has said back: secrets reach no deviation and no reason. What is long is cut only then, so
 * that no cut can go through a secret.
 */
import { clip } from "../base/show.ts";
import type { Deviation } from "../judge/deviation.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { Ending } from "./attempt.ts";

/** Masks a text, and cuts it. */
export function maskText(text: string, transcript: Transcript): string {
  return transcript.shorten(text);
}

const mostExpected = 2_000; // our choice, in characters: a pattern of a case is shown whole, a kept reply is not

/** Masks a deviation, and points it at the event of the finished transcript. */
export function maskDeviation(deviation: Deviation, transcript: Transcript): Deviation {
  const { expected, received, because } = deviation;
  return {
    ...deviation,
    expected: expected.map((text) => clip(transcript.mask(text), mostExpected)),
    event: transcript.placeOf(deviation.event),
    received: maskText(received, transcript),
    because: because === undefined ? undefined : maskText(because, transcript),
  };
}

/** Masks how an attempt ended. */
export function maskEnding(ending: Ending, transcript: Transcript): Ending {
  switch (ending.kind) {
    case "passed":
      return ending;
    case "wrong":
      return { ...ending, deviation: maskDeviation(ending.deviation, transcript) };
    case "inconclusive":
    case "again": {
      const deviation = ending.deviation === undefined ? undefined : maskDeviation(ending.deviation, transcript);
      const masked = { ...ending, reason: maskText(ending.reason, transcript), deviation };
      if (masked.kind === "inconclusive" || masked.timeOut === undefined) return masked;
      const { timeOut } = masked;
      return { ...masked, timeOut: { ...timeOut, asSecond: maskEnding(timeOut.asSecond, transcript) } };
    }
    case "error":
      return {
        ...ending,
        reason: maskText(ending.reason, transcript),
        stack: ending.stack.map((line) => maskText(line, transcript)),
      };
  }
}
