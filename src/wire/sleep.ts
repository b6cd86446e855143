/** A pause. */
import type { Milliseconds } from "../base/time.ts";

/** Resolves after a time. */
export function sleep(time: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
