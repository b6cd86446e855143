/** What an attempt saw that may be held against the server whatever the case is about: told apart from how it ended. */
import { visible } from "../base/show.ts";
import type { Outcome } from "../case/case.ts";
import type { Pattern } from "../case/expected.ts";
import { describeObservation } from "../judge/describe.ts";
import { keyOfObservation } from "../judge/key.ts";
import { type Facts, matches } from "../judge/matches.ts";
import type { Session } from "../session/session.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { Suspect } from "./attempt.ts";
import type { AttemptState } from "./attempt_state.ts";

/** Keeps the first suspicion of an attempt. Where several connections are open, a server may want fewer of them. */
export function suspect(state: AttemptState, session: Session, received: Observation): void {
  const { suspicion } = session;
  if (suspicion === undefined || state.suspect !== undefined || state.sessions.size > 1) return;
  state.suspect = {
    rule: suspicion.rule,
    input: suspicion.input.replaceAll(state.token, "$token"),
    received: describeObservation(received, session.show),
    key: keyOfObservation(received),
    event: state.transcript.latest,
  };
}

/** Masks a suspicion, and points it at the event of the finished transcript. */
export function maskSuspect(found: Suspect, transcript: Transcript): Suspect {
  const mask = (text: string) => transcript.shorten(visible(text));
  return {
    ...found,
    input: mask(found.input),
    received: mask(found.received),
    event: transcript.placeOf(found.event),
  };
}

/** Says whether outcomes allow for an observation by name, and not only as any. */
export function isForeseen(outcomes: readonly Outcome<Pattern>[], received: Observation, facts: Facts): boolean {
  return outcomes.some(({ then, pattern }) => then !== "fail" && names(pattern, received, facts));
}

function names(pattern: Pattern, received: Observation, facts: Facts): boolean {
  switch (pattern.kind) {
    case "any":
      return false;
    case "one-of":
      return pattern.patterns.some((inner) => names(inner, received, facts));
    default:
      return matches(pattern, received, facts);
  }
}
