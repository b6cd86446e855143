/** The sanity check before the cases: it also tells what a failure shows of the server. */
import type { Endpoint } from "../targets/endpoint.ts";
import { diagnose, rulesPutBy } from "./diagnosis.ts";
import type { Env } from "./env.ts";
import { obstacleOf } from "./failed_check.ts";
import { noteFinding } from "./finding.ts";
import { runSanityCheck, type SanityCheck } from "./sanity_check.ts";

/**
 * Plays the sanity check of an endpoint before the cases. What the server did wrong is noted in the linter's book, and
 * what cannot be judged for it among the obstacles. Never rejects.
 */
export async function runFirstCheck(env: Env, endpoint: Endpoint): Promise<SanityCheck> {
  const check = await runSanityCheck(env, endpoint);
  const finding = check.isPassed ? undefined : await diagnose(env, check);
  noteFinding(env, endpoint, { checked: rulesPutBy(check), finding });
  if (!check.isPassed) env.obstacles.add(obstacleOf(check, env.target));
  return check;
}
