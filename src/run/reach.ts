/** Sessions of the runner's own, outside all cases: opened and brought to a state, with a second try. */
import type { Milliseconds } from "../base/time.ts";
import type { Start } from "../case/case.ts";
import { maskText } from "../attempt/mask.ts";
import { openEndpoint } from "../session/open_endpoint.ts";
import { quit, surplusOf } from "../session/quit.ts";
import { type Answer, type ReachFailure, reachState } from "../session/reach_state.ts";
import { Session } from "../session/session.ts";
import type { KnownQuit } from "../plan/plan.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { sleep } from "../wire/sleep.ts";
import { Transcript } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { waitsForTls, watchForTls } from "./tls_port.ts";

const quitWithin: Milliseconds = 2_000;
/** Two tries with a pause between them, for servers that defer strangers or are just starting. */
const pauses: readonly Milliseconds[] = [0, 1_000];

/** A session in the wanted state, or why there is none. */
export type Reached =
  | { readonly kind: "reached"; readonly session: Session; readonly transcript: Transcript }
  | {
    readonly kind: "failed";
    readonly reason: string;
    readonly failure: ReachFailure | undefined;
    /** The event of the transcript that shows it. */
    readonly event: number;
    readonly isDenied: boolean;
    readonly transcript: Transcript;
  };

/** Which state to reach, and what the session must have on the way. */
export interface Goal {
  readonly start: Start;
  readonly session: ReadonlySet<"tls" | "auth">;
  /** A message may be accepted in the session. */
  readonly mayDeliver?: boolean;
  /** What the connection is called in the transcript; absent: main. */
  readonly name?: string;
}

/** Opens a connection and reaches a state, once more after a pause when the server was not there or said 421. */
export async function reach(env: Env, endpoint: Endpoint, goal: Goal): Promise<Reached> {
  let last: Reached | undefined;
  for (const pause of pauses) {
    if (env.signal.aborted && last !== undefined) break;
    if (pause > 0) await sleep(pause);
    let began = env.clock();
    last = await env.pool.useNext(() => {
      began = env.clock();
      return tryToReach(env, endpoint, goal);
    });
    if (last.kind === "reached" || last.isDenied || !isWorthAnother(last.failure)) return last;
    env.pool.backOff(began);
  }
  if (last === undefined) throw new Error("Cannot reach an endpoint without trying");
  return last;
}

/** Says whether the server may do otherwise a moment later. */
function isWorthAnother(failure: ReachFailure | undefined): boolean {
  return failure === undefined || failure.again === "421" || failure.again === "refused";
}

/** Opens a connection and reaches a state, in one try. */
export function reachOnce(env: Env, endpoint: Endpoint, goal: Goal): Promise<Reached> {
  return env.pool.useNext(() => tryToReach(env, endpoint, goal));
}

async function tryToReach(
  env: Env,
  endpoint: Endpoint,
  { start, session: needs, mayDeliver = false, name = "main" }: Goal,
): Promise<Reached> {
  const { target } = env;
  const isGreetingDue = start !== "connected" && roleRules[endpoint.role].tls !== "implicit";
  const known = env.portsInTls.get(endpoint);
  if (isGreetingDue && known !== undefined) return failedFor(waitsForTls, known);
  const transcript = new Transcript(env.clock, env.secrets);
  const connection = await openEndpoint(endpoint, target, { name, transcript, signal: env.signal });
  if ("kind" in connection) {
    const isDenied = connection.kind === "denied";
    return {
      kind: "failed",
      reason: connection.why,
      failure: undefined,
      event: transcript.latest,
      isDenied,
      transcript,
    };
  }
  const session = new Session(connection, {
    runId: checkOf(endpoint),
    deadlines: target.deadlines,
    lints: env.lints,
    facts: env.facts,
    endpoint: endpoint.name,
    transcript,
    repliesPerRecipient: roleRules[endpoint.role].repliesPerRecipient,
    isHostile: false,
    isOrdinary: true,
    mayDeliver,
  });
  const watch = isGreetingDue ? watchForTls(env, endpoint, { connection, transcript }) : undefined;
  const failure = await reachState(session, {
    start,
    session: needs,
    endpoint,
    target,
    refused: env.refusedMechanisms.get(endpoint.name),
    nonce: env.token(),
  });
  const isUngreeted = failure?.at === "greeting" && watch?.hasCome() === false;
  if (!isUngreeted) watch?.stop();
  if (failure === undefined) return { kind: "reached", session, transcript };
  const event = transcript.latest;
  await leave(session);
  const inTls = isUngreeted ? await watch?.settle() : undefined;
  if (inTls !== undefined) return failedFor(waitsForTls, inTls);
  return {
    kind: "failed",
    reason: maskText(failure.reason, transcript),
    failure: { ...failure, answer: maskAnswer(failure.answer, transcript) },
    event: transcript.placeOf(event),
    isDenied: false,
    transcript,
  };
}

/** Makes the end of a session that nothing received explains, and no other try mends. */
function failedFor(reason: string, transcript: Transcript): Reached {
  const answer = { sentence: reason, seen: reason };
  const failure: ReachFailure = { again: undefined, answer, reason, at: "connection", received: undefined };
  return { kind: "failed", reason, failure, event: transcript.latest, isDenied: false, transcript };
}

/** Masks what was received in such a session. */
export function maskAnswer({ sentence, seen }: Answer, transcript: Transcript): Answer {
  return { sentence: maskText(sentence, transcript), seen: maskText(seen, transcript) };
}

/** Names such sessions where a result says in which it was seen. */
export function checkOf({ name }: Endpoint): string {
  return `sanity check of ${name}`;
}

/** Ends such a session; says how QUIT was answered. */
export async function leave(session: Session): Promise<KnownQuit> {
  const received = await quit(session, quitWithin);
  session.connection.destroy();
  return { hasSurplus: surplusOf(received).length > 0, isEnd: received?.end !== "silence" };
}
