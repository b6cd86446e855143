/** The line that says what a run will do and how long that takes. Pure. */
import { type Milliseconds, showAbout, showRoundDuration } from "../base/time.ts";
import type { Planned } from "../run/suite_options.ts";
import { countOf } from "./count.ts";

/** From here on the line is worth to be read in a log too. Our choice. */
const worthALine: Milliseconds = 60_000;

/** Says whether a plan takes so long that somebody may think that nothing goes on. */
export function isLong({ longest: { estimate } }: Planned): boolean {
  return estimate.time >= worthALine;
}

/** Writes the line. `budget` is that of `--budget`, if there is one. */
export function writePlanLine(
  { results, played, endpoints, longest: { estimate, delay } }: Planned,
  budget: Milliseconds | "none" | undefined,
): string {
  const { time, connections, isPaused } = estimate;
  const counted = `${countOf(results, "result")} on ${countOf(endpoints, "port")}, ${played} to be played: `;
  const reason = isPaused ? `, for the pause of ${showRoundDuration(delay)} between ${connections} connections` : "";
  const end = typeof budget === "number" && time > budget
    ? `; --budget ends it after ${showRoundDuration(budget)}`
    : "";
  return `${counted}about ${showAbout(time)}${reason}${end}`;
}
