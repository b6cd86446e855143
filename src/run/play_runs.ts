/** Plays the runs of one host, as many at a time as its pool allows. */
import type { Run } from "../plan/plan.ts";
import type { Result } from "../report/report.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Env } from "./env.ts";
import { playRun } from "./run.ts";
import type { SanityCheck } from "./sanity_check.ts";
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
  readonly checks: readonly SanityCheck[];
  /** How many are under way at once. */
  readonly jobs: number;
}

/** Plays all runs; one at an endpoint that cannot be tested, or that answers no more, is inconclusive. */
export async function playRuns({ env, runs, checks, jobs }: Playing, recorder: Recorder): Promise<void> {
  const failed = new Map(checks.filter(({ isPassed }) => !isPassed).map(({ endpoint, reason }) => [endpoint, reason]));
  const gone = new Map<Endpoint, string>();
  const reasonNotTo = ({ endpoint }: Run): string | undefined => {
    if (failed.has(endpoint)) return `the sanity check failed: ${failed.get(endpoint)}`;
    const culprit = gone.get(endpoint);
    return culprit === undefined ? undefined : `the server no longer answers since ${culprit}`;
  };
  const unplayed = (run: Run, reason: string) => resultOfSkip({ ...run, reason }, "inconclusive");
  const play = async (run: Run): Promise<Result> => {
    const outcome = await playRun(env, run);
    const culprit = gone.get(run.endpoint);
    if (outcome.isServerGone && culprit === undefined) gone.set(run.endpoint, run.id);
    const isVictim = culprit !== undefined && culprit !== run.id && outcome.verdict !== "pass";
    return isVictim ? unplayed(run, reasonNotTo(run) ?? "") : resultOf(outcome);
  };
  let next = 0;
  const worker = async () => {
    for (let run = runs[next++]; run !== undefined && !recorder.isStopped; run = runs[next++]) {
      const reason = reasonNotTo(run);
      const result = reason === undefined ? await play(run) : unplayed(run, reason);
      if (!recorder.isStopped) recorder.record(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}
