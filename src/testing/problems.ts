/** Problems in tests. */
import { isProblem } from "../base/problem.ts";

/** Gives the message of a problem; a text that no test expects for anything else. */
export function messageOf(answer: unknown): string {
  return isProblem(answer) ? answer.message : "no problem";
}
