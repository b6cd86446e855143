/** How long a run will take: what its pauses and waits cost, and what the server is known to take. Pure. */
import type { Milliseconds } from "../base/time.ts";
import type { Run } from "./plan.ts";
import { costOfRun } from "./run_cost.ts";

/** How the runs of a host are played. */
export interface Pace {
  /** The most connections at once. */
  readonly jobs: number;
  /** The least time between the starts of two of them. */
  readonly delay: Milliseconds;
  /** How long the server took for an exchange: a connection, a greeting, a command. */
  readonly exchange: Milliseconds;
}

/** What the runs of a host are expected to take. */
export interface Estimate {
  readonly time: Milliseconds;
  readonly connections: number;
  /** Nothing but the pauses between connections makes it so long. */
  readonly isPaused: boolean;
}

/** What each connection costs this side, one after the other. Our choice, as measured. */
const ownTime: Milliseconds = 4;
/** By which a start is reached. Our choice: cases start before MAIL and after RCPT, and say QUIT. */
const openingExchanges = 5;

/** Estimates the time of runs at one host: never less than its pauses take, or the longest of the runs. */
export function estimate(runs: readonly Run[], { jobs, delay, exchange }: Pace): Estimate {
  let [connections, work, longest] = [0, 0, 0];
  for (const run of runs) {
    const cost = costOfRun(run);
    const time = cost.waiting + (cost.connections * openingExchanges + cost.exchanges) * exchange;
    connections += cost.connections;
    work += time;
    // A case that is cut at its borders is played side by side with itself.
    longest = Math.max(longest, time / Math.min(jobs, cost.plays));
  }
  const busy = Math.max(longest, work / jobs + connections * ownTime);
  const pauses = delay * Math.max(0, connections - 1);
  return { time: Math.max(busy, pauses), connections, isPaused: pauses > busy };
}
