/** Faults of sessions inside implicit TLS. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, offering } from "../../mutations.ts";
import { open } from "../submission/open_port.ts";

/** The port of implicit TLS. */
export const implicitTlsFaults: readonly Fault[] = [
  {
    id: "plain-text-on-submissions",
    description: "speaks SMTP in plaintext to a client that does",
    caughtBy: ["implicit_tls/session/no-plain-text"],
    alsoSeenBy: ["starttls/state/injected-command"],
    mutation: ({ answerHello }) => ({
      answerHello: (octets) => /^[A-Z]{4}/.test(octets) ? "220 mx.test\r\n250 mx.test\r\n" : answerHello(octets),
    }),
  },
  {
    id: "submissions-takes-one-message",
    description: "accepts one message over implicit TLS, and refuses all others",
    caughtBy: ["implicit_tls/session/message"],
    alsoSeenBy: ["implicit_tls/session"],
    mutation: (right) => {
      let count = 0; // the first message is that of the sanity check
      return afterVerb(
        "DATA",
        (turn, { port }) =>
          port === "submissions" && ++count > 1
            ? { ...turn, ...just(turn.state, reply("550 5.7.1", "Not here")) }
            : turn,
      )(right);
    },
  },
  {
    id: "submissions-starttls-again",
    description: "replies 220 to STARTTLS over implicit TLS",
    caughtBy: ["implicit_tls/session/starttls"],
    mutation: afterVerb(
      "STARTTLS",
      (turn, { port }) => port === "submissions" ? just(turn.state, reply("220 2.0.0", "Once more")) : turn,
    ),
  },
  {
    id: "submissions-hello-220",
    description: "answers EHLO with the code of a greeting over implicit TLS",
    caughtBy: ["implicit_tls/session/greeting"],
    alsoSeenBy: ["implicit_tls/session", "starttls/command/gone-on-submissions"],
    mutation: afterVerb(
      "EHLO",
      (turn, { port }) =>
        port === "submissions" ? { ...turn, replies: turn.replies.map((each) => ({ ...each, code: 220 })) } : turn,
    ),
  },
  {
    id: "no-tls-clause",
    description: "writes no cipher suite into the Received field",
    caughtBy: ["implicit_tls/session/cipher-in-trace"],
    mutation: ({ trace }) => ({ trace: (state, sender, host) => trace({ ...state, cipher: undefined }, sender, host) }),
  },
  {
    id: "submissions-without-auth",
    description: "offers no AUTH where TLS is on from the start, and lets everybody submit there",
    caughtBy: ["implicit_tls/session/offers-auth"],
    mutation: both(
      offering((lines, { port }) => port === "submissions" ? lines.filter((line) => !line.startsWith("AUTH")) : lines),
      open("MAIL RCPT", ({ port }) => port === "submissions"),
    ),
  },
  {
    id: "submissions-550",
    description: "answers MAIL before AUTH with 550 where TLS is on from the start",
    caughtBy: [],
    warnedBy: ["implicit_tls/session/mail-before-auth"],
    mutation: afterVerb(
      "MAIL",
      (turn, state) =>
        state.port === "submissions" && turn.replies[0]?.code === 530
          ? just(state, reply("550 5.5.1", "Log in"))
          : turn,
    ),
  },
];
