/** What all runs of a suite share: what their attempts share, and the pool of connections. */
import type { AttemptEnv } from "../attempt/env.ts";
import type { Pool } from "./pool.ts";

export interface Env extends AttemptEnv {
  readonly pool: Pool;
}
