/**
 * The sanity check before the cases: beyond the plain transaction it sees a message through, and tells what a failure shows
 * of the server.
 */
import type { Milliseconds } from "../base/time.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { type Again, diagnose, rulesPutOn } from "./diagnosis.ts";
import type { Env } from "./env.ts";
import { obstacleOf } from "./failed_check.ts";
import { noteFinding } from "./finding.ts";
import { checkOfThrown, lookAgain, runSanityCheck, type SanityCheck } from "./sanity_check.ts";
import { findMessage, obstacleOfRefusal, sendMessage, sendMessageOnce } from "./sanity_message.ts";
import { isTemporary, type Walk } from "./walk.ts";

/** What is wanted of the check besides the plain transaction. */
export interface Wanted {
  /** A message is sent, and looked for. */
  readonly message: boolean;
}

/**
 * Plays the sanity check of an endpoint before the cases. What the server did wrong is noted in the linter's book, and
 * what cannot be judged for it among the obstacles. Never rejects: a mistake of ours beyond the plain transaction is told,
 * and stops no run.
 */
export async function runFirstCheck(env: Env, endpoint: Endpoint, wanted: Wanted): Promise<SanityCheck> {
  const start = env.clock();
  const check = await runSanityCheck(env, endpoint);
  if (!check.isPassed) env.obstacles.add(obstacleOf(check, env.target));
  const goOn = async () => {
    await noteBreach(env, check, lookAgain);
    return check.isPassed && wanted.message ? await seeMessageThrough(env, check, env.clock() - start) : check;
  };
  try {
    return await Promise.race([goOn(), whenAborted(env.signal).then(() => check)]);
  } catch (error) {
    const { reason } = checkOfThrown(env, endpoint, { error, took: 0 });
    return { ...check, obstacles: [reason ?? ""] };
  }
}

/** Resolves when a signal is aborted. */
function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Notes to what the server was put on a way, and the breach that ended it, where it is one. */
async function noteBreach(env: Env, walk: Walk, again: Again): Promise<void> {
  if (env.signal.aborted) return;
  const finding = await diagnose(env, walk, again);
  if (env.signal.aborted) return; // what was seen may be that we closed the connection
  noteFinding(env, walk.endpoint, { checked: rulesPutOn(walk), finding });
}

/** Sends a message and looks for it; `began` is when, by the clock of the check's transcript. */
async function seeMessageThrough(env: Env, check: SanityCheck, began: Milliseconds): Promise<SanityCheck> {
  const sent = await sendMessage(env, check.endpoint);
  await noteBreach(env, sent, sendMessageOnce);
  const obstacle = sent.failure === undefined ? await findMessage(env, sent) : obstacleOfRefusal(sent);
  if (obstacle === undefined) return check;
  env.obstacles.add(obstacle);
  return {
    ...check,
    metTemporary: check.metTemporary || isTemporary(sent),
    obstacles: [...check.obstacles, obstacle.reason],
    transcript: [...check.transcript, ...sent.transcript.map((event) => ({ ...event, at: event.at + began }))],
  };
}
