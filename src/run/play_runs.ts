/** Plays the runs of one host, as many at a time as its pool allows. */
import type { Run } from "../plan/plan.ts";
import type { Result } from "../report/report.ts";
import type { Env } from "./env.ts";
import { playRun } from "./run.ts";
import { resultOf, resultOfSkip } from "./tally.ts";

/** Where the results go. */
export interface Recorder {
  /** Takes a result. */
  record(result: Result): void;
  /** The suite is to end: nothing is begun any more, and nothing recorded. */
  readonly isStopped: boolean;
}

/** What is played. */
export interface Playing {
  readonly env: Env;
  /** In the order in which they begin. */
  readonly runs: readonly Run[];
  /** How many are under way at once. */
  readonly jobs: number;
}

/** Plays all runs; one that an obstacle stops is inconclusive. */
export async function playRuns({ env, runs, jobs }: Playing, recorder: Recorder): Promise<void> {
  const culprits = new Set<string>();
  const unplayed = (run: Run, reason: string) => resultOfSkip({ ...run, reason }, "inconclusive");
  const play = async (run: Run): Promise<Result> => {
    const outcome = await playRun(env, run);
    const obstacle = env.obstacles.against(run);
    if (outcome.isServerGone && obstacle === undefined) {
      culprits.add(run.id);
      const reason = `the server no longer answers since ${run.id}`;
      env.obstacles.add({ endpoint: run.endpoint, reason, stops: () => true });
    }
    // What was under way when something came up is no longer to be believed.
    const isVictim = obstacle !== undefined && !culprits.has(run.id) && outcome.verdict !== "pass";
    return isVictim ? unplayed(run, obstacle.reason) : resultOf(outcome);
  };
  let next = 0;
  const worker = async () => {
    for (let run = runs[next++]; run !== undefined && !recorder.isStopped; run = runs[next++]) {
      const obstacle = env.obstacles.against(run);
      const result = obstacle === undefined ? await play(run) : unplayed(run, obstacle.reason);
      if (!recorder.isStopped) recorder.record(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}
