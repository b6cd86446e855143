/** Faults of STARTTLS and of TLS itself. */
import { key } from "../certificate.ts";
import { readHelloVersion, writeServerHello } from "../server/hello_record.ts";
import { reply } from "../server/reply.ts";
import { freshState } from "../server/state.ts";
import { expired, notYetValid } from "./certificates.ts";
import type { Fault } from "./fault.ts";
import { afterVerb, changeArgument, just, offering } from "./twists.ts";

/** STARTTLS and TLS. */
export const tlsFaults: readonly Fault[] = [
  {
    id: "starttls-keeps-input",
    says: "runs inside TLS what came in the clear",
    rfc: "RFC 3207 §4.2",
    level: "must not",
    caughtBy: ["starttls/state/injected-command[same-write]", "starttls/state/injected-command[begin-of-a-line]"],
    alsoSeenBy: ["replies/lint/unsolicited"],
    twist: ({ keepInput }) => ({ keepInput: (rest, turn) => turn.next.kind === "tls" ? rest : keepInput(rest, turn) }),
  },
  {
    id: "starttls-keeps-transaction",
    says: "keeps the transaction over the handshake",
    rfc: "RFC 3207 §4.2",
    level: "must",
    caughtBy: ["starttls/state/transaction"],
    alsoSeenBy: ["starttls/state"],
    twist: () => ({ enterTls: (state) => ({ ...state, isTls: true }) }),
  },
  {
    id: "starttls-keeps-hello",
    says: "keeps the EHLO over the handshake",
    rfc: "RFC 3207 §4.2",
    level: "must",
    caughtBy: ["starttls/state/hello"],
    twist: () => ({ enterTls: ({ port, hello }) => ({ ...freshState(port), isTls: true, hello }) }),
  },
  {
    id: "starttls-keeps-login",
    says: "keeps the login over the handshake",
    rfc: "RFC 3207 §4.2",
    level: "must",
    choice: "auth-in-the-clear",
    caughtBy: ["starttls/state/login"],
    alsoSeenBy: ["auth/command/plain-in-the-clear"],
    twist: () => ({ enterTls: ({ port, user }) => ({ ...freshState(port), isTls: true, user }) }),
  },
  {
    id: "starttls-offered-in-tls",
    says: "offers STARTTLS inside TLS",
    rfc: "RFC 3207 §4.2",
    level: "must not",
    caughtBy: ["starttls/command/gone-inside-tls", "starttls/command/gone-on-submissions"],
    twist: offering((lines, { isTls }) => isTls ? [...lines, "STARTTLS"] : lines),
  },
  {
    id: "starttls-in-tls",
    says: "says 220 to STARTTLS inside TLS",
    rfc: "RFC 3207 §4.2",
    level: "must not",
    caughtBy: ["starttls/command/inside-tls"],
    twist: afterVerb("STARTTLS", (turn, state) => state.isTls ? just(state, reply("220 2.0.0", "Once more")) : turn),
  },
  {
    id: "starttls-argument",
    says: "overlooks an argument of STARTTLS",
    rfc: "RFC 3207 §4",
    level: "must",
    caughtBy: ["starttls/command/argument"],
    twist: changeArgument("STARTTLS", () => ""),
  },
  {
    id: "starttls-greets-again",
    says: "greets again inside TLS",
    rfc: "RFC 3207 §4",
    level: "must",
    caughtBy: ["starttls/command/handshake"],
    alsoSeenBy: ["starttls", "replies/lint/unsolicited", "auth", "submission", "pipelining"],
    twist: ({ greet }) => ({ greetInTls: (host, port) => port === "mx" ? greet(host) : [] }),
  },
  {
    id: "no-close-notify",
    says: "closes TLS without a close_notify",
    rfc: "RFC 8314 §3.4",
    level: "should",
    caughtBy: ["submission/submission/close-notify"],
    twist: () => ({ closing: "silent" }),
  },
  ...[
    { version: 0x0301, name: "tls-1.0", rfc: "RFC 8996 §4" },
    { version: 0x0302, name: "tls-1.1", rfc: "RFC 8996 §5" },
  ].map(({ version, name, rfc }): Fault => ({
    id: `agrees-on-${name}`,
    says: `agrees on ${name.toUpperCase().replace("-", " ")}`,
    rfc,
    level: "must not",
    caughtBy: [`starttls/versions/old-version[${name}]`, `starttls/versions/old-version-submission[${name}]`],
    twist: ({ answerHello }) => ({
      answerHello: (octets) => readHelloVersion(octets) === version ? writeServerHello(version) : answerHello(octets),
    }),
  })),
  ...[
    { id: "expired", says: "ran out", cert: expired },
    { id: "not-yet-valid", says: "does not hold yet", cert: notYetValid },
  ].map(({ id, says, cert }): Fault => ({
    id: `certificate-${id}`,
    says: `shows a certificate that ${says}`,
    rfc: "RFC 8314 §4.4",
    level: "must",
    caughtBy: ["starttls/versions/certificate-dates"],
    twist: () => ({ identity: { cert, key } }),
  })),
];
