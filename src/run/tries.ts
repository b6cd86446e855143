/** The tries at a case: a second one after a 421, a refused connection, a reset or a time-out. */
import { type Milliseconds, showDuration } from "../base/time.ts";
import type { Attempt, Ending } from "../attempt/attempt.ts";
import type { AttemptOptions } from "../attempt/attempt_state.ts";
import type { Run } from "../plan/plan.ts";
import type { Env } from "./env.ts";
import { shakeAgain } from "./shake_again.ts";
import { checkSince, isQuick } from "./shared_check.ts";

/** A case that was tried, once or twice. */
export interface Tried {
  /** The one that counts. */
  readonly attempt: Attempt;
  readonly attempts: number;
  readonly notes: readonly string[];
}

/** Plays a case once. */
export type Once = (options: AttemptOptions) => Promise<Attempt>;

/** A time-out after no more than this is worth another of the same length to see whether it comes again. Our choice. */
const worthAnother: Milliseconds = 15_000;

/** Plays a case, and once more when it met a 421, a refused connection, a reset or a time-out that was not too long. */
export async function tryTwice(env: Env, run: Run, once: Once, border: number | undefined): Promise<Tried> {
  const first = await once({ isSecondTry: false, border });
  const { ending } = first;
  if (ending.kind !== "again" || isOver(env, run)) return { attempt: first, attempts: 1, notes: [] };
  const { timeOut } = ending;
  const isJudged = timeOut?.asSecond.kind === "wrong" || ending.why === "reset";
  if (!isJudged && env.suspicions.isConfirmed(run.endpoint, first.suspect)) {
    return { attempt: unlessAgain(first, ""), attempts: 1, notes: [] };
  }
  if (timeOut !== undefined && timeOut.waited > worthAnother) {
    const silent = { attempt: { ...first, ending: timeOut.asSecond }, attempts: 1, notes: [] };
    return timeOut.asSecond.kind === "wrong" ? await weighTimeOut(env, run, silent, timeOut.at) : silent;
  }
  const notes = [`tried again after ${reasonWords[ending.why]}: ${ending.reason}`];
  if (ending.why === "handshake") {
    await env.health.decide(run.endpoint, () => shakeAgain(env, run));
    if (isOver(env, run)) return { attempt: unlessAgain(first), attempts: 1, notes: [] };
  }
  const isPlea = ending.why !== "reset" && ending.why !== "timeout";
  const second = await once({ isSecondTry: !isPlea, border });
  if (isPlea) {
    const isVain = second.ending.kind === "again" && second.isAnswered;
    if (isVain && env.health.noteVain(run.endpoint)) await checkSince(env, run.endpoint, env.clock() - second.took);
    return { attempt: unlessAgain(second), attempts: 2, notes };
  }
  if (second.ending.kind !== "wrong") {
    const unstable: Ending = {
      kind: "inconclusive",
      reason: `unstable: the first try ended in ${reasonWords[ending.why]}, the second did not`,
      deviation: ending.deviation,
    };
    const isSame = second.ending.kind === "again" || second.ending.kind === "inconclusive" ||
      second.ending.kind === "error";
    return { attempt: isSame ? unlessAgain(second) : { ...second, ending: unstable }, attempts: 2, notes };
  }
  const tried = { attempt: second, attempts: 2, notes };
  return ending.why === "timeout" ? await weighTimeOut(env, run, tried, env.clock() - second.took) : tried;
}

/** Says that another try would be of no use. */
function isOver({ signal, obstacles }: Env, run: Run): boolean {
  return signal.aborted || obstacles.against(run) !== undefined;
}

const reasonWords = {
  "421": "a 421",
  refused: "a failed connection",
  handshake: "a TLS handshake that took too long",
  reset: "a reset",
  timeout: "a time-out",
} as const;

/**
 * A silence is held against a server only when a sanity check is quick that was under way at the same time, or began
 * no earlier than `since`.
 */
async function weighTimeOut(env: Env, run: Run, { attempt, ...tried }: Tried, since: Milliseconds): Promise<Tried> {
  const check = await checkSince(env, run.endpoint, since);
  const took = showDuration(check.took);
  if (check.isPassed && isQuick(check)) {
    return { ...tried, attempt, notes: [...tried.notes, `the sanity check took ${took} at the same time`] };
  }
  const reason = check.isPassed
    ? `the server is slow: the sanity check took ${took}`
    : `the sanity check failed at the same time: ${check.reason}`;
  return { ...tried, attempt: { ...attempt, ending: { kind: "inconclusive", reason, deviation: undefined } } };
}

function unlessAgain(attempt: Attempt, howOften = ", twice"): Attempt {
  const { ending } = attempt;
  if (ending.kind !== "again") return attempt;
  return {
    ...attempt,
    ending: { kind: "inconclusive", reason: `${ending.reason}${howOften}`, deviation: ending.deviation },
  };
}
