/** The sanity checks while runs are played: whether the server is as well as it was before. */
import type { Milliseconds } from "../base/time.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Env } from "./env.ts";
import type { Checked } from "./health.ts";
import { runSanityCheck } from "./sanity_check.ts";

/** Within this time a sanity check counts as quick, next to a time-out of the case. Our choice. */
const quick: Milliseconds = 5_000;

/** Says whether a sanity check was answered at once. */
export function isQuick({ took }: Pick<Checked, "took">): boolean {
  return took <= quick;
}

/** Gives the sanity check that is under way, or one that began no earlier than `since`; else plays one. */
export function checkSince(env: Env, endpoint: Endpoint, since: Milliseconds): Promise<Checked> {
  return env.health.check(endpoint, since, () => checkNow(env, endpoint));
}

/** Plays a sanity check. One that is refused as it was before the cases shows a server that is as well as then. */
export async function checkNow(env: Env, endpoint: Endpoint): Promise<Checked> {
  const check = await runSanityCheck(env, endpoint);
  const isAsBefore = check.refusal !== undefined && check.refusal === env.refusals.get(endpoint.name);
  return { ...check, isPassed: check.isPassed || isAsBefore };
}
