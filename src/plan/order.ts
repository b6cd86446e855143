/** The order in which runs begin. */
import type { Milliseconds } from "../base/time.ts";
import type { Expectation, Step } from "../case/case.ts";
import type { Pattern } from "../case/expected.ts";
import { allSteps, defaultGap } from "../case/steps.ts";
import type { Run } from "./plan.ts";

/** What a step that cuts its octets is taken to have: so many borders. Our choice: a few commands. */
const borders = 50;
/** What it is taken to need until a later message shows that an earlier one does not come. Our choice. */
const sentinelTime: Milliseconds = 1_500;

/**
 * Puts the runs that wait by themselves early, the longest first, so that the end does not wait for one of them; and an
 * equal part of the others after each, so that not all connections wait at once.
 */
export function waitingEarly(runs: readonly Run[]): Run[] {
  const waits = new Map(runs.map((run) => [run, waitOf(run)]));
  const timeOf = (run: Run) => waits.get(run) ?? 0;
  const waiting = runs.filter((run) => timeOf(run) > 0).toSorted((one, other) => timeOf(other) - timeOf(one));
  const others = runs.filter((run) => timeOf(run) === 0);
  if (waiting.length === 0) return others;
  // Multiplied before it is divided: the last border is then the number of the others, with no rounding below it.
  const border = (at: number) => Math.floor((at * others.length) / waiting.length);
  return waiting.flatMap((run, at) => [run, ...others.slice(border(at), border(at + 1))]);
}

/** Estimates how long a run waits whatever the server does: its pauses between writes, waits, silences and sentinels. */
function waitOf(run: Run): Milliseconds {
  return allSteps(run.case.steps).reduce((sum, step) => sum + waitIn(step), 0);
}

function waitIn({ action, expect, gap = defaultGap, split, within = 0 }: Step): Milliseconds {
  const writes = action.kind === "bytes" ? action.segments.length : 1;
  const cuts = split === undefined ? writes - 1 : split.kind === "offsets" ? split.offsets.length : borders;
  const waited = action.kind === "wait" ? action.time : 0;
  return cuts * gap + expect.reduce((sum, each) => sum + timeFor(each, within), waited);
}

function timeFor(expectation: Expectation, within: Milliseconds): Milliseconds {
  return expectation.kind === "silence" ? expectation.time : patienceFor(expectation, within);
}

/** Estimates how long is waited for something that does not come on a server that is right; a `silence` is written out. */
export function patienceFor(expectation: Expectation, within: Milliseconds): Milliseconds {
  switch (expectation.kind) {
    case "reply": // that silence would be right too
      return expectation.outcomes.some(({ then, pattern }) => then === "pass" && mayBeSilence(pattern)) ? within : 0;
    case "delivered":
      return expectation.mail.count.most === Infinity ? 0 : sentinelTime;
    case "silence":
    case "until-quit":
    case "closes":
      return 0;
  }
}

function mayBeSilence(pattern: Pattern): boolean {
  return pattern.kind === "silence" || (pattern.kind === "one-of" && pattern.patterns.some(mayBeSilence));
}
