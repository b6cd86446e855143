/** Faults of what leaks: from one transaction into the next, and from an error into what follows. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Hello, Sender, State, Turn } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterText, afterVerb, all, anew, isRefused, just } from "../../mutations.ts";

/** Counts the errors of a session, and acts from the fourth on. */
function fromTheFourthError(act: (turn: Turn, verb: string) => Turn): Mutation {
  const errors = new WeakMap<Hello, number>();
  const count = (turn: Turn, verb: string): Turn => {
    const { hello } = turn.state;
    if (hello === undefined) return turn;
    const before = errors.get(hello) ?? 0;
    if (isRefused(turn)) errors.set(hello, before + 1);
    return before >= 4 ? act(turn, verb) : turn;
  };
  return ({ commands, unknown }) => ({
    unknown: (state, command) => count(unknown(state, command), command.verb),
    commands: new Map(
      [...commands].map(([verb, handler]) => [
        verb,
        (state, argument, context) => count(handler(state, argument, context), verb),
      ]),
    ),
  });
}

/** Gives every message of a session the sender of its first MAIL. */
function firstSenderSticks(): Mutation {
  const first = new WeakMap<Hello, Sender>();
  return afterVerb("MAIL", (turn, { hello }) => {
    const { sender } = turn.state;
    if (sender === undefined || hello === undefined) return turn;
    const kept = first.get(hello) ?? sender;
    first.set(hello, kept);
    return { ...turn, state: { ...turn.state, sender: kept } };
  });
}

/** Counts the recipients of each transaction anew, and keeps all of a session in one list. */
function pilesRecipients(): Mutation {
  const piles = new WeakMap<Hello, State["recipients"]>();
  const carry = afterVerb("EHLO", (turn, { hello }) => {
    const before = hello === undefined ? undefined : piles.get(hello);
    if (before !== undefined && turn.state.hello !== undefined) piles.set(turn.state.hello, before);
    return turn;
  });
  const add = afterVerb("RCPT", (turn, { hello, recipients }) => {
    const added = turn.state.recipients.slice(recipients.length);
    if (hello !== undefined) piles.set(hello, [...(piles.get(hello) ?? []), ...added]);
    return turn;
  });
  const use = afterVerb("DATA", (turn, { hello }) => {
    const pile = hello === undefined ? undefined : piles.get(hello);
    return turn.next.kind === "text" && pile !== undefined
      ? { ...turn, state: { ...turn.state, recipients: pile } }
      : turn;
  });
  return all(carry, add, use);
}

/** Leaks between transactions. */
const transactionLeaks: readonly Fault[] = [
  {
    id: "first-sender-sticks",
    description: "keeps the first sender of a session for all its messages",
    caughtBy: ["sequence/after_message/sender-of-the-next[rset]"],
    alsoSeenBy: ["sequence/after_message"],
    mutation: anew(firstSenderSticks),
  },
  {
    id: "recipients-pile-up",
    description: "counts the recipients of each transaction anew and delivers to all of the session",
    caughtBy: [
      "sequence/next_transaction/recipients-of-the-next[rset]",
      "sequence/next_transaction/recipients-of-the-next[ehlo]",
      "sequence/next_transaction/recipients-of-the-last",
    ],
    alsoSeenBy: ["sequence"],
    mutation: anew(pilesRecipients),
  },
  {
    id: "refused-message-locks",
    description: "accepts no mail in a session after it refused a message",
    caughtBy: ["sequence/after_message/after-refused-message"],
    mutation: afterText((turn) => isRefused(turn) ? { ...turn, state: { ...turn.state, hello: undefined } } : turn),
  },
];

/** What errors leave behind. */
const errorLeaks: readonly Fault[] = [
  {
    id: "errors-lock",
    description: "accepts no mail in a session after four errors",
    caughtBy: [
      "sequence/after_errors/same-error[unknown-command]",
      "sequence/after_errors/same-error[broken-recipient]",
      "sequence/after_errors/many-kinds",
    ],
    alsoSeenBy: ["sequence"],
    mutation: fromTheFourthError((turn, verb) =>
      /^(MAIL|RCPT)$/.test(verb) ? just(turn.state, reply("503 5.5.1", "Too many errors")) : turn
    ),
  },
];

/** All leaks. */
export const isolationFaults: readonly Fault[] = [...transactionLeaks, ...errorLeaks];
