/** What stands where a value is wanted that could not be had: the reason is an answer, and is never thrown. */

/** Why something could not be done, in one sentence; a `Problem` of a file has its place besides. */
export interface PlainProblem {
  readonly kind: "problem";
  readonly message: string;
}

/** Makes a problem. */
export function problem(message: string): PlainProblem {
  return { kind: "problem", message };
}

/** Distinguishes a problem from the value that was wanted. */
export function isProblem(answer: unknown): answer is PlainProblem {
  return typeof answer === "object" && answer !== null && "kind" in answer && answer.kind === "problem";
}
