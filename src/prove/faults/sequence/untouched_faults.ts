/** Faults of commands that clear a transaction and should not. */
import type { Fault } from "../../fault.ts";
import { afterVerb } from "../../mutations.ts";

/** A transaction that does not stay. */
export const untouchedFaults: readonly Fault[] = [
  {
    id: "noop-resets",
    description: "clears the transaction on NOOP",
    caughtBy: ["sequence/untouched/sender[noop]", "sequence/untouched/recipients[noop]"],
    mutation: afterVerb(
      "NOOP",
      (turn, state, _argument, { behaviour }) => ({ ...turn, state: behaviour.reset(state, "rset") }),
    ),
  },
  ...["VRFY", "EXPN", "HELP"].map((verb): Fault => ({
    id: `${verb.toLowerCase()}-resets`,
    description: `clears the transaction on ${verb}`,
    caughtBy: [
      `sequence/untouched/sender[${verb.toLowerCase()}]`,
      `sequence/untouched/recipients[${verb.toLowerCase()}]`,
    ],
    alsoSeenBy: ["sequence/after_errors"],
    mutation: afterVerb(
      verb,
      (turn, state, _argument, { behaviour }) => ({ ...turn, state: behaviour.reset(state, "rset") }),
    ),
  })),
  {
    id: "refused-rset-resets",
    description: "refuses RSET with an argument and resets nevertheless",
    caughtBy: [
      "sequence/untouched/sender-after-error[rset-with-argument]",
      "sequence/untouched/recipients-after-error",
    ],
    mutation: afterVerb(
      "RSET",
      (turn, state, _argument, { behaviour }) => ({ ...turn, state: behaviour.reset(state, "rset") }),
    ),
  },
  {
    id: "refused-quit-resets",
    description: "refuses QUIT with an argument and clears the transaction",
    caughtBy: ["sequence/untouched/sender-after-error[quit-with-argument]"],
    alsoSeenBy: ["sequence/untouched"],
    mutation: afterVerb(
      "QUIT",
      (turn, state, _argument, { behaviour }) => ({ ...turn, state: behaviour.reset(state, "rset") }),
    ),
  },
];
