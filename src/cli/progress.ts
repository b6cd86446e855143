/** The live line on a terminal while a suite runs; nothing in a pipe. */
import { clip, plainLine } from "../base/show.ts";
import type { Progress } from "../run/suite_options.ts";
import { printError } from "./print.ts";
import { columnsOf } from "./terminal.ts";

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
      const width = columnsOf(Deno.stderr) - 1;
      void printError(`\r${clip(words, width).padEnd(width)}`);
    },
    clear: () => printError(`\r${" ".repeat(columnsOf(Deno.stderr) - 1)}\r`),
  };
}
