/** Faults of long sessions. */
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { all, just, onVerb } from "../../mutations.ts";

/** A session that counts its messages. */
type Counting = State & { readonly messages?: number };

const messagesOf = (state: Counting) => state.messages ?? 0;

/** Long sessions. */
export const longSessionFaults: readonly Fault[] = [
  {
    id: "ten-messages",
    description: "answers MAIL with 503 after ten messages",
    caughtBy: ["sequence/long_session/twenty-messages"],
    mutation: all(
      ({ endText }) => ({
        endText: (state, text, context) => {
          const turn = endText(state, text, context);
          const counted: Counting = { ...turn.state, messages: messagesOf(state) + 1 };
          return { ...turn, state: counted };
        },
      }),
      onVerb(
        "MAIL",
        (right) => (state, argument, context) =>
          messagesOf(state) >= 10
            ? just(state, reply("503 5.5.1", "A transaction is open"))
            : right(state, argument, context),
      ),
    ),
  },
];
