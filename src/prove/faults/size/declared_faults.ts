/** Faults that hold a message against the size that was declared for it. */
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";

const declared = (state: State) =>
  Number(state.sender?.parameters.find(({ keyword }) => keyword === "SIZE")?.value ?? Number.NaN);

/** Declared sizes. */
export const declaredFaults: readonly Fault[] = [
  {
    id: "size-must-be-exact",
    description: "refuses a message that is smaller than was declared",
    caughtBy: ["size/transfer/smaller-than-declared"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        content.length < declared(state)
          ? reply("552 5.3.4", "The message has another size")
          : refuseMessage(content, state, context),
    }),
  },
  {
    id: "size-cuts",
    description: "reads a message up to its declared size, and what follows as another",
    caughtBy: ["size/transfer/larger-than-declared"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return text.length > declared(state) && state.port !== "lmtp"
          ? { ...turn, replies: [...turn.replies, reply("500 5.5.1", "Command not recognized")] }
          : turn;
      },
    }),
  },
];
