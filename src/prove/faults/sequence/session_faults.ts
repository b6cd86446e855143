/** Faults of what is left after a message, and between sessions. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Sender, State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, all, anew, just, keep, onVerb } from "../../mutations.ts";

/** Keeps recipients in one list for each sender, whoever names it in whatever session. */
function sharesRecipients(): Mutation {
  const lists = new Map<string, State["recipients"]>();
  const nameOf = ({ sender }: State) => sender?.path?.localPart ?? "";
  const add = afterVerb("RCPT", (turn) => {
    if (turn.state.recipients.length > 0) lists.set(nameOf(turn.state), turn.state.recipients);
    return turn;
  });
  const use = onVerb(
    "DATA",
    (right) => (state, argument, context) =>
      right({ ...state, recipients: lists.get(nameOf(state)) ?? state.recipients }, argument, context),
  );
  return all(add, use);
}

/** Clears what was received of other texts when a text begins; of a text that fits, one line is left. */
function sharesText(form: RegExp): Mutation {
  let texts = 0;
  const begun = new WeakMap<Sender, number>();
  const begin = afterVerb("DATA", (turn, { sender }) => {
    if (sender !== undefined) begun.set(sender, ++texts);
    return turn;
  });
  const end: Mutation = ({ endText }) => ({
    endText: (state, text, context) => {
      const isCleared = state.sender !== undefined && begun.get(state.sender) !== texts && form.test(text);
      return endText(state, isCleared ? text.replace(/(\r\n\r\n)[^\r\n]*\r\n/, "$1") : text, context);
    },
  });
  return all(begin, end);
}

/** After a message, and between sessions. */
export const sessionFaults: readonly Fault[] = [
  {
    id: "message-keeps-sender",
    description: "clears the recipients after a message and keeps the sender",
    caughtBy: ["sequence/after_message/sender-cleared", "sequence/after_message/second-message"],
    alsoSeenBy: ["sequence/after_message", "data", "pipelining/data", "pipelining", "sequence"],
    mutation: keep(["end"], "sender"),
  },
  {
    id: "message-keeps-recipients",
    description: "clears the sender after a message and keeps the recipients",
    caughtBy: ["sequence/after_message/recipients-cleared"],
    alsoSeenBy: ["lmtp", "sequence", "sequence/next_transaction"],
    mutation: keep(["end"], "recipients"),
  },
  {
    id: "message-keeps-transaction",
    description: "keeps the whole transaction after a message",
    caughtBy: ["data/state/data-again", "sequence/after_message/sender-cleared"],
    alsoSeenBy: ["sequence/after_message", "data", "pipelining/data", "pipelining", "sequence"],
    mutation: keep(["end"], "sender", "recipients"),
  },
  {
    id: "message-needs-ehlo",
    description: "requires EHLO again after a message",
    caughtBy: ["sequence/after_message/second-message"],
    alsoSeenBy: ["sequence/after_message", "data", "pipelining/data", "pipelining", "sequence"],
    mutation: ({ reset }) => ({
      reset: (state, reason) => reason === "end" ? { ...reset(state, reason), hello: undefined } : reset(state, reason),
    }),
  },
  {
    id: "sessions-share-sender",
    description: "keeps the sender in one place for all sessions",
    caughtBy: ["sequence/two_sessions/own-transaction"],
    alsoSeenBy: ["sequence", "mail", "rcpt", "commands", "ehlo"],
    mutation: (right) => {
      let latest: State["sender"];
      return onVerb(
        "RCPT",
        (rcpt) => (state, argument, context) => rcpt({ ...state, sender: state.sender ?? latest }, argument, context),
      )({
        ...right,
        ...afterVerb("MAIL", (turn) => {
          latest = turn.state.sender ?? latest;
          return turn;
        })(right),
      });
    },
  },
  {
    id: "sessions-share-reset",
    description: "lets RSET of one session end the transactions of all",
    caughtBy: ["sequence/two_sessions/own-reset"],
    alsoSeenBy: ["sequence", "mail", "rcpt", "commands", "ehlo"],
    mutation: (right) => {
      // A transaction that began before the latest RSET of anybody is over.
      let resets = 0;
      const begun = new WeakMap<object, number>();
      const isOver = (state: State) => state.sender !== undefined && (begun.get(state.sender) ?? resets) < resets;
      const rcpt = onVerb(
        "RCPT",
        (handler) => (state, argument, context) =>
          isOver(state)
            ? just(context.behaviour.reset(state, "rset"), reply("503 5.5.1", "Send MAIL first"))
            : handler(state, argument, context),
      );
      const mail = afterVerb("MAIL", (turn) => {
        if (turn.state.sender !== undefined && !begun.has(turn.state.sender)) begun.set(turn.state.sender, resets);
        return turn;
      });
      const rset = afterVerb("RSET", (turn, state) => {
        if (state.sender === undefined) resets++;
        return turn;
      });
      return [rcpt, mail, rset].reduce((behaviour, mutation) => ({ ...behaviour, ...mutation(behaviour) }), right);
    },
  },
  {
    id: "sessions-share-recipients",
    description: "keeps the recipients of a sender in one list for all sessions",
    caughtBy: ["sequence/two_sessions/own-recipients"],
    alsoSeenBy: ["sequence", "mail", "rcpt", "commands", "ehlo", "data", "pipelining"],
    mutation: anew(sharesRecipients),
  },
  {
    id: "sessions-share-text",
    description: "keeps the text of all sessions in one place",
    caughtBy: ["sequence/two_sessions/own-message"],
    mutation: anew(() => sharesText(/the first half/)),
  },
  {
    id: "refused-ehlo-counts",
    description: "counts an EHLO or HELO that it refused",
    caughtBy: ["sequence/initial_state/refused-ehlo"],
    mutation: afterVerb("EHLO HELO", (turn) => ({
      ...turn,
      state: { ...turn.state, hello: turn.state.hello ?? { verb: "EHLO", name: "" } },
    })),
  },
];
