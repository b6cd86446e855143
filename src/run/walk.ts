/** A way that the runner goes in a session of its own, and where it ended too early. */
import type { Answer } from "../session/reach_state.ts";
import type { Stage } from "../session/stage.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Exchange } from "../wire/transcript.ts";
import type { Reached } from "./reach.ts";

/** Where a way ended too early. */
export interface Failure {
  /** The stage that was not passed. */
  readonly at: Stage;
  /** What was received there; undefined for no connection, a handshake, and what was never sent. */
  readonly received: Observation | undefined;
  readonly answer: Answer;
  /** The event of the transcript that shows it. */
  readonly event: number;
}

/** How a way went. */
export interface Walk {
  readonly endpoint: Endpoint;
  /** Undefined where it was gone to its end. */
  readonly failure: Failure | undefined;
  readonly transcript: readonly Exchange[];
}

/** Gives the failure of a session that did not reach its state. */
export function failureOf({ reason, failure, event }: Extract<Reached, { kind: "failed" }>): Failure {
  const { at = "connection", received, answer = { sentence: reason, seen: reason } } = failure ?? {};
  return { at, received, answer, event };
}

/** Says whether a way was refused with a 4yz. */
export function isTemporary({ failure }: Pick<Walk, "failure">): boolean {
  const received = failure?.received;
  return received?.kind === "reply" && received.code >= 400 && received.code < 500;
}

/** Places events of another session in the time of the first. */
export function later(events: readonly Exchange[], by: Milliseconds): Exchange[] {
  return events.map((event) => ({ ...event, at: event.at + by }));
}
