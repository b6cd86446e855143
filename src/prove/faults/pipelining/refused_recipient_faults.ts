/** Faults in what refused recipients leave in a group. */
import { reply } from "../../../reference/server/reply.ts";
import type { Hello } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, onVerb } from "../../mutations.ts";

/** Refused recipients. */
export const refusedRecipientFaults: readonly Fault[] = [
  {
    id: "no-recipients-for-good",
    description: "accepts no more recipients after DATA without one",
    caughtBy: ["pipelining/data/after-all-recipients-refused"],
    alsoSeenBy: ["pipelining", "sequence"],
    mutation: (right) => {
      const barred = new WeakSet<Hello>(); // one that lives as long as its session
      const bar = onVerb("DATA", (run) => (state, argument, context) => {
        if (state.hello && state.sender && state.recipients.length === 0) barred.add(state.hello);
        return run(state, argument, context);
      });
      const refuse = onVerb(
        "RCPT",
        (run) => (state, argument, context) =>
          state.hello && barred.has(state.hello)
            ? just(state, reply("554 5.5.1", "No valid recipients"))
            : run(state, argument, context),
      );
      return both(bar, refuse)(right);
    },
  },
  {
    id: "last-rcpt-decides",
    description: "refuses DATA when the last recipient was refused",
    caughtBy: [
      "pipelining/data/some-recipients-refused[last-refused]",
      "rcpt/delivered/refused-among-accepted[refused-last]",
    ],
    alsoSeenBy: ["sequence/untouched", "pipelining"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        /^5/.test(String(turn.replies[0]?.code)) ? { ...turn, state: { ...state, recipients: [] } } : turn,
    ),
  },
];
