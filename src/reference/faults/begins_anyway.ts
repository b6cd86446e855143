/** A twist that two families of faults share. */
import type { Twist } from "../server/conduct.ts";
import { nullSender } from "../server/state.ts";
import { afterVerb } from "./twists.ts";

/** Opens a transaction though the reply to MAIL, whose code fits, refuses it. */
export function beginsAnyway(code: RegExp): Twist {
  return afterVerb(
    "MAIL",
    (turn, state) =>
      code.test(String(turn.replies[0]?.code)) && state.hello !== undefined && state.sender === undefined
        ? { ...turn, state: { ...state, sender: nullSender } }
        : turn,
  );
}
