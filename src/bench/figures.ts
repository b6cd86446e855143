/** Figures of a benchmark: medians, and how they are written. Pure. */
import type { Milliseconds } from "../base/time.ts";

/** Gives the median; of an even number of values the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError("Cannot compute the median of no values");
  return middle;
}

/** Writes a time with three significant digits. */
export function showTime(time: Milliseconds): string {
  return time >= 1000 ? `${round(time / 1000)} s` : `${round(time)} ms`;
}

/** Writes octets of memory. */
export function showMemory(octets: number): string {
  return `${Math.round(octets / 1_000_000)} MB`;
}

/** Writes the ratio of two values with three significant digits. */
export function showRatio(one: number, other: number): string {
  return round(one / other);
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  /** What it is compared with. */
  readonly next: string;
  readonly ratio: string;
  /** What the ratio has to be; undefined where nothing is required. */
  readonly bound: string | undefined;
  readonly isKept: boolean;
}

/** Writes the table as Markdown. */
export function drawTable(rows: readonly Row[]): string {
  const cells = [
    ["what", "smtpspec", "compared with", "ratio", "bound", "kept"],
    ["---", "---:", "---:", "---:", "---:", "---"],
    ...rows.map(({ what, figure, next, ratio, bound, isKept }) => [
      what,
      figure,
      next,
      ratio,
      bound ?? "",
      bound === undefined ? "" : isKept ? "yes" : "**no**",
    ]),
  ];
  return cells.map((row) => `| ${row.join(" | ")} |`).join("\n");
}
