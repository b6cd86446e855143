/** The time of the processor, for tests of what may take how long: what else runs on a machine takes none of it. */
import process from "node:process";

/** Gives the milliseconds that this process has computed. */
export function cpuTime(): number {
  return process.cpuUsage().user / 1000;
}
