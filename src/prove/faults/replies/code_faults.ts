/** Faults of reply codes and status codes: unlisted, bare, misshapen, or about something else. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, everyReply, everyWrite, just, replyInstead } from "../../mutations.ts";

/** Answers NOOP with another status code. */
const noopStatus = (enhanced: string) =>
  afterVerb("NOOP", (turn) => ({ ...turn, replies: turn.replies.map((each) => ({ ...each, enhanced })) }));

const meaning = (name: string) => `enhanced_codes/meaning/${name}`;

/** Codes. */
export const codeFaults: readonly Fault[] = [
  {
    id: "code-unlisted",
    description: "answers HELP with 213, as FTP does",
    caughtBy: ["replies/lint/listed-code"],
    alsoSeenBy: ["commands/help", "replies"],
    mutation: replyInstead("HELP", /214/, "213 2.0.0", "Help"),
  },
  {
    id: "code-bare",
    description: "replies 354 without text",
    caughtBy: ["replies/lint/bare-code"],
    mutation: everyReply((each) => each.code === 354 ? { ...each, lines: [""] } : each),
  },
  {
    id: "code-without-space",
    description: "leaves out the space after the code of a last line without text",
    caughtBy: ["replies/lint/space-after-code", "replies/lint/bare-code"],
    mutation: everyWrite((octets) => octets.replace(/^354 .*/, "354")),
  },
  {
    id: "status-missing-in-bye",
    description: "leaves the status code out of the reply to QUIT",
    caughtBy: ["replies/lint/status-code"],
    mutation: afterVerb(
      "QUIT",
      (turn) => ({ ...turn, replies: turn.replies.map((each) => ({ ...each, enhanced: undefined })) }),
    ),
  },
  {
    id: "status-differs-by-line",
    description: "gives the lines of HELP different status codes",
    caughtBy: ["replies/lint/same-status-code"],
    mutation: everyWrite((octets) => octets.replace(/^214-2\.0\.0/, "214-2.1.5")),
  },
  {
    id: "status-leading-zero",
    description: "writes status codes with leading zeros",
    caughtBy: ["replies/lint/status-code-form"],
    mutation: noopStatus("2.00.0"),
  },
  {
    id: "status-unregistered",
    description: "makes up a status code",
    caughtBy: ["replies/lint/registered-status-code"],
    mutation: noopStatus("2.9.1"),
  },
  {
    id: "null-mx-550",
    description: "replies 550 5.1.10 where it knows of a null MX",
    caughtBy: ["replies/lint/null-mx-code"],
    alsoSeenBy: [meaning("refused-recipient")],
    mutation: replyInstead("RCPT", /550/, "550 5.1.10", "That domain has a null MX"),
  },
  {
    id: "status-in-ehlo",
    description: "puts a status code into the reply to EHLO",
    caughtBy: ["enhanced_codes/codes/none-in-hello[ehlo]", "enhanced_codes/codes/none-in-hello[ehlo-again]"],
    alsoSeenBy: ["ehlo"],
    mutation: everyWrite((octets) => octets.replace(/^250-(?=\S+ greets you)/, "250-2.0.0 ")),
  },
  {
    id: "status-in-helo",
    description: "puts a status code into the reply to HELO",
    caughtBy: ["enhanced_codes/codes/none-in-hello[helo]"],
    alsoSeenBy: ["ehlo"],
    mutation: afterVerb(
      "HELO",
      (turn) => ({ ...turn, replies: turn.replies.map((each) => ({ ...each, enhanced: each.enhanced ?? "2.0.0" })) }),
    ),
  },
  {
    id: "status-of-unknown-mailbox",
    description: "gives the status code of a bad domain for an unknown mailbox",
    caughtBy: [meaning("refused-recipient[unknown]")],
    mutation: afterVerb(
      "RCPT",
      (turn, state) => turn.replies[0]?.enhanced === "5.1.1" ? just(state, reply("550 5.1.2", "No such domain")) : turn,
    ),
  },
  {
    id: "status-of-relaying",
    description: "gives the status code of an unknown mailbox where it will not relay",
    caughtBy: [meaning("refused-recipient[foreign]")],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        turn.replies[0]?.enhanced === "5.7.1" ? just(state, reply("550 5.1.1", "No such mailbox")) : turn,
    ),
  },
  {
    id: "status-of-accepted",
    description: "gives the status code of a policy with an accepted recipient",
    caughtBy: [meaning("accepted-recipient")],
    mutation: replyInstead("RCPT", /250/, "250 2.7.1", "Recipient accepted"),
  },
  {
    id: "status-of-order",
    description: "gives the status code of a syntax error with 503",
    caughtBy: [meaning("protocol[rcpt-too-early]"), meaning("protocol[data-too-early]")],
    mutation: replyInstead("RCPT DATA", /503/, "503 5.5.2", "Bad sequence of commands"),
  },
  {
    id: "status-of-unknown-command",
    description: "gives the status code of a bad address with an unknown command",
    caughtBy: [meaning("protocol[unknown-command]")],
    mutation: ({ unknown }) => ({
      unknown: (state, command) => just(unknown(state, command).state, reply("500 5.1.3", "Command not recognized")),
    }),
  },
  {
    id: "status-of-argument",
    description: "gives the status code of a wrong order with 501",
    caughtBy: [meaning("protocol[broken-sender]"), meaning("protocol[rset-argument]")],
    mutation: replyInstead("MAIL RCPT RSET", /501/, "501 5.5.1", "Syntax error in arguments"),
  },
  {
    id: "status-of-too-many",
    description: "gives the status code of a full disk where recipients are too many",
    caughtBy: [meaning("too-many-recipients")],
    mutation: replyInstead("RCPT", /452/, "452 4.3.1", "Too many recipients"),
  },
  {
    id: "status-of-size",
    description: "gives the status code of a syntax error for a message that is too big",
    caughtBy: [meaning("too-big")],
    mutation: replyInstead("MAIL", /552/, "552 5.5.4", "Too big"),
  },
  {
    id: "status-of-loop",
    description: "refuses a looping message as malformed",
    caughtBy: [meaning("routing-loop")],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        content.split("\r\nReceived:").length > 100
          ? reply("554 5.6.0", "Too many hops")
          : refuseMessage(content, state, context),
    }),
  },
];
