/** The live line on a terminal while a suite runs; nothing in a pipe. */
import { clip } from "../base/show.ts";
import { wrapWords } from "../base/wrap.ts";
import type { Progress } from "../run/suite_options.ts";
import { printError } from "./print.ts";
import { writeProgress } from "./progress_text.ts";
import { columnsOf } from "./terminal.ts";

const every = 100; // milliseconds: as often as the line is drawn, at the most

/** Progress on standard error. */
export interface ProgressLine {
  show(progress: Progress): void;
  /** Writes a line that stays, above the live one. */
  say(line: string): void;
  clear(): Promise<void>;
}

/** Draws progress on standard error when that is a terminal. */
export function makeProgressLine(clock: () => number): ProgressLine {
  const printLine = (line: string, before: string) => {
    void printError(`${before}${wrapWords(line, columnsOf(Deno.stderr)).join("\n")}\n`);
  };
  if (!Deno.stderr.isTerminal()) {
    return { show: () => {}, say: (line) => printLine(line, ""), clear: () => Promise.resolve() };
  }
  const blank = () => `\r${" ".repeat(columnsOf(Deno.stderr) - 1)}\r`;
  let last = -Infinity;
  let failed = 0;
  let warned = 0;
  let start: number | undefined;
  return {
    show({ stage, done, total, latest }) {
      if (latest?.verdict === "fail") failed++;
      if (latest?.verdict === "warn") warned++;
      if (clock() - last < every && stage === "cases" && done < total) return;
      last = clock();
      if (stage === "cases") start ??= clock();
      const words = stage === "cases"
        ? writeProgress({ done, total, failed, warned, took: clock() - (start ?? clock()), latest: latest?.id ?? "" })
        : stage === "sanity check"
        ? "sanity check"
        : "sanity check, again";
      const width = columnsOf(Deno.stderr) - 1;
      void printError(`\r${clip(words, width).padEnd(width)}`);
    },
    say: (line) => printLine(line, blank()),
    clear: () => printError(blank()),
  };
}
