/** What can be wrong with a target, as the command line and its file describe it. */
import type { Problem } from "../base/frame.ts";

/** What is wrong with a target: a sentence with a hint, or problems of its file. */
export type TargetError =
  | TargetUsageError
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** A sentence with a hint. */
export interface TargetUsageError {
  readonly kind: "usage";
  readonly message: string;
  readonly hint: string;
}

/** Makes a sentence with a hint. */
export function targetError(message: string, hint: string): TargetUsageError {
  return { kind: "usage", message, hint };
}
