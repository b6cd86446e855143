/**
 * Masking of what a server has said back: secrets reach no finding and no reason. What is long is cut only then, so
 * that no cut can go through a secret.
 */
import { clip } from "../base/show.ts";
import type { Finding } from "../judge/finding.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { Ending } from "./attempt.ts";

const mostCharacters = 400; // our choice: the transcript has more

/** Masks a text, and cuts it. */
export function maskText(text: string, transcript: Transcript): string {
  return clip(transcript.mask(text), mostCharacters);
}

/** Masks a finding. */
export function maskFinding(finding: Finding, transcript: Transcript): Finding {
  const { saw, because } = finding;
  return {
    ...finding,
    saw: maskText(saw, transcript),
    because: because === undefined ? undefined : maskText(because, transcript),
  };
}

/** Masks how an attempt ended. */
export function maskEnding(ending: Ending, transcript: Transcript): Ending {
  switch (ending.kind) {
    case "passed":
      return ending;
    case "wrong":
      return { ...ending, finding: maskFinding(ending.finding, transcript) };
    case "unclear":
    case "again": {
      const finding = ending.finding === undefined ? undefined : maskFinding(ending.finding, transcript);
      return { ...ending, reason: maskText(ending.reason, transcript), finding };
    }
    case "error":
      return {
        ...ending,
        reason: maskText(ending.reason, transcript),
        stack: ending.stack.map((line) => maskText(line, transcript)),
      };
  }
}
