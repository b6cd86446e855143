/** The sanity check of an endpoint: the plainest transaction there is, without which no case is judged. */
import { visible } from "../base/show.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Start } from "../case/case.ts";
import { describeObservation } from "../judge/describe.ts";
import type { Stage } from "../session/stage.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { maskText } from "../attempt/mask.ts";
import { describeThrown } from "../attempt/thrown.ts";
import { type Exchange, Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { leave, reach } from "./reach.ts";

/** Where a sanity check ended too early. */
export interface SanityFailure {
  /** The stage that was not passed. */
  readonly at: Stage;
  /** What was received there; undefined for no connection, a handshake, and what was never sent. */
  readonly received: Observation | undefined;
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
 * Plays the sanity check: EHLO, MAIL, RCPT where a recipient is known, RSET, QUIT; with TLS and AUTH as needed. Never
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
      transcript: transcript.events,
    };
  }
}

async function playSanityCheck(env: Env, endpoint: Endpoint): Promise<SanityCheck> {
  const start: Start = env.target.rcpt === undefined ? "mail" : "rcpt";
  const session = await reach(env, endpoint, { start, session: new Set() });
  const { transcript } = session;
  const base = { endpoint, took: transcript.now(), transcript: transcript.events };
  if (session.kind === "failed") {
    const { at = "connection", received } = session.failure ?? {};
    return {
      ...base,
      isPassed: false,
      failure: { at, received },
      refusal: refusalOf({ at, received }),
      reason: session.reason,
      metTemporary: isTemporary(received),
      isDenied: session.isDenied,
    };
  }
  await session.session.send("RSET");
  const received = await session.session.read();
  const isPassed = received.kind === "reply" && received.code >= 200 && received.code < 300;
  const failure = isPassed ? undefined : { at: "rset", received } as const;
  const took = transcript.now();
  await leave(session.session);
  return {
    ...base,
    took,
    isPassed,
    failure,
    refusal: failure === undefined ? undefined : refusalOf(failure),
    reason: isPassed
      ? undefined
      : maskText(`RSET was answered by ${visible(describeObservation(received, session.session.show))}`, transcript),
    metTemporary: isTemporary(received),
    isDenied: false,
  };
}

function isTemporary(received: Observation | undefined): boolean {
  return received?.kind === "reply" && received.code >= 400 && received.code < 500;
}

function refusalOf({ at, received }: SanityFailure): string | undefined {
  return received?.kind === "reply" ? `${at} ${received.code}` : undefined;
}
