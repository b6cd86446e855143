/** Looking into a mailbox: one look for all who wait for it, and no wait for what never ends. */
import { type PlainProblem, problem } from "../base/problem.ts";
import type { Milliseconds } from "../base/time.ts";

/** So many times what a look takes is the pause after it: there may be tens of thousands of messages. Our choice. */
const restFactor = 4;

/**
 * Lets all who ask while some work is under way, or has just been, share the next one: it begins when each of them has
 * asked, and a pause of `least` or more after the one before.
 */
export function shareLook<Value>(work: () => Promise<Value>, least: Milliseconds): () => Promise<Value> {
  let rested: Promise<void> = Promise.resolve();
  let next: Promise<Value> | undefined;
  return () =>
    next ??= rested.then(() => {
      next = undefined;
      const start = performance.now();
      const worked = work();
      const rest = () =>
        new Promise<void>((resolve) => setTimeout(resolve, Math.max(least, restFactor * (performance.now() - start))));
      rested = worked.then(rest, rest);
      return worked;
    });
}

/** What is said of a search that came to no end. */
export const outOfTime = problem("it was not read to its end in time");

/** Gives up on what may never end: a disk or a server that does not answer, a pipe that took the place of a file. */
export async function unlessAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value | PlainProblem> {
  if (signal === undefined) return await work;
  const { promise, resolve } = Promise.withResolvers<PlainProblem>();
  const stop = () => resolve(outOfTime);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", stop);
    work.catch(() => {}); // It was aborted, or its error is on its way already.
  }
}
