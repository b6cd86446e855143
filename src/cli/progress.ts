/** The live line on a terminal while a suite runs; nothing in a pipe. */
import { clip, plainLine } from "../base/show.ts";
import type { Progress } from "../run/suite_options.ts";
import { printError } from "./outcome.ts";

const every = 100; // milliseconds: as often as the line is drawn, at the most

/** Draws progress on standard error when that is a terminal. */
export function makeProgressLine(clock: () => number): { show(progress: Progress): void; clear(): Promise<void> } {
  if (!Deno.stderr.isTerminal()) return { show: () => {}, clear: () => Promise.resolve() };
  let last = -Infinity;
  let failed = 0;
  let warned = 0;
  return {
    show({ stage, done, total, latest }) {
      if (latest?.verdict === "fail") failed++;
      if (latest?.verdict === "warn") warned++;
      if (clock() - last < every && stage === "cases" && done < total) return;
      last = clock();
      const words = stage === "cases"
        ? `${done} of ${total}  ${failed} failed  ${warned} warned  ${plainLine(latest?.id ?? "")}`
        : stage === "sanity check"
        ? "sanity check"
        : "sanity check, again";
      const width = terminalWidth() - 1;
      void printError(`\r${clip(words, width).padEnd(width)}`);
    },
    clear: () => printError(`\r${" ".repeat(terminalWidth() - 1)}\r`),
  };
}

/** Gives the columns of the terminal; 80 where there is none. */
export function terminalWidth(): number {
  try {
    return Math.max(40, Math.min(160, Deno.consoleSize().columns));
  } catch {
    return 80; // no terminal
  }
}
