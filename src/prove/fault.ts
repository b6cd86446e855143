/** Faults and choices: what can be switched on in the reference server, one at a time. */
import type { Level } from "../case/case.ts";
import type { Mutation } from "../reference/server/behaviour.ts";

/** One defect that a real implementation plausibly has. */
export interface Fault {
  readonly id: string;
  /** One sentence: what the server does. */
  readonly description: string;
  readonly rfc: string;
  readonly level: Level;
  /** Globs over case ids: each has to meet the fault. */
  readonly caughtBy: readonly string[];
  /** Globs of cases about something else that meet it too, and rightly; no other case may. */
  readonly alsoSeenBy?: readonly string[];
  /** Its cases are played one after the other: what one leaves behind in the server is not to meet another. */
  readonly isSequential?: true;
  /** A choice that the fault needs to be seen. */
  readonly choice?: string;
  readonly mutation: Mutation;
}

/** One way in which a right server may differ from ours. */
export interface Choice {
  readonly id: string;
  readonly description: string;
  readonly rfc: string;
  readonly mutation: Mutation;
}
