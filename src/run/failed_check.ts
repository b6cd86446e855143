/** What a failed sanity check keeps from being played: all that needs what it did not come to. Pure. */
import type { Run } from "../plan/plan.ts";
import { isAfter } from "../session/stage.ts";
import type { Target } from "../targets/target.ts";
import { stagesBefore, stagesWithin } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";
import type { SanityCheck } from "./sanity_check.ts";
import type { Failure } from "./walk.ts";

/**
 * Gives the obstacle that a sanity check makes of its failure. A run whose start lies before the failure is played and
 * judged by itself, unless it sends what failed: a refusal may be policy, and silence or a close says nothing new each
 * time.
 */
export function obstacleOf({ endpoint, failure, reason }: SanityCheck, target: Target): Obstacle {
  const stops = (run: Run): boolean => {
    if (failure === undefined) return true;
    const { at } = failure;
    if (at === "connection" || stagesBefore(run, target).has(at)) return true;
    return !isJudgeable(failure) && stagesWithin(run, target).has(at);
  };
  return { endpoint, reason: `the sanity check failed: ${reason}`, stops };
}

/** Says whether what failed can be judged by a case that sends it: a command that the server claims not to know. */
function isJudgeable({ at, received }: Failure): boolean {
  if (received?.kind !== "reply" || at === "mail" || at === "rcpt") return false; // addresses that were given
  return received.code < 400 || [500, 502, 503].includes(received.code); // RFC 5321 §4.2.2
}

/** Says whether the endpoint can be asked what it offers. */
export function hasGreeted({ isPassed, failure }: SanityCheck): boolean {
  return isPassed || (failure !== undefined && isAfter(failure.at, "hello"));
}
