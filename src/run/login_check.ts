/** The login of the sanity check: whether the user and the password that were given are accepted by any mechanism. */
import type { Milliseconds } from "../base/time.ts";
import { authenticate } from "../session/auth.ts";
import { usableMechanisms } from "../session/best_mechanism.ts";
import { describeAnswer } from "../session/reach_state.ts";
import { offers } from "../smtp/ehlo.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Exchange } from "../wire/transcript.ts";
import type { Env } from "./env.ts";
import { usesLogin } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";
import { leave, maskAnswer, reach, type Reached } from "./reach.ts";
import { later } from "./walk.ts";

/** What logging in came to. */
export interface LoginCheck {
  /** Some mechanism was accepted, and so the password is right. */
  readonly isAccepted: boolean;
  /** The mechanisms that were not. */
  readonly refused: ReadonlySet<string>;
  /** That the password is not accepted, where that was said. */
  readonly obstacle: Obstacle | undefined;
  readonly transcript: readonly Exchange[];
}

/** One try to log in. */
interface Try {
  readonly mechanism: string;
  readonly isAccepted: boolean;
  /** The code of the last reply, if one was received. */
  readonly code: number | undefined;
  /** Nothing was received in time. */
  readonly isSilent: boolean;
  readonly sentence: string;
}

/** After so many tries in a row without a reply no other is waited for. Our choice. */
const mostSilent = 2;

/** Sessions in which AUTH may be offered: in plaintext, inside TLS. */
const states = [new Set<"tls">(), new Set<"tls">(["tls"])] as const;

/**
 * Logs in with the mechanisms that are offered, best first, in plaintext and then inside TLS, until one is accepted; each
 * in a session of its own. Undefined where none is offered that can be used. May reject, by a mistake of ours.
 */
export async function checkLogin(env: Env, endpoint: Endpoint): Promise<LoginCheck | undefined> {
  const tries: Try[] = [];
  const transcript: Exchange[] = [];
  const start = env.clock();
  const keep = (began: Milliseconds, events: readonly Exchange[]) => {
    transcript.push(...later(events, began - start));
  };
  let offersTls = false;
  const isOver = () =>
    tries.at(-1)?.isAccepted || env.signal.aborted ||
    (tries.length >= mostSilent && tries.slice(-mostSilent).every(({ isSilent }) => isSilent));
  for (const session of states) {
    for (;;) {
      const began = env.clock();
      const reached = await reach(env, endpoint, { start: "ehlo", session, name: "login" });
      if (reached.kind === "reached" && session.size === 0) offersTls = hasTls(reached);
      const tried = new Set(tries.map(({ mechanism }) => mechanism));
      const one = reached.kind === "failed" ? undefined : await tryNext(env, reached, tried);
      keep(began, reached.transcript.finish());
      if (one !== undefined) tries.push(one);
      if (one === undefined || isOver()) break;
    }
    if (isOver() || !offersTls) break;
  }
  return tries.length === 0 ? undefined : {
    isAccepted: tries.some(({ isAccepted }) => isAccepted),
    refused: new Set(tries.filter(({ isAccepted }) => !isAccepted).map(({ mechanism }) => mechanism)),
    obstacle: obstacleOf(env, endpoint, tries),
    transcript,
  };
}

function hasTls({ session: { offer, connection } }: Extract<Reached, { kind: "reached" }>): boolean {
  return connection.tls === undefined && offer !== undefined && offers(offer, "STARTTLS");
}

/** Tries the best mechanism that was not tried; undefined where there is none. */
async function tryNext(
  env: Env,
  { session, transcript }: Extract<Reached, { kind: "reached" }>,
  tried: ReadonlySet<string>,
): Promise<Try | undefined> {
  const { user, pass } = env.target;
  const mechanism = usableMechanisms(session, env.target).find((name) => !tried.has(name));
  if (mechanism === undefined || user === undefined || pass === undefined) {
    await leave(session);
    return undefined;
  }
  const nonce = env.token();
  const options = { mechanism, user, pass, nonce, tamper: new Map<string, string>(), within: undefined };
  const { received, problem } = await authenticate(session, options);
  const { sentence } = maskAnswer(describeAnswer(session, `AUTH ${mechanism}`, received), transcript);
  await leave(session);
  const code = received.kind === "reply" ? received.code : undefined;
  const isAccepted = problem === undefined && code !== undefined && code >= 200 && code < 300;
  return { mechanism, isAccepted, code, isSilent: received.kind === "silence", sentence };
}

/** A mechanism that is not played out, a close or silence says nothing about the password: the cases of AUTH judge it. */
function obstacleOf({ target }: Env, endpoint: Endpoint, tries: readonly Try[]): Obstacle | undefined {
  if (tries.some(({ isAccepted }) => isAccepted)) return undefined;
  const refusal = tries.find(({ code }) => code === 535); // RFC 4954 §6
  const delay = tries.find(({ code }) => code !== undefined && code >= 400 && code < 500);
  const stops: Obstacle["stops"] = (run) => usesLogin(run, target);
  if (refusal !== undefined) {
    return { endpoint, reason: `the password of --user was refused: ${refusal.sentence}`, stops };
  }
  return delay === undefined ? undefined : { endpoint, reason: `no login succeeds: ${delay.sentence}`, stops };
}
