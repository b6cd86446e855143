/** What keeps a case from being played. */

/** Thrown when a case cannot be played as it is written: a value that is not there, or a safety class not declared. */
export class Unplayable extends Error {
  readonly verdict: "inconclusive" | "error";

  constructor(verdict: "inconclusive" | "error", message: string) {
    super(message);
    this.verdict = verdict;
  }
}
