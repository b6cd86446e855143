/** Faults of RCPT that come from the parameters of MAIL. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { just, onVerb } from "../../mutations.ts";

/** Parameters of MAIL at RCPT. */
export const inheritedParameterFaults: readonly Fault[] = [
  {
    id: "rcpt-inherits-parameters",
    description: "holds the parameters of MAIL against RCPT",
    caughtBy: ["rcpt/accepted/after-mail-parameters"],
    mutation: onVerb(
      "RCPT",
      (right) => (state, argument, context) =>
        (state.sender?.parameters.length ?? 0) > 0
          ? just(state, reply("555 5.5.4", "A parameter is not known"))
          : right(state, argument, context),
    ),
  },
];
