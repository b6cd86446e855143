/** Faults of who gets a message, and of what becomes of its header. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { showPath } from "../../../reference/server/path.ts";
import type { Fault } from "../../fault.ts";

/** Makes a field of the recipient for a message without To. */
const madeUp = (field: (to: string) => string): Mutation => ({ trace, store }) => ({
  trace: (state, sender, host) =>
    `${trace(state, sender, host)}X-Made-Up: ${field(showPath(state.recipients[0]?.path))}`,
  store: (content, fields) => {
    const [, own = fields, made = ""] = /^((?:.|\r\n)*)X-Made-Up: (.*\r\n)$/.exec(fields) ?? [];
    return store((/^To:/im.test(content) ? "" : made) + content, own);
  },
});

/** Delivery. */
export const deliveryFaults: readonly Fault[] = [
  {
    id: "header-sorted",
    description: "sorts the fields of the header",
    rfc: "RFC 5321 §4.5.2",
    level: "must",
    caughtBy: ["trace/header/fields-in-order"],
    alsoSeenBy: ["trace/header"],
    mutation: ({ store }) => ({
      store: (content, trace) => {
        const end = content.indexOf("\r\n\r\n") + 2;
        const fields = content.slice(0, end).match(/.*\r\n(?:[ \t].*\r\n)*/g) ?? [];
        return store(fields.toSorted().join("") + content.slice(end), trace);
      },
    }),
  },
  {
    id: "return-path-in-body",
    description: "removes lines from the body that look like Return-Path",
    rfc: "RFC 5321 §4.5.2",
    level: "must",
    caughtBy: ["transparency/octets/body-like-a-header"],
    mutation: () => ({
      store: (content, trace) => trace + content.replace(/^Return-Path:.*\r\n(?:[ \t].*\r\n)*/gim, ""),
    }),
  },
  {
    id: "delivered-twice",
    description: "delivers two copies",
    rfc: "RFC 5321 §3.3",
    level: "should",
    caughtBy: ["rcpt/delivered/once"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: [...delivery.mailboxes, ...delivery.mailboxes] }),
    }),
  },
  {
    id: "recipients-told",
    description: "lists the recipients of the envelope in a field of its own",
    rfc: "RFC 5321 §7.2",
    level: "should not",
    caughtBy: ["trace/header/recipients-not-told"],
    mutation: ({ trace }) => ({
      trace: (state, sender, host) => {
        const all = state.recipients.map(({ path }) => showPath(path)).join(", ");
        return `${trace(state, sender, host)}X-Envelope-To: ${all}\r\n`;
      },
    }),
  },
  {
    id: "apparently-to",
    description: "adds Apparently-To to a message without To",
    rfc: "RFC 5321 §7.2",
    level: "should not",
    caughtBy: ["trace/header/header-not-made-up"],
    mutation: madeUp((to) => `Apparently-To: ${to}\r\n`),
  },
  {
    id: "to-made-up",
    description: "adds To with the recipient to a message without To",
    rfc: "RFC 5321 §7.2",
    level: "should not",
    caughtBy: ["trace/header/header-not-made-up"],
    mutation: madeUp((to) => `To: ${to}\r\n`),
  },
  {
    id: "recipients-from-header",
    description: "delivers to the addresses in the header as well",
    rfc: "RFC 5321 §C",
    level: "must not",
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
    rfc: "RFC 5321 §4.1.1.3",
    level: "must",
    caughtBy: ["rcpt/delivered/each-of-two[named-last]"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: delivery.mailboxes.slice(0, 1) }),
    }),
  },
  {
    id: "last-recipient-only",
    description: "delivers to the last recipient only",
    rfc: "RFC 5321 §4.1.1.3",
    level: "must",
    caughtBy: ["rcpt/delivered/each-of-two[named-first]"],
    mutation: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: delivery.mailboxes.slice(-1) }),
    }),
  },
];
