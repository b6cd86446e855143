/** Faults of status codes: where there should be one or none, and ones that mean something else. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, everyReply, everyWrite, just, replyInstead } from "../../mutations.ts";

const meaning = (name: string) => `enhanced_codes/meaning/${name}`;

/** Status codes. */
export const statusFaults: readonly Fault[] = [
  {
    id: "enhanced-after-ehlo-only",
    description: "leaves status codes out once the client has said HELO",
    caughtBy: ["enhanced_codes/codes/after-helo"],
    mutation: afterVerb(
      "NOOP MAIL RCPT RSET",
      (turn, { hello }) =>
        hello?.verb === "HELO"
          ? { ...turn, replies: turn.replies.map((each) => ({ ...each, enhanced: undefined })) }
          : turn,
    ),
  },
  {
    id: "enhanced-in-354",
    description: "puts a status code into the 354",
    caughtBy: ["enhanced_codes/codes/none-in-a-354"],
    mutation: everyReply((each) => each.code === 354 ? { ...each, enhanced: "2.0.0" } : each),
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
