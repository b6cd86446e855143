/** The sanity check of an endpoint: the plainest transaction there is, without which no case is judged. */
import type { Milliseconds } from "../base/time.ts";
import type { Start } from "../case/case.ts";
import type { Answer } from "../session/reach_state.ts";
import type { Stage } from "../session/stage.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { maskText } from "../attempt/mask.ts";
import { describeThrown } from "../attempt/thrown.ts";
import { type Exchange, Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { leave, reach, reachOnce } from "./reach.ts";

/** Where a sanity check ended too early. */
export interface SanityFailure {
  /** The stage that was not passed. */
  readonly at: Stage;
  /** What was received there; undefined for no connection, a handshake, and what was never sent. */
  readonly received: Observation | undefined;
  readonly answer: Answer;
  /** The event of the transcript that shows it. */
  readonly event: number;
}

/** How the sanity check of one endpoint went. */
export interface SanityCheck {
  readonly endpoint: Endpoint;
  readonly isPassed: boolean;
  /** Where it failed; undefined where it passed, or by a mistake of ours. */
  readonly failure: SanityFailure | undefined;
  /** By what it was refused where it failed, in words to compare it with another; undefined after silence or a close. */
  readonly refusal: string | undefined;
  /** Why it failed, in one line. */
  readonly reason: string | undefined;
  /** The server answered with a 4yz somewhere. */
  readonly metTemporary: boolean;
  /** Deno did not allow the connection: no fault of the server. */
  readonly isDenied: boolean;
  readonly took: Milliseconds;
  readonly transcript: readonly Exchange[];
}

/**
 * Plays the sanity check: EHLO, MAIL, RCPT where a recipient is known, QUIT; with TLS and AUTH as needed. Never
 * rejects: what is thrown on the way is why it failed.
 */
export async function runSanityCheck(env: Env, endpoint: Endpoint): Promise<SanityCheck> {
  const start = env.clock();
  try {
    return await playSanityCheck(env, endpoint);
  } catch (error) {
    const transcript = new Transcript(env.clock, env.secrets);
    const { reason, stack } = describeThrown(error);
    for (const frame of stack) transcript.note("smtpspec", frame);
    return {
      endpoint,
      isPassed: false,
      failure: undefined,
      refusal: undefined,
      reason: maskText(reason, transcript),
      metTemporary: false,
      isDenied: false,
      took: env.clock() - start,
      transcript: transcript.finish(),
    };
  }
}

/** Plays the sanity check in one try, of which nothing is repeated. May reject, by a mistake of ours. */
export function lookAgain(env: Env, endpoint: Endpoint): Promise<SanityCheck> {
  return playSanityCheck(env, endpoint, reachOnce);
}

async function playSanityCheck(env: Env, endpoint: Endpoint, reachStart = reach): Promise<SanityCheck> {
  const start: Start = env.target.rcpt === undefined ? "mail" : "rcpt";
  const session = await reachStart(env, endpoint, { start, session: new Set() });
  const { transcript } = session;
  if (session.kind === "failed") {
    const { reason, event, isDenied } = session;
    const { at = "connection", received, answer = { sentence: reason, seen: reason } } = session.failure ?? {};
    const failure = { at, received, answer, event };
    return { ...outcomeOf(endpoint, transcript, { failure, took: transcript.now() }), reason, isDenied };
  }
  const took = transcript.now();
  await leave(session.session);
  return outcomeOf(endpoint, transcript, { failure: undefined, took });
}

function outcomeOf(
  endpoint: Endpoint,
  transcript: Transcript,
  { failure, took }: Pick<SanityCheck, "failure" | "took">,
): SanityCheck {
  const received = failure?.received;
  const code = received?.kind === "reply" ? received.code : undefined;
  return {
    endpoint,
    isPassed: failure === undefined,
    failure,
    refusal: failure === undefined || code === undefined ? undefined : `${failure.at} ${code}`,
    reason: failure?.answer.sentence,
    metTemporary: code !== undefined && code >= 400 && code < 500,
    isDenied: false,
    took,
    transcript: transcript.finish(),
  };
}
