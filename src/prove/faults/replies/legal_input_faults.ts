/** Faults that some legal input meets wherever it is sent, in set-up and in the sanity check too: no reply, a close, a 421. */
import { afterVerb, just } from "../../mutations.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";

export const legalInputFaults: readonly Fault[] = [
  {
    id: "null-sender-unanswered",
    description: "does not reply to MAIL with the null reverse-path",
    caughtBy: ["replies/lint/missing-reply"],
    alsoSeenBy: ["mail/accepted", "replies/table", "submission/before_login"],
    isMetEverywhere: true,
    mutation: afterVerb("MAIL", (turn, before, argument) => /^FROM:<>/i.test(argument) ? just(before) : turn),
  },
  {
    id: "null-sender-closes",
    description: "closes when it receives MAIL with the null reverse-path",
    caughtBy: ["replies/lint/closes-without-421"],
    alsoSeenBy: ["mail/accepted", "replies/table", "submission/before_login"],
    isMetEverywhere: true,
    mutation: afterVerb(
      "MAIL",
      (turn, before, argument) => /^FROM:<>/i.test(argument) ? { ...just(before), next: { kind: "close" } } : turn,
    ),
  },
  {
    id: "quoted-sender-421",
    description: "replies 421 to MAIL with a quoted local part, and closes",
    caughtBy: ["replies/lint/repeated-421"],
    isMetEverywhere: true,
    mutation: afterVerb(
      "MAIL",
      (turn, before, argument) =>
        /^FROM:<"/i.test(argument)
          ? { ...just(before, reply("421 4.3.0", "mx.test closing")), next: { kind: "close" } }
          : turn,
    ),
  },
  {
    id: "mail-closes",
    description: "closes when it receives MAIL",
    caughtBy: ["replies/lint/closes-without-421"],
    mutation: afterVerb("MAIL", (turn) => ({ ...turn, replies: [], next: { kind: "close" } })),
  },
  {
    id: "end-of-data-closes",
    description: "closes where a message ends, without a reply",
    caughtBy: ["replies/lint/closes-without-421"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => ({
        ...endText(state, text, context),
        replies: [],
        next: { kind: "close" },
        delivery: undefined,
      }),
    }),
  },
  {
    id: "rcpt-without-reply",
    description: "does not answer RCPT",
    caughtBy: ["replies/lint/missing-reply"],
    mutation: afterVerb("RCPT", (turn) => ({ ...turn, replies: [] })),
  },
];
