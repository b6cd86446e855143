/** The words of the live line of a run. Pure. */
import { plainLine } from "../base/show.ts";
import { type Milliseconds, showAbout } from "../base/time.ts";

/** How far the cases of a run have come. */
export interface CaseProgress {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly warned: number;
  /** Since the first result. */
  readonly took: Milliseconds;
  /** The id of the latest result. */
  readonly latest: string;
}

/** Before that, what was quick says nothing about what is left. Our choices. */
const leastTime: Milliseconds = 2_000;
const leastShare = 0.05;

/** Writes how far a run has come, and once that can be told, how long the rest takes at this pace. */
export function writeProgress({ done, total, failed, warned, took, latest }: CaseProgress): string {
  const canTell = took >= leastTime && done >= total * leastShare && done < total;
  const left = canTell ? `  about ${showAbout((took / done) * (total - done))} left` : "";
  return `${done} of ${total}${left}  ${failed} failed  ${warned} warned  ${plainLine(latest)}`;
}
