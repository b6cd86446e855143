/** Faults of trace fields, and of who gets a message. */
import type { Twist } from "../server/conduct.ts";
import { showPath } from "../server/path.ts";
import type { Fault } from "./fault.ts";
import { afterVerb } from "./twists.ts";

const tracing = (change: (fields: string) => string): Twist => ({ trace }) => ({
  trace: (...facts) => change(trace(...facts)),
});

const traceFault = (
  id: string,
  says: string,
  caughtBy: readonly string[],
  change: (fields: string) => string,
): Fault => ({
  id: `trace-${id}`,
  says,
  rfc: "RFC 5321 §4.4",
  level: "must",
  caughtBy,
  alsoSeenBy: ["trace"],
  twist: tracing(change),
});

/** Makes a field of the recipient for a message without To. */
const madeUp = (field: (to: string) => string): Twist => ({ trace, store }) => ({
  trace: (state, sender, host) =>
    `${trace(state, sender, host)}X-Made-Up: ${field(showPath(state.recipients[0]?.path))}`,
  store: (content, fields) => {
    const [, own = fields, made = ""] = /^((?:.|\r\n)*)X-Made-Up: (.*\r\n)$/.exec(fields) ?? [];
    return store((/^To:/im.test(content) ? "" : made) + content, own);
  },
});

/** Trace fields and delivery. */
export const traceFaults: readonly Fault[] = [
  traceFault(
    "no-received",
    "adds no Received field",
    ["trace/received/present"],
    (fields) => fields.replace(/Received:(.|\r\n\t)*\r\n/, ""),
  ),
  traceFault(
    "two-digit-year",
    "writes the year of Received with two digits",
    ["trace/received/present"],
    (fields) => fields.replace(/ 20(\d\d) /, " $1 "),
  ),
  traceFault(
    "zone-name",
    "names the time zone in Received",
    ["trace/received/offset"],
    (fields) => fields.replace("+0000", "GMT"),
  ),
  traceFault(
    "received-grammar",
    "puts clauses of Received in another order",
    ["trace/received/grammar"],
    (fields) => fields.replace(/(with \S+) (id [^;\s]+)/, "$2 $1"),
  ),
  traceFault(
    "ehlo-name",
    "leaves the EHLO name out of Received",
    ["trace/received/name-and-address-of-client"],
    (fields) => fields.replace(/from \S+/, "from localhost"),
  ),
  traceFault(
    "protocol",
    "names HTTP in Received",
    ["trace/received/registered-protocol"],
    (fields) => fields.replace(/with \S+/, "with HTTP"),
  ),
  traceFault(
    "smtp-after-ehlo",
    "says SMTP in Received after EHLO",
    ["trace/received/esmtp-after-ehlo"],
    (fields) => fields.replace(/with ESMTP/, "with SMTP"),
  ),
  traceFault(
    "esmtp-after-helo",
    "says ESMTP in Received after HELO",
    ["trace/received/smtp-after-helo"],
    (fields) => fields.replace(/with SMTP/, "with ESMTP"),
  ),
  traceFault(
    "no-s-in-tls",
    "says ESMTP in Received inside TLS",
    ["trace/received/esmtps-inside-tls", "trace/received/esmtpsa-after-auth-inside-tls"],
    (fields) => fields.replace(/with (ESMTP|UTF8SMTP|LMTP)S/, "with $1"),
  ),
  traceFault(
    "no-a-after-auth",
    "does not say in Received that the client was authenticated",
    ["trace/received/esmtpsa-after-auth-inside-tls", "trace/received/esmtpa-after-auth"],
    (fields) => fields.replace(/with (ESMTPS?)A/, "with $1"),
  ),
  traceFault(
    "esmtp-for-lmtp",
    "says ESMTP in Received where the mail came by LMTP",
    ["trace/received/lmtp"],
    (fields) => fields.replace(/with LMTP/, "with ESMTP"),
  ),
  {
    id: "trace-first-hello",
    says: "names the client in Received as it called itself first",
    rfc: "RFC 5321 §4.4",
    level: "should",
    caughtBy: ["trace/received/latest-hello"],
    twist: afterVerb(
      "EHLO",
      (turn, { hello }) =>
        hello === undefined || turn.state.hello === undefined
          ? turn
          : { ...turn, state: { ...turn.state, hello: { ...turn.state.hello, name: hello.name } } },
    ),
  },
  traceFault(
    "for-list",
    "names all recipients in FOR",
    ["trace/received/one-path-in-for"],
    (fields) => fields.replace(/( id [^ ;]+);/, "$1 for <alice@mx.test>,<postmaster@mx.test>;"),
  ),
  traceFault("return-path-missing", "adds no Return-Path", [
    "trace/return_path/holds-the-sender",
    "trace/return_path/null-reverse-path",
    "trace/return_path/only-one",
  ], (fields) => fields.replace(/^Return-Path.*\r\n/, "")),
  traceFault(
    "return-path-case",
    "writes the Return-Path in small letters",
    ["trace/return_path/keeps-case"],
    (fields) => fields.replace(/^Return-Path: .*/, (field) => `Return-Path:${field.slice(12).toLowerCase()}`),
  ),
  traceFault("return-path-quotes", "takes the quotes out of the Return-Path", [
    "trace/return_path/keeps-quoted-local-part",
  ], (fields) => fields.replace(/^Return-Path: .*/, (field) => field.replaceAll('"', ""))),
  traceFault("return-path-null", "writes MAILER-DAEMON for the null reverse-path", [
    "trace/return_path/null-reverse-path",
  ], (fields) => fields.replace("<>", "<MAILER-DAEMON@mx.test>")),
  {
    id: "return-path-twice",
    says: "leaves a Return-Path that came with a message",
    rfc: "RFC 5321 §4.4",
    level: "should",
    caughtBy: ["trace/return_path/only-one"],
    twist: () => ({ store: (content, trace) => trace + content }),
  },
  {
    id: "return-path-if-absent",
    says: "adds a Return-Path only if the message brings none",
    rfc: "RFC 5321 §4.4",
    level: "must",
    caughtBy: ["trace/return_path/replaces-forged"],
    twist: () => ({
      store: (content, trace) =>
        (/^Return-Path:/im.test(content) ? trace.replace(/^Return-Path:.*\r\n/, "") : trace) + content,
    }),
  },
  {
    id: "return-path-any-case",
    says: "knows a Return-Path that a message brings in capitals only",
    rfc: "RFC 5321 §4.4",
    level: "must",
    caughtBy: ["trace/return_path/replaces-forged[small-letters]"],
    twist: () => ({
      store: (content, trace) =>
        /^return-path:/m.test(content)
          ? trace.replace(/^Return-Path:.*\r\n/, "") + content
          : trace + content.replace(/^Return-Path:.*\r\n(?:[ \t].*\r\n)*/gm, ""),
    }),
  },
  {
    id: "trace-at-the-end",
    says: "puts Return-Path below Received",
    rfc: "RFC 5321 §4.4",
    level: "should",
    caughtBy: ["trace/header/order"],
    twist: tracing((fields) => fields.replace(/^(Return-Path:.*\r\n)((?:.|\r\n\t)*\r\n)/, "$2$1")),
  },
  {
    id: "received-reversed",
    says: "turns the order of the Received fields round",
    rfc: "RFC 5321 §4.4",
    level: "must not",
    caughtBy: ["trace/header/received-in-order"],
    alsoSeenBy: ["trace/header"],
    twist: ({ store }) => ({
      store: (content, trace) => {
        const fields = content.match(/^Received:.*\r\n/gm) ?? [];
        return store(fields.toReversed().join("") + content.replace(/^Received:.*\r\n/gm, ""), trace);
      },
    }),
  },
  {
    id: "recipients-told",
    says: "lists the recipients of the envelope in a field of its own",
    rfc: "RFC 5321 §7.2",
    level: "should not",
    caughtBy: ["trace/header/recipients-not-told"],
    twist: ({ trace }) => ({
      trace: (state, sender, host) => {
        const all = state.recipients.map(({ path }) => showPath(path)).join(", ");
        return `${trace(state, sender, host)}X-Envelope-To: ${all}\r\n`;
      },
    }),
  },
  {
    id: "apparently-to",
    says: "adds Apparently-To to a message without To",
    rfc: "RFC 5321 §7.2",
    level: "should not",
    caughtBy: ["trace/header/header-not-made-up"],
    twist: madeUp((to) => `Apparently-To: ${to}\r\n`),
  },
  {
    id: "to-made-up",
    says: "adds To with the recipient to a message without To",
    rfc: "RFC 5321 §7.2",
    level: "should not",
    caughtBy: ["trace/header/header-not-made-up"],
    twist: madeUp((to) => `To: ${to}\r\n`),
  },
  {
    id: "recipients-from-header",
    says: "delivers to the addresses in the header as well",
    rfc: "RFC 5321 §C",
    level: "must not",
    caughtBy: [
      "rcpt/delivered/not-by-header[to]",
      "rcpt/delivered/not-by-header[bcc]",
      "rcpt/delivered/not-by-header[resent-to]",
    ],
    twist: ({ deliver }) => ({
      deliver: (delivery) => {
        const header = delivery.mail.split("\r\n\r\n")[0] ?? "";
        const named = [...header.matchAll(/^(?:Resent-To|To|Cc|Bcc):.*?<([^@>]+)@/gim)].map((match) => match[1] ?? "");
        return deliver({ ...delivery, mailboxes: [...new Set([...delivery.mailboxes, ...named])] });
      },
    }),
  },
  {
    id: "received-below",
    says: "puts its Received field below those that were there",
    rfc: "RFC 5321 §4.4",
    level: "must",
    caughtBy: ["trace/header/received-on-top"],
    alsoSeenBy: ["trace"],
    twist: () => ({
      store: (content, trace) => {
        const others = /^(Received:.*\r\n)*/.exec(content)?.[0] ?? "";
        return others + trace + content.slice(others.length);
      },
    }),
  },
  {
    id: "first-recipient-only",
    says: "delivers to the first recipient only",
    rfc: "RFC 5321 §4.1.1.3",
    level: "must",
    caughtBy: ["rcpt/delivered/each-of-two[named-last]"],
    twist: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: delivery.mailboxes.slice(0, 1) }),
    }),
  },
  {
    id: "last-recipient-only",
    says: "delivers to the last recipient only",
    rfc: "RFC 5321 §4.1.1.3",
    level: "must",
    caughtBy: ["rcpt/delivered/each-of-two[named-first]"],
    twist: ({ deliver }) => ({
      deliver: (delivery) => deliver({ ...delivery, mailboxes: delivery.mailboxes.slice(-1) }),
    }),
  },
];
