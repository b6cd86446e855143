/** Faults in what becomes of a message that was submitted. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";

/** Changes the content of submitted messages before it is completed. */
const writing = (change: (content: string) => string): Mutation => ({ complete }) => ({
  complete: (content, host) => change(complete(content, host)),
});
/** Messages. */
export const submissionMessageFaults: readonly Fault[] = [
  {
    id: "submission-drops",
    description: "discards messages that it accepted from users",
    caughtBy: ["submission/message/delivered"],
    alsoSeenBy: ["submission/message"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) =>
        delivery.mail.includes("a message from a user") ? { ...delivery, mailboxes: [] } : deliver(delivery),
    }),
  },
  ...([
    ["text", "text-stays", "wraps and trims the text", (content) => content.replace(/ +\r\n/g, "\r\n")],
    [
      "date",
      "fields-stay",
      "writes a Date of its own",
      (content) => content.replace(/^Date:.*$/m, "Date: Thu, 1 Jan 1970 00:00:00 +0000"),
    ],
    [
      "message-id",
      "fields-stay",
      "writes a Message-ID of its own",
      (content) => content.replace(/^Message-ID:.*$/m, "Message-ID: <mine@mx.test>"),
    ],
    [
      "to",
      "fields-stay",
      "removes recipients that it does not know from To",
      (content) => content.replace(", <someone@example.org>", ""),
    ],
    ["sender", "sender-field", "adds a Sender without a domain", (content) => `Sender: alice\r\n${content}`],
  ] as const satisfies readonly (readonly [string, string, string, (content: string) => string])[]).map((
    [name, caught, description, change],
  ): Fault => ({
    id: `submission-writes-${name}`,
    description,
    caughtBy: [`submission/message/${caught}`],
    alsoSeenBy: ["submission/message"],
    mutation: writing(change),
  })),
  {
    id: "submission-no-message-id",
    description: "adds no Message-ID",
    caughtBy: ["missing", "no-at-sign", "no-bracket"].map((name) => `submission/message/message-id[${name}]`),
    alsoSeenBy: ["submission/message"],
    mutation: () => ({ complete: (content) => content }),
  },
  {
    id: "submission-no-date",
    description: "adds no Date",
    caughtBy: ["submission/message/date"],
    mutation: ({ complete }) => ({
      complete: (content, host) =>
        /^Date:/im.test(content) ? complete(content, host) : complete(content, host).replace(/^Date:.*\r\n/m, ""),
    }),
  },
  {
    id: "submission-plain-esmtp",
    description: "names ESMTP in Received after a login inside TLS",
    caughtBy: ["submission/message/protocol"],
    alsoSeenBy: ["trace"],
    mutation: ({ trace }) => ({
      trace: (state, sender, host) => trace(state, sender, host).replace(/with ESMTPSA/, "with ESMTP"),
    }),
  },
];
