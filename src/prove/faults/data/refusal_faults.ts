/** Faults of what a refused message leaves. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { State, Turn } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { recode } from "../../mutations.ts";

/** Changes the turn in which a message is refused. */
const whenRefused = (change: (turn: Turn, before: State) => Turn): Mutation => ({ endText }) => ({
  endText: (state, text, context) => {
    const turn = endText(state, text, context);
    return turn.replies[0]?.code === 250 || state.port === "lmtp" ? turn : change(turn, state);
  },
});

/** Refuses a message as a right server does, with these replies, and delivers it all the same. */
const deliversRefused = (change: (turn: Turn) => Turn): Mutation => ({ endText }) => ({
  endText: (state, text, context) => {
    const turn = endText(state, text, context);
    if (turn.replies[0]?.code !== 554 || state.port === "lmtp") return turn;
    const behaviour = { ...context.behaviour, refuseMessage: () => undefined };
    return { ...change(turn), delivery: endText(state, text, { ...context, behaviour }).delivery };
  },
});

/** A session that remembers what it should have cleared. */
type Marked = State & { readonly leftover?: string };

const refused = (id: string) => `data/refused/${id}`;

/** After a refused message. */
export const refusalFaults: readonly Fault[] = [
  {
    id: "refused-and-delivered",
    description: "refuses a message with 554 and delivers it nevertheless",
    caughtBy: [refused("not-delivered[bare-lf]"), refused("not-delivered[long-line]")],
    mutation: deliversRefused((turn) => turn),
  },
  {
    id: "refused-for-now-and-delivered",
    description: "defers a message with 451 and delivers it nevertheless",
    caughtBy: [refused("not-delivered[bare-cr]")],
    mutation: deliversRefused((turn) => ({
      ...turn,
      replies: recode(turn.replies, /554/, "451 4.3.0", "Try again"),
    })),
  },
  {
    id: "loop-refused-and-delivered",
    description: "refuses a message with more than 100 Received fields and delivers it nevertheless",
    caughtBy: [refused("loop-not-delivered")],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return text.split("\r\nReceived:").length > 100
          ? { ...turn, replies: recode(turn.replies, /250/, "554 5.4.6", "Too many hops") }
          : turn;
      },
    }),
  },
  {
    id: "refused-by-503",
    description: "refuses messages with 503",
    caughtBy: [refused("codes[bare-lf]"), refused("codes[long-line]")],
    mutation: whenRefused((turn) => ({ ...turn, replies: recode(turn.replies, /554/, "503 5.6.0", "Bad message") })),
  },
  {
    id: "refused-keeps-sender",
    description: "keeps the sender of a message that it refused",
    caughtBy: [refused("sender-cleared"), refused("next-message")],
    alsoSeenBy: ["data/refused"],
    mutation: whenRefused((turn, { sender }) => ({ ...turn, state: { ...turn.state, sender } })),
  },
  {
    id: "refused-keeps-recipients",
    description: "keeps the recipients of a message that it refused",
    caughtBy: [refused("recipients-cleared")],
    mutation: whenRefused((turn, { recipients }) => ({ ...turn, state: { ...turn.state, recipients } })),
  },
  {
    id: "refused-text-kept",
    description: "puts the text of a refused message before that of the next",
    caughtBy: [refused("next-message")],
    mutation: ({ endText }) => ({
      endText: (state: Marked, text, context) => {
        const turn = endText(state, text.replace("\r\n\r\n", `\r\n\r\n${state.leftover ?? ""}`), context);
        const leftover = turn.replies[0]?.code === 250 ? "" : "a line of the refused message\r\n";
        return { ...turn, state: { ...turn.state, leftover } };
      },
    }),
  },
  {
    id: "partial-success-refused",
    description:
      "refuses a message with 550 when one of several recipients cannot be reached, and delivers it to the others",
    choice: "unknown-recipient-taken",
    caughtBy: [refused("partial-success")],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return state.recipients.length > 1 && state.recipients.some(({ mailbox }) => mailbox === "nobody")
          ? { ...turn, replies: [reply("550 5.1.1", "One of them is not here")] }
          : turn;
      },
    }),
  },
];
