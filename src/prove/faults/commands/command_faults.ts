/** Faults of the commands that have no part in a transaction. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Delivery, State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, keep, onVerb, replyInstead } from "../../mutations.ts";

/** NOOP, RSET, QUIT. */
export const commandFaults: readonly Fault[] = [
  {
    id: "noop-200",
    description: "answers NOOP with 200",
    caughtBy: [],
    warnedBy: ["commands/noop/plain"],
    alsoSeenBy: ["replies/lint/listed-code"],
    mutation: replyInstead("NOOP", /250/, "200 2.0.0", "Ok"),
  },
  {
    id: "noop-argument-refused",
    description: "refuses NOOP with an argument",
    caughtBy: ["commands/noop/with-argument"],
    mutation: onVerb(
      "NOOP",
      (right) => (state, argument, context) =>
        argument === "" ? right(state, argument, context) : just(state, reply("501 5.5.4", "NOOP has no argument")),
    ),
  },
  {
    id: "noop-argument-run",
    description: "executes the argument of NOOP as a command",
    caughtBy: ["commands/noop/argument-is-not-run"],
    alsoSeenBy: ["commands/noop"],
    mutation: onVerb(
      "NOOP",
      (right) => (state, argument, context) => (context.behaviour.commands.get(argument) ?? right)(state, "", context),
    ),
  },
  {
    id: "rset-200",
    description: "answers RSET with 200",
    caughtBy: [],
    warnedBy: ["commands/rset/plain[after-ehlo]"],
    alsoSeenBy: ["replies/lint/listed-code"],
    mutation: afterVerb(
      "RSET",
      (turn, state) =>
        state.sender === undefined && turn.replies[0]?.code === 250
          ? { ...turn, replies: [reply("200 2.0.0", "Reset")] }
          : turn,
    ),
  },
  {
    id: "rset-before-ehlo-refused",
    description: "refuses RSET before EHLO",
    caughtBy: [],
    warnedBy: ["commands/rset/before-ehlo"],
    mutation: afterVerb(
      "RSET",
      (turn, state) => state.hello === undefined ? just(state, reply("503 5.5.1", "Send EHLO first")) : turn,
    ),
  },
  {
    id: "rset-clears-nothing",
    description: "answers RSET with 250 and clears nothing",
    caughtBy: ["commands/rset/clears-sender"],
    alsoSeenBy: ["commands/rset"],
    isMetEverywhere: true,
    mutation: keep(["rset"], "sender", "recipients", "chunks"),
  },
  {
    id: "rset-keeps-recipients",
    description: "clears the sender on RSET and keeps the recipients",
    caughtBy: ["commands/rset/clears-recipients"],
    mutation: keep(["rset"], "recipients"),
  },
  {
    id: "rset-needs-ehlo",
    description: "requires EHLO again after RSET",
    caughtBy: ["commands/rset/new-transaction", "pipelining/group/replies-in-order"],
    alsoSeenBy: ["commands", "mail", "pipelining"],
    mutation: afterVerb(
      "RSET",
      (turn, state) => state.recipients.length > 0 ? { ...turn, state: { ...turn.state, hello: undefined } } : turn,
    ),
  },
  {
    id: "rset-closes",
    description: "closes the connection at the fifth RSET",
    caughtBy: ["commands/rset/again-and-again"],
    mutation: (right) => {
      const counts = new Map<unknown, number>();
      return afterVerb("RSET", (turn, state) => {
        // A RSET without a transaction leaves the state as it was, so that its hello is a mark of the session.
        const count = (counts.get(state.hello) ?? 0) + 1;
        counts.set(state.hello, count);
        return count > 4 ? { ...turn, next: { kind: "close" } } : turn;
      })(right);
    },
  },
  {
    id: "rset-argument",
    description: "accepts RSET with an argument",
    caughtBy: ["commands/rset/with-argument"],
    mutation: onVerb("RSET", (right) => (state, _argument, context) => right(state, "", context)),
  },
  {
    id: "rset-delivers-again",
    description: "delivers an accepted message once more when RSET follows it",
    caughtBy: ["commands/rset/after-message"],
    mutation: (right) => {
      const delivered = new WeakMap<State, Delivery>();
      const remember: Mutation = ({ endText }) => ({
        endText: (before, text, context) => {
          const turn = endText(before, text, context);
          const state = { ...turn.state };
          if (turn.delivery !== undefined) delivered.set(state, turn.delivery);
          return { ...turn, state };
        },
      });
      return both(remember, afterVerb("RSET", (turn, state) => ({ ...turn, delivery: delivered.get(state) })))(right);
    },
  },
];
