/** Faults in what the end of a message leaves. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Delivery, Hello } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterText, afterVerb, all, anew, isRefused } from "../../mutations.ts";

/** Delivers messages that fit when the client says QUIT, and never when it does not. */
function deliversAtQuit(form: RegExp): Mutation {
  const waiting = new WeakMap<Hello, Delivery>();
  const hold = afterText((turn, { hello }, text) => {
    if (turn.delivery === undefined || hello === undefined || !form.test(text)) return turn;
    waiting.set(hello, turn.delivery);
    return { ...turn, delivery: undefined };
  });
  const release = afterVerb("QUIT", (turn, { hello }) => ({
    ...turn,
    delivery: hello === undefined ? undefined : waiting.get(hello),
  }));
  return all(hold, release);
}

/** After a message. */
export const messageEndFaults: readonly Fault[] = [
  {
    id: "refused-message-keeps",
    description: "keeps the transaction when it refuses the message",
    caughtBy: ["data/refused/sender-cleared", "data/refused/next-message"],
    alsoSeenBy: ["data/refused"],
    mutation: afterText((turn, state) => isRefused(turn) ? { ...turn, state } : turn),
  },
  {
    id: "message-undone",
    description: "discards an accepted message when the session does not end with QUIT",
    caughtBy: ["data/state/completed-message-stays[closed]", "data/state/completed-message-stays[reset]"],
    mutation: anew(() => deliversAtQuit(/a message that stays/)),
  },
];
