/** Faults of reply codes and status codes: unlisted, bare, misshapen, or about something else. */
import type { Fault } from "../../fault.ts";
import { afterVerb, everyReply, everyWrite, replyInstead } from "../../mutations.ts";

/** Answers NOOP with another status code. */
const noopStatus = (enhanced: string) =>
  afterVerb("NOOP", (turn) => ({ ...turn, replies: turn.replies.map((each) => ({ ...each, enhanced })) }));

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
    alsoSeenBy: ["enhanced_codes/meaning/refused-recipient"],
    mutation: replyInstead("RCPT", /550/, "550 5.1.10", "That domain has a null MX"),
  },
];
