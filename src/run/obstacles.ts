/** What stands in the way of judging runs at an endpoint: known from its sanity check, its probe, or the runs so far. */
import type { Run } from "../plan/plan.ts";
import type { Endpoint } from "../targets/endpoint.ts";

/** One such fact, and which runs it stops. */
export interface Obstacle {
  readonly endpoint: Endpoint;
  /** Why a stopped run is inconclusive, in one line. */
  readonly reason: string;
  stops(run: Run): boolean;
}

export class Obstacles {
  readonly #known: Obstacle[] = [];

  add(obstacle: Obstacle): void {
    this.#known.push(obstacle);
  }

  /** Gives the first obstacle to a run, or undefined. */
  against(run: Run): Obstacle | undefined {
    return this.#known.find(({ endpoint, stops }) => endpoint === run.endpoint && stops(run));
  }
}
