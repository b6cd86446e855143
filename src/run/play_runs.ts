/** Plays the runs of one host, as many at a time as its pool allows. */
import type { Run } from "../plan/plan.ts";
import type { Result } from "../report/report.ts";
import type { Env } from "./env.ts";
import type { Death } from "./last_seen.ts";
import { type PlayedRun, playRun } from "./run.ts";
import { resultOf, resultOfUnplayed } from "./tally.ts";

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
  const play = async (run: Run): Promise<Result> => {
    const outcome = await playRun(env, run);
    const { death } = outcome;
    const known = env.obstacles.against(run);
    if (death !== undefined && known === undefined) noteDeath(env, outcome, death);
    const obstacle = env.obstacles.against(run);
    // What was under way when something came up is no longer to be believed, but for what only the case itself can be
    // the cause of, and for what was received before.
    const isOwn = death !== undefined && known === undefined && (death.isAlone || restsOnReply(outcome));
    const isVictim = obstacle !== undefined && !isOwn && outcome.verdict !== "pass";
    return isVictim ? resultOfUnplayed(run, obstacle.reason) : resultOf(outcome);
  };
  let next = 0;
  const worker = async () => {
    for (let run = runs[next++]; run !== undefined && !recorder.isStopped; run = runs[next++]) {
      const obstacle = env.obstacles.against(run);
      const result = obstacle === undefined ? await play(run) : resultOfUnplayed(run, obstacle.reason);
      if (!recorder.isStopped) recorder.record(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

/** Notes that the endpoint of a run no longer answers: that is a finding, and stops all runs there. */
function noteDeath({ lints, obstacles }: Env, { run, transcript }: PlayedRun, { sentence }: Death): void {
  obstacles.add({ endpoint: run.endpoint, reason: sentence, stops: () => true });
  lints.note({
    rule: "still-answers",
    why: sentence,
    isTolerated: false,
    run: run.id,
    mark: { event: transcript.length - 1 },
    received: "no greeting on a new connection",
    shown: { key: "gone", transcript },
  });
}

const replyForm = /^(?:[0-9]{3}|malformed|extra|replies)\b/;

/** Says whether a verdict rests on nothing but what the server sent. */
function restsOnReply({ deviation }: PlayedRun): boolean {
  return (deviation?.key ?? "").split(", ").every((part) => replyForm.test(part));
}
