/** How long a run may take where nobody says it: a server that is slow, or closes at random, holds up no job for hours. Pure. */
import type { Milliseconds } from "../base/time.ts";
import type { Deadlines } from "../targets/target.ts";

/** How long a run may take: so long, or as long as is made of what its plan is expected to take (0 until that is known). */
export type RunBudget = Milliseconds | ((estimated: Milliseconds) => Milliseconds);

/** Our choices: what a slow server needs on loopback, with room; a server that is as quick as at first needs a third of it. */
const least: Milliseconds = 600_000;
const leastDeadlines = 10;
const factor = 3;
const minute: Milliseconds = 60_000;

/** Makes the budget of a run without `--budget`: three times what is expected, ten times the longest deadline, or 10 min. */
export function budgetByEstimate({ connect, greeting, reply, endOfData, delivery }: Deadlines): RunBudget {
  const longest = Math.max(connect, greeting, reply, endOfData, delivery);
  return (estimated) => Math.max(least, leastDeadlines * longest, Math.ceil(factor * estimated / minute) * minute);
}
