/** Faults of QUIT. */
import type { Behaviour, Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Hello, State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterText, afterVerb, all, just, onVerb, replyInstead } from "../../mutations.ts";

/** Refuses QUIT in sessions that were marked. */
function quitRefusedAfter(when: (right: Behaviour, mark: (state: State) => void) => Partial<Behaviour>): Mutation {
  const marked = new WeakSet<Hello>();
  const mark = ({ hello }: State) => {
    if (hello !== undefined) marked.add(hello);
  };
  return all(
    (right) => when(right, mark),
    afterVerb(
      "QUIT",
      (turn, state) =>
        state.hello !== undefined && marked.has(state.hello) ? just(state, reply("500 5.5.1", "Unknown")) : turn,
    ),
  );
}

/** QUIT. */
export const quitFaults: readonly Fault[] = [
  {
    id: "quit-250",
    description: "answers QUIT with 250",
    caughtBy: [],
    warnedBy: ["commands/quit/plain"],
    alsoSeenBy: ["commands/quit", "greeting", "lmtp/lmtp/reset-and-quit"],
    mutation: replyInstead("QUIT", /221/, "250 2.0.0", "mx.test closes the connection"),
  },
  {
    id: "quit-stays",
    description: "answers QUIT with 221 and does not close",
    caughtBy: ["commands/quit/plain", "commands/quit/name-in-reply"],
    alsoSeenBy: ["commands"],
    mutation: () => ({ closing: "never" }),
  },
  {
    id: "quit-early-refused",
    description: "refuses QUIT before EHLO",
    caughtBy: ["commands/quit/plain[before-ehlo]"],
    alsoSeenBy: ["greeting", "replies/one_each"],
    mutation: afterVerb(
      "QUIT",
      (turn, state) => state.hello === undefined ? just(state, reply("503 5.5.1", "Send EHLO first")) : turn,
    ),
  },
  {
    id: "quit-without-name",
    description: "leaves its name out of the 221",
    caughtBy: ["commands/quit/name-in-reply"],
    mutation: replyInstead("QUIT", /221/, "221 2.0.0", "Bye"),
  },
  {
    id: "quit-argument",
    description: "accepts QUIT with an argument",
    caughtBy: ["commands/quit/with-argument"],
    mutation: onVerb("QUIT", (right) => (state, _argument, context) => right(state, "", context)),
  },
  {
    id: "quit-after-error",
    description: "answers QUIT after an unknown command with 500",
    caughtBy: ["commands/quit/after-all[unknown-command]"],
    alsoSeenBy: ["commands", "replies"],
    mutation: quitRefusedAfter(({ unknown }, mark) => ({
      unknown: (state, command) => {
        mark(state);
        return unknown(state, command);
      },
    })),
  },
  {
    id: "quit-after-message",
    description: "answers QUIT after a message with 500",
    caughtBy: ["commands/quit/after-message"],
    alsoSeenBy: ["commands", "data", "replies"],
    mutation: quitRefusedAfter((right, mark) =>
      afterText((turn, state) => {
        mark(state);
        return turn;
      })(right)
    ),
  },
  {
    id: "quit-in-transaction",
    description: "refuses QUIT while a transaction is open",
    caughtBy: ["commands/quit/after-all[refused-rcpt]", "commands/quit/plain[after-mail]"],
    alsoSeenBy: ["commands", "mail", "rcpt", "data", "replies", "ehlo", "sequence"],
    mutation: afterVerb(
      "QUIT",
      (turn, state) => state.sender === undefined ? turn : just(state, reply("503 5.5.1", "Send RSET first")),
    ),
  },
];
