/** Faults of what leaks: from one transaction into the next, and from an error into what follows. */
import type { Behaviour, Context, Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Delivery, Hello, Sender, State, Turn } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, all, anew, just } from "../../mutations.ts";

/** Changes what becomes of a text. */
const afterText =
  (change: (turn: Turn, before: State, text: string, context: Context) => Turn): Mutation => ({ endText }) => ({
    endText: (state, text, context) => change(endText(state, text, context), state, text, context),
  });

const isRefused = ({ replies }: Turn) => (replies[0]?.code ?? 0) >= 400;

/** Remembers a sender that fits over RSET or EHLO, and marks the next one likewise. A hello stands for its session. */
function sticky(isMarked: (sender: Sender) => boolean, mark: (sender: Sender) => Sender): Mutation {
  const marked = new WeakSet<Hello>();
  const remember = afterVerb("RSET EHLO", (turn, { sender }) => {
    if (sender !== undefined && isMarked(sender) && turn.state.hello !== undefined) marked.add(turn.state.hello);
    return turn;
  });
  const apply = afterVerb("MAIL", (turn, { hello }) => {
    const { sender } = turn.state;
    if (sender === undefined || hello === undefined || !marked.has(hello)) return turn;
    return { ...turn, state: { ...turn.state, sender: mark(sender) } };
  });
  return all(remember, apply);
}

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

/** Leaks between transactions. */
const transactionLeaks: readonly Fault[] = [
  {
    id: "body-outlives",
    description: "keeps BODY=BINARYMIME over RSET and EHLO",
    caughtBy: ["mail/parameters/forgotten[rset]", "mail/parameters/forgotten[ehlo]"],
    mutation: anew(() => sticky(({ body }) => body === "BINARYMIME", (sender) => ({ ...sender, body: "BINARYMIME" }))),
  },
  {
    id: "smtputf8-outlives",
    description: "keeps SMTPUTF8 over RSET and EHLO",
    caughtBy: ["mail/parameters/smtputf8-forgotten[rset]", "mail/parameters/smtputf8-forgotten[ehlo]"],
    mutation: anew(() => sticky(({ isUtf8 }) => isUtf8, (sender) => ({ ...sender, isUtf8: true }))),
  },
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
    id: "refused-message-keeps",
    description: "keeps the transaction when it refuses the message",
    caughtBy: ["data/refused/sender-cleared", "data/refused/next-message"],
    alsoSeenBy: ["data/refused"],
    mutation: afterText((turn, state) => isRefused(turn) ? { ...turn, state } : turn),
  },
  {
    id: "refused-message-locks",
    description: "accepts no mail in a session after it refused a message",
    caughtBy: ["sequence/after_message/after-refused-message"],
    mutation: afterText((turn) => isRefused(turn) ? { ...turn, state: { ...turn.state, hello: undefined } } : turn),
  },
  {
    id: "message-undone",
    description: "discards an accepted message when the session does not end with QUIT",
    caughtBy: ["data/state/completed-message-stays[closed]", "data/state/completed-message-stays[reset]"],
    mutation: anew(() => deliversAtQuit(/a message that stays/)),
  },
  {
    id: "bare-lf-is-a-line",
    description: "removes dots after a bare LF",
    choice: "bare-line-ends-kept",
    caughtBy: ["data/exchange/dot-behind-bare-lf"],
    mutation: ({ unstuff }) => ({ unstuff: (text) => unstuff(text.replace(/(?<!\r)\n/g, "\r\n")) }),
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

/** All leaks. */
export const isolationFaults: readonly Fault[] = [...transactionLeaks, ...errorLeaks];
