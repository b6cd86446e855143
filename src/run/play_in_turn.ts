/** One attempt at a run in its turn, and what it says of the endpoint. */
import { type Attempt, unplayedAttempt } from "../attempt/attempt.ts";
import type { AttemptOptions } from "../attempt/attempt_state.ts";
import { playOnce } from "../attempt/play.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Start } from "../case/case.ts";
import type { Run } from "../plan/plan.ts";
import type { Env } from "./env.ts";
import { checkNow } from "./shared_check.ts";

/**
 * Plays a case once when there is room for its connections and nothing is being decided about its endpoint. One that
 * has been stopped by then is not played.
 */
export async function playInTurn(env: Env, run: Run, connections: number, options: AttemptOptions): Promise<Attempt> {
  const { health, lastSeen, pool, obstacles, clock } = env;
  for (;;) {
    await health.decided(run.endpoint);
    const attempt = await pool.use(connections, async () => {
      if (health.isDeciding(run.endpoint)) return undefined;
      const obstacle = obstacles.against(run);
      if (obstacle !== undefined) {
        return unplayedAttempt({ kind: "inconclusive", reason: obstacle.reason, deviation: undefined }, 0);
      }
      const began = clock();
      const going = lastSeen.begin(run);
      const played = await playOnce(env, run, options);
      lastSeen.end(going, played);
      note(env, run, played, began);
      return played;
    });
    if (attempt !== undefined) return attempt;
  }
}

const startsInTransaction: readonly Start[] = ["mail", "rcpt", "data"];

/** Notes what an attempt says of the endpoint: it answers, it asks for a pause, or it is of no use. */
function note(env: Env, run: Run, { ending, isAnswered, suspect }: Attempt, began: Milliseconds): void {
  const { health, pool } = env;
  const { endpoint } = run;
  // What is known to come after an input is no plea for a pause.
  const isKnown = env.suspicions.isConfirmed(endpoint, suspect);
  const isPlea = !isKnown && ending.kind === "again" && (ending.why === "421" || ending.why === "refused");
  if (isPlea) pool.backOff(began);
  if (isAnswered) {
    const isJudged = ending.kind === "passed" || ending.kind === "wrong";
    health.noteAnswer(endpoint, { inTransaction: isJudged && startsInTransaction.includes(run.case.start) });
    if (!isPlea && !health.isUnwell(endpoint)) pool.recover();
  } else if (ending.kind === "again") {
    health.noteStrike(endpoint, { run: run.id, began, ending }, () => checkNow(env, endpoint));
  }
}
