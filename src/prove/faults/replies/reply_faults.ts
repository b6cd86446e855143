/** Faults in the form and the number of replies, and in the greeting. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, everyWrite, just, replyInstead } from "../../mutations.ts";

/** Changes the octets of the reply to NOOP alone. */
const noopWrites = (change: (octets: string) => string) =>
  everyWrite((octets, each) => each.lines.includes("Ok") ? change(octets) : octets);

/** Form, number and greeting. */
export const replyFaults: readonly Fault[] = [
  {
    id: "reply-bare-lf",
    description: "ends the reply to NOOP with a bare LF",
    caughtBy: ["replies/lint/line-end"],
    mutation: noopWrites((octets) => octets.replace("\r\n", "\n")),
  },
  {
    id: "reply-cr-cr-lf",
    description: "ends the reply to NOOP with CR CR LF",
    caughtBy: ["replies/lint/bare-cr"],
    alsoSeenBy: ["replies/echo"],
    mutation: noopWrites((octets) => octets.replace("\r\n", "\r\r\n")),
  },
  {
    id: "reply-control-octet",
    description: "puts a BEL into the reply to NOOP",
    caughtBy: ["replies/lint/octet-range"],
    alsoSeenBy: ["replies/echo"],
    mutation: noopWrites((octets) => octets.replace("Ok", "\x07Ok")),
  },
  {
    id: "reply-high-octet",
    description: "answers NOOP in Latin-1",
    caughtBy: ["replies/lint/octet-range"],
    alsoSeenBy: ["replies/echo"],
    mutation: noopWrites((octets) => octets.replace("Ok", "Schön")),
  },
  {
    id: "reply-long-line",
    description: "lists its commands in a line of 600 octets",
    caughtBy: ["replies/lint/line-octets"],
    mutation: replyInstead("HELP", /214/, "214 2.0.0", "HELP ".repeat(120)),
  },
  {
    id: "reply-second-digit",
    description: "answers VRFY with 260",
    caughtBy: ["replies/lint/code"],
    alsoSeenBy: ["replies/table"],
    mutation: replyInstead("VRFY", /250/, "260 2.1.5", "<alice@mx.test>"),
  },
  {
    id: "reply-separator",
    description: "puts a tab after the code of the reply to NOOP",
    caughtBy: ["replies/lint/separator"],
    alsoSeenBy: ["replies/lint/status-code"],
    mutation: noopWrites((octets) => octets.replace(" ", "\t")),
  },
  {
    id: "reply-codes-differ",
    description: "gives the first line of HELP another code than the last",
    caughtBy: ["replies/lint/same-code"],
    mutation: everyWrite((octets) => octets.replace(/^214-/, "211-")),
  },
  {
    id: "enhanced-class",
    description: "replies 5.0.0 in the 250 of NOOP",
    caughtBy: ["replies/lint/enhanced-class", "enhanced_codes/codes/class[noop]"],
    alsoSeenBy: ["enhanced_codes"],
    mutation: replyInstead("NOOP", /250/, "250 5.0.0", "Ok"),
  },
  {
    id: "enhanced-missing-in-errors",
    description: "leaves the status code out of replies to unknown commands",
    caughtBy: ["enhanced_codes/codes/class[unknown-command]", "replies/lint/status-code"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) => just(unknown(state, command).state, reply("500", "Command not recognized")),
    }),
  },
  {
    id: "enhanced-missing-at-rcpt",
    description: "leaves the status code out of the refusal of a recipient",
    caughtBy: ["enhanced_codes/codes/recipient[refused]", "replies/lint/status-code"],
    mutation: replyInstead("RCPT", /550/, "550", "No such mailbox"),
  },
  {
    id: "enhanced-on-the-last-line",
    description: "puts the status code into the last line of HELP alone",
    caughtBy: ["enhanced_codes/codes/class[help]", "replies/lint/same-status-code"],
    mutation: everyWrite((octets) => octets.replace(/^214-2\.0\.0 /, "214-")),
  },
  {
    id: "reply-twice",
    description: "answers NOOP twice",
    caughtBy: ["replies/one_each/command[noop]", "replies/lint/unsolicited"],
    alsoSeenBy: ["commands", "replies"],
    mutation: afterVerb("NOOP", (turn) => ({ ...turn, replies: [...turn.replies, ...turn.replies] })),
  },
  {
    id: "rcpt-reply-twice",
    description: "answers RCPT twice",
    caughtBy: [
      "rcpt/accepted/valid-mailbox",
      "replies/one_each/command[rcpt]",
      "replies/one_each/command[rcpt-too-early]",
      "replies/lint/unsolicited",
    ],
    alsoSeenBy: ["commands", "mail", "rcpt", "replies"],
    mutation: afterVerb("RCPT", (turn) => ({ ...turn, replies: [...turn.replies, ...turn.replies] })),
  },
  {
    id: "end-of-data-reply-twice",
    description: "answers the end of a message twice",
    caughtBy: ["replies/one_each/message", "replies/lint/unsolicited"],
    alsoSeenBy: ["data"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return state.port === "lmtp" ? turn : { ...turn, replies: [...turn.replies, ...turn.replies] };
      },
    }),
  },
  {
    id: "help-argument-unanswered",
    description: "does not reply to HELP with an argument",
    caughtBy: ["replies/one_each/command[help-argument]", "replies/errors/session-goes-on[help-unknown]"],
    alsoSeenBy: ["replies/echo", "replies/odd_lines", "replies/table"],
    mutation: afterVerb("HELP", (turn, state, argument) => argument === "" ? turn : just(state)),
  },
  {
    id: "421-and-stays",
    description: "replies 421 to HELP and does not close",
    caughtBy: ["replies/lint/closes-after-421"],
    mutation: replyInstead("HELP", /214/, "421 4.3.2", "mx.test is tired"),
  },
  {
    id: "closes-after-error",
    description: "closes the connection after an unknown command",
    caughtBy: ["replies/errors/session-goes-on[unknown-command]", "commands/unknown/before-ehlo"],
    alsoSeenBy: ["commands/unknown", "replies/odd_lines"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) => ({ ...unknown(state, command), next: { kind: "close" } }),
    }),
  },
  {
    id: "closes-after-syntax-error",
    description: "closes the connection after a MAIL that it cannot read",
    caughtBy: ["replies/errors/session-goes-on[mail-no-argument]"],
    alsoSeenBy: ["replies/odd_lines"],
    mutation: afterVerb("MAIL", (turn) => turn.replies[0]?.code === 501 ? { ...turn, next: { kind: "close" } } : turn),
  },
  {
    id: "temporary-for-permanent",
    description: "answers syntax errors with 451",
    caughtBy: ["replies/errors/permanent[mail-no-argument]", "replies/errors/permanent[rcpt-broken-path]"],
    mutation: replyInstead("MAIL RCPT", /501/, "451 4.5.0", "Try again"),
  },
  {
    id: "reply-says-nul-back",
    description: "repeats a refused line as it was received",
    caughtBy: ["replies/lint/octet-range", "replies/lint/bare-cr"],
    alsoSeenBy: ["smuggling", "mail/syntax", "rcpt/syntax", "replies/echo", "replies/lint/line-end"],
    mutation: ({ flawOf }) => ({ flawOf: (line) => flawOf(line) === undefined ? undefined : line }),
  },
];
