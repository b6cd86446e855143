/** A mutation that two families of faults share. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { nullSender } from "../../../reference/server/state.ts";
import { afterVerb } from "../../mutations.ts";

/** Opens a transaction though the reply to MAIL, whose code fits, refuses it. */
export function beginsAnyway(code: RegExp): Mutation {
  return afterVerb(
    "MAIL",
    (turn, state) =>
      code.test(String(turn.replies[0]?.code)) && state.hello !== undefined && state.sender === undefined
        ? { ...turn, state: { ...state, sender: nullSender } }
        : turn,
  );
}
