/** Faults of the order of commands, and of what a refusal leaves of a transaction. */
import { reply } from "../../../reference/server/reply.ts";
import { nullSender, type State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb, replyInstead } from "../../mutations.ts";
import { beginsAnyway } from "../mail/begins_anyway.ts";

/** Clears the transaction when a verb is refused. */
const resetsWhenRefused = (verbs: string, code = /^5/) =>
  afterVerb(
    verbs,
    (turn, state, _argument, { behaviour }) =>
      code.test(String(turn.replies[0]?.code)) ? { ...turn, state: behaviour.reset(state, "rset") } : turn,
  );

const ghost: State["recipients"][number] = {
  path: { localPart: "ghost", domain: "mx.test" },
  mailbox: undefined,
  parameters: [],
};

/** Order and state. */
export const transactionFaults: readonly Fault[] = [
  {
    id: "mail-before-ehlo",
    description: "accepts MAIL before EHLO",
    caughtBy: ["sequence/order/mail-before-ehlo"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        right({ ...state, hello: state.hello ?? { verb: "HELO", name: "unknown" } }, argument, context),
    ),
  },
  ...["RSET", "NOOP"].map((verb): Fault => ({
    id: `${verb.toLowerCase()}-for-ehlo`,
    description: `treats ${verb} as EHLO`,
    caughtBy: [`sequence/initial_state/other-command[${verb.toLowerCase()}]`],
    mutation: afterVerb(verb, (turn) => ({
      ...turn,
      state: { ...turn.state, hello: turn.state.hello ?? { verb: "HELO", name: "unknown" } },
    })),
  })),
  {
    id: "early-command-closes",
    description: "closes the connection after MAIL, RCPT or DATA before EHLO",
    caughtBy: ["sequence/initial_state/mail-after-all"],
    mutation: afterVerb(
      "MAIL RCPT DATA",
      (turn, state) => state.hello === undefined ? { ...turn, next: { kind: "close" } } : turn,
    ),
  },
  {
    id: "rcpt-before-mail-500",
    description: "answers RCPT before MAIL with 500",
    caughtBy: [],
    warnedBy: ["sequence/order/rcpt-before-mail"],
    alsoSeenBy: [
      "commands/rset/clears-sender",
      "ehlo/again/clears-sender",
      "pipelining/group",
      "sequence",
      "starttls/state",
    ],
    mutation: replyInstead("RCPT", /503/, "500 5.5.1", "Unknown"),
  },
  {
    id: "rcpt-before-mail",
    description: "accepts RCPT before MAIL",
    caughtBy: ["sequence/order/rcpt-before-mail"],
    alsoSeenBy: [
      "commands/rset",
      "ehlo/again",
      "pipelining/group",
      "sequence",
      "mail/parameters/refused-parameter-begins-nothing",
    ],
    mutation: afterVerb(
      "RCPT",
      (turn) => turn.replies[0]?.code === 503 ? just(turn.state, reply("250 2.1.5", "Recipient accepted")) : turn,
    ),
  },
  {
    id: "data-too-early-500",
    description: "answers DATA before RCPT with 500",
    caughtBy: ["sequence/order/data-too-early"],
    alsoSeenBy: ["sequence", "data", "pipelining", "commands/rset", "ehlo/again", "rcpt/refused", "lmtp"],
    mutation: replyInstead("DATA", /503/, "500 5.5.1", "Unknown"),
  },
  {
    id: "data-without-recipients",
    description: "accepts a message for nobody",
    caughtBy: ["pipelining/data/all-recipients-refused", "sequence/order/data-too-early"],
    alsoSeenBy: [
      "pipelining/group/refused-mail",
      "lmtp/lmtp/data-without-recipient",
      "pipelining",
      "pipelining/data",
      "lmtp/lmtp",
    ],
    mutation: (right) => ({
      ...afterVerb(
        "DATA",
        (turn, state, argument) =>
          turn.replies[0]?.code === 503 && argument === "" && state.chunks === undefined
            ? {
              ...just({ ...state, sender: state.sender ?? nullSender }, reply("354", "Go ahead")),
              next: { kind: "text" },
            }
            : turn,
      )(right),
    }),
  },
  {
    id: "refused-rcpt-counts",
    description: "counts a recipient that it refused",
    caughtBy: ["sequence/order/data-after-refused-rcpt", "rcpt/refused/parameter-refused-and-recipient-counted"],
    alsoSeenBy: ["pipelining/data", "lmtp"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        state.sender !== undefined && /^55/.test(String(turn.replies[0]?.code))
          ? { ...turn, state: { ...state, recipients: [...state.recipients, ghost] } }
          : turn,
    ),
  },
  {
    id: "second-mail-250",
    description: "accepts a second MAIL and keeps the recipients of the first",
    caughtBy: ["sequence/order/second-mail-drops-recipients"],
    alsoSeenBy: ["sequence/order"],
    mutation: onVerb("MAIL", (right) => (state, argument, context) => {
      const turn = right({ ...state, sender: undefined }, argument, context);
      return turn.replies[0]?.code === 250 ? turn : { ...turn, state };
    }),
  },
  {
    id: "second-mail-resets",
    description: "refuses a second MAIL and clears the transaction",
    caughtBy: ["sequence/order/second-mail", "sequence/order/refused-mail-keeps-recipients"],
    alsoSeenBy: ["sequence"],
    mutation: resetsWhenRefused("MAIL", /503/),
  },
  {
    id: "broken-mail-resets",
    description: "clears the transaction when it cannot read MAIL",
    caughtBy: [
      "mail/syntax/refused-mail-keeps-transaction",
      "sequence/untouched/sender-after-error[mail-without-path]",
    ],
    alsoSeenBy: ["sequence/after_errors"],
    mutation: resetsWhenRefused("MAIL", /501/),
  },
  {
    id: "broken-mail-begins",
    description: "begins a transaction though it cannot read MAIL",
    caughtBy: ["sequence/order/refused-mail-opens-nothing", "mail/syntax/goes-on-after-refusal"],
    mutation: beginsAnyway(/501/),
  },
  {
    id: "refused-rcpt-resets",
    description: "clears the transaction when it refuses a recipient",
    caughtBy: [
      "rcpt/refused/transaction-lives-on",
      "sequence/untouched/refused-recipient",
      "rcpt/delivered/refused-among-accepted",
    ],
    alsoSeenBy: ["sequence/untouched", "pipelining", "lmtp", "sequence/after_errors", "rcpt/refused"],
    mutation: resetsWhenRefused("RCPT"),
  },
  {
    id: "refused-data-resets",
    description: "clears the transaction when it refuses DATA",
    caughtBy: ["data/argument/transaction-lives-on", "sequence/untouched/sender-after-error[data-too-early]"],
    alsoSeenBy: ["sequence/order", "rcpt/refused", "lmtp", "pipelining", "sequence/after_errors"],
    mutation: resetsWhenRefused("DATA"),
  },
  {
    id: "unknown-resets",
    description: "clears the transaction on an unknown command",
    caughtBy: [
      "sequence/untouched/sender-after-error[unknown-command]",
      "sequence/untouched/recipients-after-error[unknown-command]",
    ],
    alsoSeenBy: ["sequence/after_errors"],
    mutation: ({ unknown, reset }) => ({ unknown: (state, command) => unknown(reset(state, "rset"), command) }),
  },
];
