/**
 * What all runs at a host share: what their attempts share, the pool of connections, what stands in their way, and
 * whether the server still answers.
 */
import type { AttemptEnv } from "../attempt/env.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Transcript } from "../wire/transcript.ts";
import type { Health } from "./health.ts";
import type { LastSeen } from "./last_seen.ts";
import type { Obstacles } from "./obstacles.ts";
import type { Pool } from "./pool.ts";
import type { Suspicions } from "./suspicions.ts";

export interface Env extends AttemptEnv {
  readonly pool: Pool;
  readonly obstacles: Obstacles;
  readonly health: Health;
  readonly lastSeen: LastSeen;
  /** Endpoints that were found to wait for TLS where they should greet, with the session that shows it. */
  readonly portsInTls: Map<Endpoint, Transcript>;
  readonly suspicions: Suspicions;
  /** How the first sanity check was refused, by the name of the endpoint; undefined where it was not. */
  readonly refusals: ReadonlyMap<string, string | undefined>;
}
