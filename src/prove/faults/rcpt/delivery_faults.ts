/** Faults of who gets a message. */
import type { Fault } from "../../fault.ts";

/** Delivery. */
export const deliveryFaults: readonly Fault[] = [
  {
    id: "delivered-twice",
    description: "delivers two copies",
    caughtBy: ["rcpt/delivered/once"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: [...delivery.mailboxes, ...delivery.mailboxes] }),
    }),
  },
  {
    id: "recipients-from-header",
    description: "delivers to the addresses in the header as well",
    caughtBy: [
      "rcpt/delivered/not-by-header[to]",
      "rcpt/delivered/not-by-header[bcc]",
      "rcpt/delivered/not-by-header[resent-to]",
    ],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => {
        const header = delivery.mail.split("\r\n\r\n")[0] ?? "";
        const named = [...header.matchAll(/^(?:Resent-To|To|Cc|Bcc):.*?<([^@>]+)@/gim)].map((match) => match[1] ?? "");
        return deliver({ ...delivery, mailboxes: [...new Set([...delivery.mailboxes, ...named])] });
      },
    }),
  },
  {
    id: "first-recipient-only",
    description: "delivers to the first recipient only",
    caughtBy: ["rcpt/delivered/each-of-two[named-last]"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: delivery.mailboxes.slice(0, 1) }),
    }),
  },
  {
    id: "last-recipient-only",
    description: "delivers to the last recipient only",
    caughtBy: ["rcpt/delivered/each-of-two[named-first]"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: delivery.mailboxes.slice(-1) }),
    }),
  },
  {
    id: "doubtful-sender-dropped",
    description: "accepts mail of senders that it does not trust, and discards it",
    caughtBy: ["rcpt/delivered/doubtful-sender"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return state.sender?.path?.domain === "example.org" ? { ...turn, delivery: undefined } : turn;
      },
    }),
  },
];
