/** Faults of MAIL and RCPT around the path: keywords, parameters, codes, and whose mailbox it is. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, narrowPath, onVerb, replyInstead } from "../../mutations.ts";
import { anyKeyword, keywordCase } from "./path_command_faults.ts";

/** MAIL and RCPT. */
export const envelopeFaults: readonly Fault[] = [
  {
    id: "mail-251",
    description: "answers MAIL with 251",
    caughtBy: [],
    warnedBy: ["mail/accepted/own-sender"],
    alsoSeenBy: ["mail", "ehlo"],
    mutation: replyInstead("MAIL", /250/, "251 2.1.0", "Sender accepted"),
  },
  {
    id: "null-sender-refused",
    description: "refuses the null reverse-path",
    caughtBy: ["mail/accepted/null-reverse-path", "submission/submission/null-sender"],
    alsoSeenBy: ["mail/parameters/unknown"],
    mutation: narrowPath(/^<>/),
  },
  {
    id: "null-sender-recipient",
    description: "refuses recipients of mail with the null reverse-path",
    caughtBy: ["mail/accepted/null-reverse-path", "rcpt/postmaster/from-null-reverse-path"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        state.sender !== undefined && state.sender.path === undefined
          ? just(state, reply("550 5.1.8", "No bounces"))
          : turn,
    ),
  },
  {
    id: "mail-nothing",
    description: "treats MAIL without a path as the null reverse-path",
    caughtBy: ["mail/syntax/no-reverse-path[nothing-after-colon]"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) => right(state, argument.replace(/^FROM:[ \t]*$/i, "FROM:<>"), context),
    ),
  },
  {
    id: "syntax-500",
    description: "answers wrong arguments of MAIL and RCPT with 500",
    caughtBy: ["mail/syntax/no-reverse-path", "rcpt/syntax/no-forward-path"],
    alsoSeenBy: ["mail", "rcpt"],
    mutation: replyInstead("MAIL RCPT", /501/, "500 5.5.2", "Syntax error"),
  },
  {
    id: "sender-refused-554",
    description: "refuses a sender of a domain that does not exist with 554",
    caughtBy: ["mail/accepted/sender-it-may-refuse[no-such-domain]"],
    mutation: afterVerb(
      "MAIL",
      (turn, state) =>
        turn.state.sender?.path?.domain?.endsWith(".invalid")
          ? just(state, reply("554 5.1.8", "No such domain"))
          : turn,
    ),
  },
  {
    id: "space-begins-nothing",
    description: "answers MAIL with a space after the colon with 250 and begins nothing",
    caughtBy: ["mail/syntax/space-around-colon[behind]"],
    mutation: afterVerb(
      "MAIL",
      (turn, state, argument) =>
        /^FROM: +</i.test(argument) && turn.replies[0]?.code === 250 ? just(state, ...turn.replies) : turn,
    ),
  },
  keywordCase("MAIL"),
  anyKeyword("MAIL", ["mail/syntax/no-reverse-path[keyword-of-rcpt]"]),
];
