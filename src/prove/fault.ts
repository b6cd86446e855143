/** Faults and choices: what can be switched on in the reference server, one at a time. */
import type { Mutation } from "../reference/server/behaviour.ts";

/** One defect that a real implementation plausibly has. */
export interface Fault {
  readonly id: string;
  /** One sentence: what the server does. */
  readonly description: string;
  /** Globs over case ids: each has to meet the fault, as strongly as its level can (`strengthOf()` in evidence.ts). */
  readonly caughtBy: readonly string[];
  /** Globs of cases of MUST or MUST NOT that only warn, since the right class came with another code or the like. */
  readonly warnedBy?: readonly string[];
  /** Globs of cases about something else that meet it too, and rightly; no other case may. */
  readonly alsoSeenBy?: readonly string[];
  /** Cases of all areas meet it, and not of its own alone: it is about what many cases use. */
  readonly isMetEverywhere?: true;
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
  /** What it is about: it meets all cases of these areas, and by default a sample of others. */
  readonly areas: readonly string[];
  readonly mutation: Mutation;
}

/** Makes the cases that are to catch a fault those that only warn of it. */
export function onlyWarned(fault: Fault): Fault {
  return { ...fault, caughtBy: [], warnedBy: fault.caughtBy };
}
