/** Faults of DELIVERBY. */
import { reply } from "../../../reference/server/reply.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { afterVerb, just, mailRule, refuseArgument } from "../../mutations.ts";
import { acceptsAll, rare } from "../rare_parameters/rare.ts";

/** DELIVERBY. */
export const deliverByFaults: readonly Fault[] = [
  rare("by-refused", "refuses every BY", ["deliverby/deliverby/valid"], refuseArgument("MAIL", / BY=/i, "501 5.5.4")),
  rare(
    "by-capitals",
    "recognizes BY in upper case only",
    ["deliverby/deliverby/valid[lower-case]"],
    refuseArgument(
      "MAIL",
      / by=/,
      "501 5.5.4",
    ),
  ),
  rare("by-unsigned", "recognizes no sign in BY", [
    "deliverby/deliverby/valid[plus-sign]",
    "deliverby/deliverby/passed-time[negative]",
  ], refuseArgument("MAIL", / BY=[-+]/i, "501 5.5.4")),
  rare("by-no-trace", "does not recognize the trace of BY", [
    "deliverby/deliverby/valid[notify-trace]",
    "deliverby/deliverby/valid[return-trace]",
  ], refuseArgument("MAIL", / BY=\S*T/i, "501 5.5.4")),
  rare("by-any", "accepts any value of BY", [
    "deliverby/deliverby/syntax",
    "deliverby/deliverby/return-in-the-past",
    "deliverby/deliverby/below-the-minimum",
  ], mailRule("BY", acceptsAll)),
  onlyWarned(rare(
    "by-minimum-high",
    "refuses what is below the minimum with 501",
    ["deliverby/deliverby/below-the-minimum"],
    afterVerb(
      "MAIL",
      (turn, state) => turn.replies[0]?.code === 555 ? just(state, reply("501 5.5.4", "No")) : turn,
    ),
  )),
];
