/** Faults of DATA, of the reply to a message, and of what a message is refused for. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { endsAt, onVerb, replyInstead } from "../../mutations.ts";

/** Refuses messages for what stands in them. */
const refusing = (test: (content: string) => boolean): Mutation => ({ refuseMessage }) => ({
  refuseMessage: (content, state, context) =>
    test(content) ? reply("554 5.6.0", "Not this message") : refuseMessage(content, state, context),
});

const headerOf = (content: string) => content.split("\r\n\r\n")[0] ?? "";

const refusalFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  test: (header: string) => boolean,
): Fault => ({
  id: `refuses-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["data/header"],
  mutation: refusing((content) => test(headerOf(content))),
});

/** Messages. */
export const messageFaults: readonly Fault[] = [
  {
    id: "data-350",
    description: "answers DATA with 350",
    caughtBy: [],
    warnedBy: ["data/exchange/go-ahead"],
    alsoSeenBy: ["data", "replies"],
    mutation: replyInstead("DATA", /354/, "350", "Go ahead"),
  },
  {
    id: "message-251",
    description: "answers the end of a message with 251",
    caughtBy: [],
    warnedBy: ["data/exchange/accepted-message"],
    alsoSeenBy: ["data", "sequence", "replies"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return { ...turn, replies: turn.replies.map((each) => each.code === 250 ? reply("251 2.0.0", "Taken") : each) };
      },
    }),
  },
  {
    id: "reply-for-each-recipient",
    description: "answers the end of a message once for each recipient",
    caughtBy: [
      "limits/recipients/message-for-100",
      "limits/recipients/message-for-100-of-one-mailbox",
      "data/exchange/one-reply-for-all-recipients",
      "replies/lint/unsolicited",
    ],
    alsoSeenBy: ["data", "rcpt/delivered", "limits/recipients", "trace"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        const times = state.port === "mx" ? state.recipients.length : 1;
        return { ...turn, replies: Array.from({ length: times }, () => turn.replies).flat() };
      },
    }),
  },
  {
    id: "cut-off-message-delivered",
    description: "delivers the part of a message that it has when the client disconnects",
    caughtBy: ["data/state/cut-off-message[within-a-line]"],
    alsoSeenBy: ["data/state"],
    mutation: endsAt(/(?<=half a li)$/),
  },
  {
    id: "text-added-to-the-next",
    description: "puts the text of a message before that of the next",
    caughtBy: ["data/state/message-is-gone"],
    alsoSeenBy: ["data", "transparency", "trace", "limits", "chunking", "8bitmime", "smuggling"],
    mutation: () => {
      let before = "";
      return {
        store: (content, trace) => {
          const mail = `${trace}${headerOf(content)}\r\n\r\n${before}${content.slice(headerOf(content).length + 4)}`;
          before = content.slice(headerOf(content).length + 4);
          return mail;
        },
      };
    },
  },
  {
    id: "end-in-one-read",
    description: "recognizes the end of a message only within one read",
    caughtBy: ["data/exchange/end-cut-in-two", "pipelining/data/end-of-data-in-pieces"],
    alsoSeenBy: ["transparency", "smuggling", "pipelining/data"],
    mutation: ({ findEnd }) => ({
      findEnd: (text, from, read) => {
        const found = findEnd(text, from, read);
        return found !== undefined && found.end > 0 && found.end - 2 < read && found.next > 5 && read > 0
          ? undefined
          : found;
      },
    }),
  },
  {
    id: "empty-message-hangs",
    description: "does not find the end of a message without a line",
    caughtBy: ["data/exchange/empty-message[no-line]"],
    alsoSeenBy: ["pipelining", "sequence/order", "sequence"],
    mutation: ({ findEnd }) => ({
      findEnd: (text, from, read) => text.startsWith(".\r\n") ? undefined : findEnd(text, from, read),
    }),
  },
  {
    id: "text-run-as-commands",
    description: "ends a message at a line QUIT",
    caughtBy: ["data/exchange/commands-in-text"],
    mutation: endsAt(/(?<=\r\n)(?=QUIT\r\n)/),
  },
  {
    id: "data-argument",
    description: "ignores an argument of DATA",
    caughtBy: ["data/argument/refused"],
    mutation: onVerb("DATA", (right) => (state, _argument, context) => right(state, "", context)),
  },
  refusalFault(
    "no-from",
    "refuses a message without From",
    ["data/header/faulty-header[no-from]"],
    (header) => !/^From:/m.test(header),
  ),
  refusalFault(
    "bad-date",
    "refuses a message without a good Date",
    ["data/header/faulty-header[bad-date]"],
    (header) => !/^Date: [A-Z][a-z]{2}, /m.test(header),
  ),
  refusalFault(
    "resent",
    "refuses a message with Resent-To alone",
    ["data/header/resent-fields"],
    (header) => /^Resent-To/m.test(header),
  ),
  refusalFault(
    "odd-received",
    "refuses a Received field that it cannot read",
    ["data/header/odd-received"],
    (header) => /^Received:(?! from .*; .*:)/m.test(header),
  ),
  refusalFault("many-addresses", "refuses a message with more than 100 addresses in its header", [
    "data/header/many-addresses-in-header",
  ], (header) => header.split("@").length > 100),
  refusalFault(
    "fifty-received",
    "treats 50 Received fields as a loop",
    ["data/header/many-received-fields"],
    (header) => header.split("Received:").length > 50,
  ),
  {
    id: "bare-lf-is-a-line",
    description: "removes dots after a bare LF",
    choice: "bare-line-ends-kept",
    caughtBy: ["data/exchange/dot-behind-bare-lf"],
    mutation: ({ unstuff }) => ({ unstuff: (text) => unstuff(text.replace(/(?<!\r)\n/g, "\r\n")) }),
  },
];
