/**
 * The sanity check before the cases: beyond the plain transaction it logs in and sees a message through, and tells what a
 * failure shows of the server.
 */
import type { Milliseconds } from "../base/time.ts";
import type { Case, Risk } from "../case/case.ts";
import { lintId, lints } from "../judge/lint.ts";
import { isAfter } from "../session/stage.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import type { Exchange } from "../wire/transcript.ts";
import { type Again, diagnose, rulesPutOn } from "./diagnosis.ts";
import type { Env } from "./env.ts";
import { hasGreeted, obstacleOf } from "./failed_check.ts";
import { noteOwnBreach } from "./own_breach.ts";
import { checkLogin } from "./login_check.ts";
import { needsMailbox, usesLogin } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";
import { checkOfThrown, lookAgain, runSanityCheck, type SanityCheck } from "./sanity_check.ts";
import { findMessage, obstacleOfRefusal, sendMessage, sendMessageOnce } from "./sanity_message.ts";
import { isTemporary, later, type Walk } from "./walk.ts";

/** What is wanted of the check besides the plain transaction. */
export interface Wanted {
  /** A message is sent. */
  readonly message: boolean;
  /** It is looked for. */
  readonly mailbox: boolean;
  /** The user logs in. */
  readonly login: boolean;
}

/** What a run is asked for. */
export interface Asked {
  readonly target: Target;
  readonly allowed: readonly Risk[];
  readonly cases: readonly Case[];
  /** The rules of the linter whose results are wanted. */
  readonly lintIds: ReadonlySet<string>;
}

/** Decides what the check of an endpoint is to show: what some case, or some result of its own, needs. */
export function wantedOf({ target, allowed, cases, lintIds }: Asked, endpoint: Endpoint): Wanted {
  const isWatched = lints.some((lint) => (lint.isOfSession || lint.topic === "sanity") && lintIds.has(lintId(lint)));
  const delivers = isWatched || cases.some(({ risks }) => risks.has("delivers"));
  const logsIn = roleRules[endpoint.role].isSubmission ||
    cases.some((each) => usesLogin({ id: each.id, case: each, endpoint }, target));
  return {
    mailbox: cases.some((each) => needsMailbox({ case: each })),
    message: target.rcpt !== undefined && allowed.includes("delivers") && delivers,
    login: target.user !== undefined && target.pass !== undefined && logsIn,
  };
}

/**
 * Plays the sanity check of an endpoint before the cases. What the server did wrong is noted in the linter's book, and
 * what cannot be judged for it among the obstacles. Never rejects: a mistake of ours beyond the plain transaction is told,
 * and stops no run.
 */
export async function runFirstCheck(env: Env, endpoint: Endpoint, wanted: Wanted): Promise<SanityCheck> {
  const start = env.clock();
  let check = await runSanityCheck(env, endpoint);
  try {
    if (wanted.login) check = await logIn(env, check, start);
    const knowing = withRefused(env, check);
    await noteWalk(knowing, check, lookAgain);
    if (check.isPassed && wanted.message) check = await seeMessageThrough(knowing, check, { wanted, start });
  } catch (error) {
    const { reason } = checkOfThrown(env, endpoint, { error, took: 0 });
    check = { ...check, obstacles: [...check.obstacles, reason ?? ""] };
  }
  if (!check.isPassed) env.obstacles.add(obstacleOf(check, env.target));
  return check;
}

/**
 * Logs in, unless the plain transaction has, or did not come so far. Where another mechanism is accepted than the one
 * that was refused in it, it is played again with that.
 */
async function logIn(env: Env, check: SanityCheck, start: Milliseconds): Promise<SanityCheck> {
  const { endpoint, failure, isPassed } = check;
  const hasLoggedIn = roleRules[endpoint.role].isSubmission && (isPassed || isAfter(failure?.at ?? "hello", "login"));
  if (hasLoggedIn || !hasGreeted(check)) return check;
  const began = env.clock() - start;
  const login = await checkLogin(env, endpoint);
  if (login === undefined) return check;
  if (login.isAccepted) {
    const known = { endpoint, refusedMechanisms: login.refused };
    if (failure?.at !== "login") return { ...check, ...known };
    return { ...await runSanityCheck(withRefused(env, known), endpoint), ...known };
  }
  if (login.obstacle === undefined) return check;
  if (failure?.at !== "login") return withObstacle(env, check, login.obstacle, later(login.transcript, began));
  env.obstacles.add(login.obstacle);
  return { ...check, reason: login.obstacle.reason };
}

/** Has the mechanisms that an endpoint refused known to what is played there. */
function withRefused(
  env: Env,
  { endpoint, refusedMechanisms }: Pick<SanityCheck, "endpoint" | "refusedMechanisms">,
): Env {
  return { ...env, refusedMechanisms: new Map([[endpoint.name, refusedMechanisms]]) };
}

/** Notes to what the server was put on a way, and the breach that ended it, where it is one. */
async function noteWalk(env: Env, walk: Walk, again: Again): Promise<void> {
  if (env.signal.aborted) return;
  const breach = await diagnose(env, walk, again);
  if (env.signal.aborted) return; // what was seen may be that we closed the connection
  noteOwnBreach(env, walk.endpoint, { checked: rulesPutOn(walk), breach });
}

/** Sends a message, and looks for it where that is wanted. */
async function seeMessageThrough(
  env: Env,
  check: SanityCheck,
  { wanted, start }: { readonly wanted: Wanted; readonly start: Milliseconds },
): Promise<SanityCheck> {
  const began = env.clock() - start;
  const sent = await sendMessage(env, check.endpoint);
  await noteWalk(env, sent, sendMessageOnce);
  const obstacle = sent.failure !== undefined
    ? obstacleOfRefusal(sent)
    : wanted.mailbox
    ? await findMessage(env, sent)
    : undefined;
  if (obstacle === undefined) return check;
  const met = { ...check, metTemporary: check.metTemporary || isTemporary(sent) };
  return withObstacle(env, met, obstacle, later(sent.transcript, began));
}

/** Adds an obstacle to what is known, and to the check with the session that met it. */
function withObstacle(
  env: Env,
  check: SanityCheck,
  obstacle: Obstacle,
  transcript: readonly Exchange[],
): SanityCheck {
  env.obstacles.add(obstacle);
  const obstacles = [...check.obstacles, obstacle.reason];
  return { ...check, obstacles, transcript: [...check.transcript, ...transcript] };
}
