/** The runs of all hosts, played at once, up to the end of the run. */
import type { Milliseconds } from "../base/time.ts";
import { waitingEarly } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import { idAt, idsOf } from "../plan/result_id.ts";
import type { Result } from "../report/report.ts";
import { sleep } from "../wire/sleep.ts";
import type { HostSuite } from "./host_suite.ts";
import { playRuns, type Recorder } from "./play_runs.ts";
import type { RunEnd } from "./run_end.ts";
import type { SuiteOptions } from "./suite_options.ts";
import { resultOfSkip, resultOfUnplayed, withHost } from "./tally.ts";
import { TranscriptBudget } from "./transcript_budget.ts";

/** For so long what is under way may end by itself, when the budget is used up and its connections are closed. Our choice. */
const grace: Milliseconds = 2_000;

/**
 * Plays what is planned, all hosts at once; gives the results in the order of the case files. What an interrupt leaves
 * has no result; what is left when the budget is used up is inconclusive.
 */
export async function playAll(
  hosts: readonly (HostSuite & Plan)[],
  { isFailFast, onProgress, onEvent = () => {}, applyBaseline = (result) => result }: SuiteOptions,
  end: RunEnd,
): Promise<{ readonly results: readonly Result[]; readonly isComplete: boolean }> {
  const skips = hosts.flatMap(({ host, skips }) =>
    skips.map((skip) => applyBaseline(withHost(resultOfSkip(skip), host)))
  );
  for (const result of skips) onEvent({ event: "result", result });
  const total = hosts.reduce((sum, { runs }) => sum + runs.length, 0);
  const played: Result[] = [];
  const transcripts = new TranscriptBudget();
  let isStopped = false;
  const recorderOf = (host: string | undefined): Recorder => ({
    get isStopped() {
      return isStopped || (end.reason !== undefined && !end.isBudgetUsedUp);
    },
    record(bare) {
      const result = transcripts.fit(applyBaseline(withHost(bare, host)));
      played.push(result);
      onEvent({ event: "result", result });
      onProgress({ stage: "cases", done: played.length, total, latest: result });
      if (result.verdict === "fail" && isFailFast) isStopped = true;
    },
  });
  const playing = Promise.all(
    hosts.map(({ host, env, runs, terms }) =>
      playRuns({ env, runs: waitingEarly(runs), jobs: terms.jobs }, recorderOf(host))
    ),
  );
  await end.until(playing, () => []);
  if (end.isBudgetUsedUp && !isStopped) {
    await Promise.race([playing, sleep(grace)]);
    const done = new Set(played.map(({ id }) => id));
    for (const { host, runs } of hosts) {
      const left = runs.filter(({ id }) => !done.has(id));
      for (const run of left) recorderOf(host).record(resultOfUnplayed(run, end.reason ?? ""));
    }
  }
  isStopped = true;
  return { results: inOrder(hosts, [...skips, ...played]), isComplete: played.length === total };
}

/** Puts results in the order of the case files; those of a case by host, and then by role. */
function inOrder(hosts: readonly HostSuite[], results: readonly Result[]): Result[] {
  const cases = [...new Set(hosts.flatMap((host) => host.cases))];
  const ids = cases.flatMap((each) =>
    hosts.flatMap(({ host }) => [each.id, ...idsOf(each)].map((id) => idAt(id, host)))
  );
  const place = new Map(ids.map((id, index) => [id, index]));
  const of = ({ id }: Result) => place.get(id) ?? 0;
  return results.toSorted((one, other) => of(one) - of(other));
}
