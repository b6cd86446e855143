/** The sanity check of an endpoint: the plainest transaction there is, without which no case is judged. */
import type { Milliseconds } from "../base/time.ts";
import type { Start } from "../case/case.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { maskText } from "../attempt/mask.ts";
import { describeThrown } from "../attempt/thrown.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { leave, reach, reachOnce } from "./reach.ts";
import { failureOf, isTemporary, type Walk } from "./walk.ts";

/** How the sanity check of one endpoint went. */
export interface SanityCheck extends Walk {
  readonly isPassed: boolean;
  /** By what it was refused where it failed, in words to compare it with another; undefined after silence or a close. */
  readonly refusal: string | undefined;
  /** Why it failed, in one line. */
  readonly reason: string | undefined;
  /** The server answered with a 4yz somewhere. */
  readonly metTemporary: boolean;
  /** Deno did not allow the connection: no fault of the server. */
  readonly isDenied: boolean;
  readonly took: Milliseconds;
  /** The mechanisms of AUTH that were refused where another was accepted. */
  readonly refusedMechanisms: ReadonlySet<string>;
  /** Why some of what it came to cannot be judged all the same, a sentence each. */
  readonly obstacles: readonly string[];
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
    return checkOfThrown(env, endpoint, { error, took: env.clock() - start });
  }
}

/** Makes a sanity check that failed by a mistake of ours. */
export function checkOfThrown(
  env: Env,
  endpoint: Endpoint,
  { error, took }: { readonly error: unknown; readonly took: Milliseconds },
): SanityCheck {
  const transcript = new Transcript(env.clock, env.secrets);
  const { reason, stack } = describeThrown(error);
  for (const frame of stack) transcript.note("smtpspec", frame);
  const failed = { ...outcomeOf(endpoint, transcript, { failure: undefined, took }), isPassed: false };
  return { ...failed, reason: maskText(reason, transcript) };
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
    const { reason, isDenied } = session;
    const failure = failureOf(session);
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
    metTemporary: isTemporary({ failure }),
    isDenied: false,
    took,
    refusedMechanisms: new Set(),
    obstacles: [],
    transcript: transcript.finish(),
  };
}
