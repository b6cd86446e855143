/** Faults of trace fields. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb } from "../../mutations.ts";

const tracing = (change: (fields: string) => string): Mutation => ({ trace }) => ({
  trace: (...facts) => change(trace(...facts)),
});

const traceFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: (fields: string) => string,
): Fault => ({
  id: `trace-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["trace"],
  mutation: tracing(change),
});

/** Trace fields. */
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
    "names SMTP in Received after EHLO",
    ["trace/received/esmtp-after-ehlo"],
    (fields) => fields.replace(/with ESMTP/, "with SMTP"),
  ),
  traceFault(
    "esmtp-after-helo",
    "names ESMTP in Received after HELO",
    ["trace/received/smtp-after-helo"],
    (fields) => fields.replace(/with SMTP/, "with ESMTP"),
  ),
  traceFault(
    "no-s-in-tls",
    "names ESMTP in Received inside TLS",
    ["trace/received/esmtps-inside-tls", "trace/received/esmtpsa-after-auth-inside-tls"],
    (fields) => fields.replace(/with (ESMTP|UTF8SMTP|LMTP)S/, "with $1"),
  ),
  traceFault(
    "no-a-after-auth",
    "leaves out of Received that the client was authenticated",
    ["trace/received/esmtpsa-after-auth-inside-tls", "trace/received/esmtpa-after-auth"],
    (fields) => fields.replace(/with (ESMTPS?)A/, "with $1"),
  ),
  traceFault(
    "esmtp-for-lmtp",
    "names ESMTP in Received where the mail came by LMTP",
    ["trace/received/lmtp"],
    (fields) => fields.replace(/with LMTP/, "with ESMTP"),
  ),
  {
    id: "trace-first-hello",
    description: "names the client in Received as it called itself first",
    caughtBy: ["trace/received/latest-hello"],
    mutation: afterVerb(
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
    "trace/return_path/only-one",
  ], (fields) => fields.replace(/^Return-Path.*\r\n/, "")),
  traceFault(
    "return-path-case",
    "writes the Return-Path in lower case",
    ["trace/return_path/keeps-case"],
    (fields) => fields.replace(/^Return-Path: .*/, (field) => `Return-Path:${field.slice(12).toLowerCase()}`),
  ),
  traceFault("return-path-quotes", "removes the quotes from the Return-Path", [
    "trace/return_path/keeps-quoted-local-part",
  ], (fields) => fields.replace(/^Return-Path: .*/, (field) => field.replaceAll('"', ""))),
  traceFault("return-path-null", "writes MAILER-DAEMON for the null reverse-path", [
    "trace/return_path/null-reverse-path",
  ], (fields) => fields.replace("<>", "<MAILER-DAEMON@mx.test>")),
  {
    id: "return-path-twice",
    description: "keeps a Return-Path that a message brings",
    caughtBy: ["trace/return_path/only-one"],
    mutation: () => ({ store: (content, trace) => trace + content }),
  },
  {
    id: "return-path-if-absent",
    description: "adds a Return-Path only if the message brings none",
    caughtBy: ["trace/return_path/replaces-forged"],
    mutation: () => ({
      store: (content, trace) =>
        (/^Return-Path:/im.test(content) ? trace.replace(/^Return-Path:.*\r\n/, "") : trace) + content,
    }),
  },
  {
    id: "return-path-in-lower-case",
    description: "keeps a return-path that a message brings in lower case, and adds none",
    caughtBy: ["trace/return_path/replaces-forged[small-letters]"],
    mutation: () => ({
      store: (content, trace) =>
        /^return-path:/m.test(content)
          ? trace.replace(/^Return-Path:.*\r\n/, "") + content
          : trace + content.replace(/^Return-Path:.*\r\n(?:[ \t].*\r\n)*/gm, ""),
    }),
  },
  {
    id: "trace-at-the-end",
    description: "puts Return-Path below Received",
    caughtBy: ["trace/header/order"],
    mutation: tracing((fields) => fields.replace(/^(Return-Path:.*\r\n)((?:.|\r\n\t)*\r\n)/, "$2$1")),
  },
  {
    id: "received-reversed",
    description: "reverses the order of the Received fields",
    caughtBy: ["trace/header/received-in-order"],
    alsoSeenBy: ["trace/header"],
    mutation: ({ store }) => ({
      store: (content, trace) => {
        const fields = content.match(/^Received:.*\r\n/gm) ?? [];
        return store(fields.toReversed().join("") + content.replace(/^Received:.*\r\n/gm, ""), trace);
      },
    }),
  },
  {
    id: "received-below",
    description: "puts its Received field below those that were there",
    caughtBy: ["trace/header/received-on-top"],
    alsoSeenBy: ["trace"],
    mutation: () => ({
      store: (content, trace) => {
        const others = /^(Received:.*\r\n)*/.exec(content)?.[0] ?? "";
        return others + trace + content.slice(others.length);
      },
    }),
  },
];
