/** Masking of what a server has said back: secrets reach no finding and no reason. */
import type { Finding } from "../judge/finding.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { Ending } from "./attempt.ts";

/** Masks a finding. */
export function maskFinding(finding: Finding, transcript: Transcript): Finding {
  const { saw, because } = finding;
  return {
    ...finding,
    saw: transcript.mask(saw),
    because: because === undefined ? undefined : transcript.mask(because),
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
      return { ...ending, reason: transcript.mask(ending.reason), finding };
    }
    case "error":
      return { ...ending, reason: transcript.mask(ending.reason) };
  }
}
