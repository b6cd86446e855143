/** Numbers of things in words. Pure. */
import type { Case } from "../case/case.ts";

/** Writes a number and a noun: "1 file", "2 files". */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Writes how many cases there are, and how many variants they have in all where some have several. */
export function countCases(cases: readonly Pick<Case, "id">[]): string {
  const whole = new Set(cases.map(({ id }) => id.replace(/\[.*$/, "")));
  const counted = countOf(whole.size, "case");
  return whole.size === cases.length ? counted : `${counted}, ${countOf(cases.length, "variant")}`;
}
