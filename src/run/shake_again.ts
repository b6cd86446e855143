/** Looks whether TLS handshakes at an endpoint still come to an end. */
import type { Run } from "../plan/plan.ts";
import type { Env } from "./env.ts";
import { askIn } from "./probe.ts";
import { obstacleOfState } from "./unreached.ts";

/** After a handshake of a run took too long, does another outside all runs; where that does too, it stops all like it. */
export async function shakeAgain(env: Env, { endpoint }: Run): Promise<void> {
  const asked = await askIn(env, endpoint, new Set(["tls"]));
  if (asked.kind === "asked" || asked.timedOut !== "handshake") return;
  env.obstacles.add(obstacleOfState({ endpoint, target: env.target, state: "tls" }, asked, undefined));
}
