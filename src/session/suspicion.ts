/** What may be held against a server that was sent nothing but legal input. It is believed when it comes again. Pure. */
import type { Milliseconds } from "../base/time.ts";
import type { LintRule } from "../judge/lint.ts";
import type { Observation } from "../smtp/observation.ts";

/** The rules that legal input is put to. */
export const rulesOfInput = [
  "missing-reply",
  "closes-without-421",
  "repeated-421",
] as const satisfies readonly LintRule[];
export type RuleOfInput = typeof rulesOfInput[number];

/** What was met, and after which input. */
export interface Suspicion {
  readonly rule: RuleOfInput;
  /** The command line without its line end, or the end of a message. */
  readonly input: string;
}

/** Gives what an observation after some input may be held against the server; `deadline` is the least wait that counts. */
export function findSuspicion(
  input: string | undefined,
  received: Observation,
  deadline: Milliseconds,
): Suspicion | undefined {
  if (input === undefined) return undefined;
  switch (received.kind) {
    case "silence":
      return received.after < deadline ? undefined : { rule: "missing-reply", input };
    case "close":
      return { rule: "closes-without-421", input };
    case "reply":
      // A refusal by policy (RFC 3463 §3.8) may close as well.
      return received.code === 421 && received.enhanced?.subject !== 7 ? { rule: "repeated-421", input } : undefined;
    case "malformed":
      return undefined;
  }
}
