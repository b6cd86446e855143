/** The order in which runs begin. */
import type { Milliseconds } from "../base/time.ts";
import type { Step } from "../case/case.ts";
import { allSteps, defaultGap } from "../case/steps.ts";
import type { Run } from "./plan.ts";

/** What a step that cuts its octets is taken to have: so many borders. Our choice: a few commands. */
const borders = 50;

/** Puts the runs that wait for long by themselves first, so that the end of a run does not wait for one of them. */
export function slowestFirst(runs: readonly Run[]): Run[] {
  const waits = new Map(runs.map((run) => [run, waitOf(run)]));
  return runs.toSorted((one, other) => (waits.get(other) ?? 0) - (waits.get(one) ?? 0));
}

/** Estimates how long a run waits whatever the server does: its pauses between writes, waits and silences. */
function waitOf(run: Run): Milliseconds {
  return allSteps(run.case.steps).reduce((sum, step) => sum + waitIn(step), 0);
}

function waitIn({ action, expect, gap = defaultGap, split }: Step): Milliseconds {
  const writes = action.kind === "bytes" ? action.segments.length : 1;
  const cuts = split === undefined ? writes - 1 : split.kind === "offsets" ? split.offsets.length : borders;
  const waited = action.kind === "wait" ? action.time : 0;
  const silences = expect.map((each) => each.kind === "silence" ? each.time : 0);
  return cuts * gap + silences.reduce((sum, time) => sum + time, waited);
}
