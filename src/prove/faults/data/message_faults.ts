/** Faults in answering, accepting and storing messages. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { endsAt, replyInstead } from "../../mutations.ts";

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
  rfc: "RFC 5321 §3.3",
  level: "should not",
  caughtBy,
  alsoSeenBy: ["data/header"],
  mutation: refusing((content) => test(headerOf(content))),
});

/** Messages. */
export const messageFaults: readonly Fault[] = [
  {
    id: "data-350",
    description: "answers DATA with 350",
    rfc: "RFC 5321 §3.3",
    level: "must",
    caughtBy: ["data/exchange/go-ahead"],
    alsoSeenBy: ["data", "replies"],
    mutation: replyInstead("DATA", /354/, "350", "Go ahead"),
  },
  {
    id: "message-251",
    description: "answers the end of a message with 251",
    rfc: "RFC 5321 §4.1.1.4",
    level: "must",
    caughtBy: ["data/exchange/accepted-message"],
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
    rfc: "RFC 5321 §4.1.1.4",
    level: "must not",
    caughtBy: [
      "limits/recipients/message-for-100",
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
    rfc: "RFC 5321 §4.1.1.10",
    level: "must",
    caughtBy: ["data/state/cut-off-message[within-a-line]"],
    alsoSeenBy: ["data/state"],
    mutation: endsAt(/(?<=half a li)$/),
  },
  {
    id: "text-added-to-the-next",
    description: "puts the text of a message before that of the next",
    rfc: "RFC 5321 §4.1.1.4",
    level: "must",
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
    id: "double-dots-only",
    description: "removes a dot only where two begin a line",
    rfc: "RFC 5321 §4.5.2",
    level: "must",
    caughtBy: ["transparency/dots/one-dot-is-taken-away"],
    alsoSeenBy: ["transparency/dots"],
    mutation: () => ({ unstuff: (text) => text.replaceAll("\r\n..", "\r\n.") }),
  },
  {
    id: "all-dots-taken-away",
    description: "removes all dots at the start of a line",
    rfc: "RFC 5321 §4.5.2",
    level: "must",
    caughtBy: ["transparency/dots/read-back", "transparency/dots/cut-in-two"],
    alsoSeenBy: ["transparency/dots", "limits/text_line/stuffed", "8bitmime/body/all-bits", "8bitmime/body"],
    mutation: () => ({ unstuff: (text) => text.replace(/\r\n\.+/g, "\r\n") }),
  },
  {
    id: "first-dot-kept",
    description: "leaves the added dot of the first line",
    rfc: "RFC 5321 §4.5.2",
    level: "must",
    caughtBy: ["transparency/dots/first-line-is-unstuffed"],
    mutation: () => ({ unstuff: (text) => text.replaceAll("\r\n.", "\r\n") }),
  },
  ...[4096, 8192].map((octets): Fault => ({
    id: `dots-by-${octets}-octets`,
    description: `removes dots in buffers of ${octets} octets and misses lines that begin at the start of one`,
    rfc: "RFC 5321 §4.5.2",
    level: "must",
    caughtBy: ["transparency/dots/many-lines"],
    mutation: ({ unstuff }) => ({
      unstuff: (text) =>
        Array.from({ length: Math.ceil(text.length / octets) }, (_, at) => text.slice(at * octets, (at + 1) * octets))
          .map((part, at) => at === 0 ? unstuff(part) : part.replaceAll("\r\n.", "\r\n")).join(""),
    }),
  })),
  {
    id: "nul-answered-twice",
    description: "answers a message with NUL twice",
    rfc: "RFC 5321 §4.1.1.4",
    level: "must",
    caughtBy: ["transparency/octets/nul"],
    alsoSeenBy: ["smuggling/end_of_data", "smuggling"],
    mutation: repliesAgainFor(/\0/),
  },
  {
    id: "eight-bit-answered-twice",
    description: "answers a message with octets above 127 twice",
    rfc: "RFC 5321 §2.4",
    level: "must",
    caughtBy: ["transparency/octets/eight-bit"],
    alsoSeenBy: ["smuggling/end_of_data", "8bitmime"],
    mutation: repliesAgainFor(/[\x80-\xff]/),
  },
  {
    id: "large-message-answered-twice",
    description: "answers a message of more than 16 KB twice",
    rfc: "RFC 5321 §4.1.1.4",
    level: "must not",
    caughtBy: ["limits/overlong/text-line-of-100002", "transparency/dots/in-large-message"],
    alsoSeenBy: ["limits", "smuggling", "data", "transparency"],
    mutation: repliesAgainFor(/^[^]{16384}/),
  },
  {
    id: "header-answered-twice",
    description: "counts a long text line as an error of its own",
    rfc: "RFC 5321 §4.5.3.1.9",
    level: "must",
    caughtBy: ["limits/overlong/text-line"],
    alsoSeenBy: ["smuggling", "limits"],
    mutation: repliesAgainFor(/[^\r\n]{999}/),
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
];

/** Answers once more if a message holds something. */
function repliesAgainFor(pattern: RegExp): Mutation {
  return ({ endText }) => ({
    endText: (state, text, context) => {
      const turn = endText(state, text, context);
      return pattern.test(text) && state.port !== "lmtp"
        ? { ...turn, replies: [...turn.replies, ...turn.replies] }
        : turn;
    },
  });
}
