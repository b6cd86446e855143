/** Faults of trace fields, and of who gets a message. */
import type { Twist } from "../server/conduct.ts";
import type { Fault } from "./fault.ts";

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
