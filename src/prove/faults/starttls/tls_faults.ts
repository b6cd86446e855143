/** Faults of STARTTLS: what it replies, and what is left from before TLS. */
import { reply } from "../../../reference/server/reply.ts";
import { freshState, type State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, changeArgument, everyReply, just, offering, onVerb, replyInstead } from "../../mutations.ts";
import { needsTls } from "./demands_tls.ts";

/** A state that keeps the EHLO name from before TLS. */
type Renamed = State & { readonly before?: string | undefined };

/** STARTTLS. */
export const tlsFaults: readonly Fault[] = [
  {
    id: "starttls-keeps-input",
    description: "executes inside TLS what was received in plaintext",
    caughtBy: [
      "begin-of-a-line",
      "same-write",
      "noop",
      "rset",
      "ehlo",
      "mail",
      "rcpt",
      "data",
      "auth",
      "starttls",
      "quit",
      "unknown",
      "empty-line",
      "several-commands",
    ].map((name) => `starttls/state/injected-command[${name}]`),
    alsoSeenBy: ["starttls/state", "replies/lint/unsolicited", "replies/lint/status-code"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => turn.next.kind === "tls" ? rest : keepInput(rest, turn),
    }),
  },
  {
    id: "starttls-reads-on",
    description: "executes inside TLS what was received in plaintext before the handshake, after its 220 too",
    caughtBy: ["starttls/state/injected-command[*next-write]"], // which of them meets it depends on where a read ends
    alsoSeenBy: ["starttls", "replies/lint/status-code"],
    // On a busy machine what is written after STARTTLS is read together with it.
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => turn.next.kind === "tls" ? rest : keepInput(rest, turn),
      clearBeforeTls: (octets) => /^(?:[A-Z][ -~]*\r\n)*/.exec(octets)?.[0].length ?? 0,
    }),
  },
  {
    id: "starttls-not-in-a-group",
    description: "does not recognize a STARTTLS that comes in one group with a command before it",
    caughtBy: ["starttls/command/last-of-a-group"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => keepInput(rest, turn).replace(/^STARTTLS\r\n$/, "XSTARTTLS\r\n"),
    }),
  },
  {
    id: "starttls-keeps-transaction",
    description: "keeps the transaction over the handshake",
    caughtBy: ["starttls/state/transaction"],
    alsoSeenBy: ["starttls/state"],
    mutation: () => ({ enterTls: (state) => ({ ...state, isTls: true }) }),
  },
  {
    id: "starttls-keeps-hello",
    description: "keeps the EHLO over the handshake",
    caughtBy: ["starttls/state/hello"],
    mutation: () => ({ enterTls: ({ port, hello }) => ({ ...freshState(port), isTls: true, hello }) }),
  },
  {
    id: "starttls-keeps-login",
    description: "keeps the login over the handshake",
    choice: "auth-in-the-clear",
    caughtBy: ["starttls/state/login"],
    alsoSeenBy: ["auth/command/plain-in-the-clear"],
    mutation: () => ({ enterTls: ({ port, user }) => ({ ...freshState(port), isTls: true, user }) }),
  },
  {
    id: "starttls-offered-in-tls",
    description: "offers STARTTLS inside TLS",
    caughtBy: ["starttls/command/gone-inside-tls", "starttls/command/gone-on-submissions"],
    mutation: offering((lines, { isTls }) => isTls ? [...lines, "STARTTLS"] : lines),
  },
  {
    id: "starttls-in-tls",
    description: "replies 220 to STARTTLS inside TLS",
    caughtBy: ["starttls/command/inside-tls"],
    mutation: afterVerb("STARTTLS", (turn, state) => state.isTls ? just(state, reply("220 2.0.0", "Once more")) : turn),
  },
  {
    id: "starttls-argument",
    description: "ignores an argument of STARTTLS",
    caughtBy: ["starttls/command/argument"],
    mutation: changeArgument("STARTTLS", () => ""),
  },
  {
    id: "starttls-greets-again",
    description: "greets again inside TLS",
    caughtBy: ["starttls/command/handshake"],
    alsoSeenBy: ["starttls", "replies/lint/unsolicited", "auth", "submission", "pipelining"],
    mutation: ({ greet }) => ({ greetInTls: (host, port) => port === "mx" ? greet(host, freshState(port)) : [] }),
  },
  {
    id: "starttls-runs-input-before",
    description: "executes, without a reply, what was received in plaintext after STARTTLS",
    caughtBy: ["starttls/state/injected-transaction"],
    mutation: ({ keepInput, enterTls }) => {
      const withMail = new WeakSet<State>();
      return {
        keepInput: (rest, turn) => {
          if (turn.next.kind === "tls" && /^MAIL/m.test(rest)) withMail.add(turn.state);
          return keepInput(rest, turn);
        },
        enterTls: (state, context) => {
          const mail = withMail.has(state) ? context.behaviour.commands.get("MAIL") : undefined;
          return mail === undefined
            ? enterTls(state, context)
            : { ...mail(state, "FROM:<injected@injected.example>", context).state, isTls: true };
        },
      };
    },
  },
  {
    id: "starttls-is-hello",
    description: "accepts STARTTLS in place of EHLO",
    caughtBy: ["starttls/state/starttls-is-no-hello"],
    mutation: ({ enterTls }) => ({
      enterTls: (state, context) => ({
        ...enterTls(state, context),
        hello: state.hello === undefined ? { verb: "EHLO", name: "unknown" } : undefined,
      }),
    }),
  },
  {
    id: "starttls-keeps-name",
    description: "writes the EHLO name from before TLS into the mail",
    caughtBy: ["starttls/state/hello-in-trace"],
    mutation: ({ enterTls, trace }) => ({
      enterTls: (state, context): Renamed => ({ ...enterTls(state, context), before: state.hello?.name }),
      trace: (state: Renamed, sender, host) => {
        const { hello, before } = state;
        return trace(hello && before ? { ...state, hello: { ...hello, name: before } } : state, sender, host);
      },
    }),
  },
  {
    id: "starttls-early-is-a-lie",
    description: "replies 220 to STARTTLS before EHLO, and begins no TLS",
    caughtBy: ["starttls/command/before-ehlo"],
    alsoSeenBy: ["starttls/state/starttls-is-no-hello"],
    mutation: afterVerb(
      "STARTTLS",
      (turn, state) => state.hello === undefined ? just(state, reply("220 2.0.0", "Ready")) : turn,
    ),
  },
  {
    id: "tls-demanded-of-noop",
    description: "demands TLS before NOOP and EHLO too",
    choice: "submission-demands-tls",
    caughtBy: ["starttls/demanded/refusals[noop]"],
    mutation: afterVerb(
      "NOOP",
      (turn, state) => state.port === "submission" && !state.isTls ? just(state, needsTls) : turn,
    ),
  },
  {
    id: "tls-demanded-of-second-ehlo",
    description: "demands TLS before a second EHLO",
    choice: "submission-demands-tls",
    caughtBy: ["starttls/demanded/refusals[ehlo]"],
    alsoSeenBy: ["ehlo"],
    mutation: afterVerb(
      "EHLO",
      (turn, state) =>
        state.port === "submission" && !state.isTls && state.hello !== undefined ? just(state, needsTls) : turn,
    ),
  },
  {
    id: "tls-demanded-by-503",
    description: "demands TLS with 530 at MAIL, and refuses the rest otherwise",
    choice: "submission-demands-tls",
    caughtBy: ["vrfy", "rcpt", "data"].map((verb) => `starttls/demanded/refusals[${verb}]`),
    mutation: replyInstead("VRFY RCPT DATA", /530/, "503 5.5.1", "Not now"),
  },
  {
    id: "tls-demanded-with-5.5.1",
    description: "demands TLS with the status code 5.5.1",
    choice: "submission-demands-tls",
    caughtBy: ["starttls/demanded/status-code"],
    mutation: everyReply((each) => each.code === 530 ? { ...each, enhanced: "5.5.1" } : each),
  },
  {
    id: "clear-password-judged",
    description: "reveals in plaintext, where no login is possible, whether the password is right",
    caughtBy: ["starttls/demanded/same-refusal"],
    alsoSeenBy: ["auth"],
    mutation: onVerb("AUTH", (right) => (state, argument, context) => {
      const turn = right(state, argument, context);
      const [, , pass] = context.behaviour.decodeBase64(argument.split(" ")[1] ?? "")?.split("\0") ?? [];
      const isWrong = pass !== undefined && ![...context.host.users.values()].includes(pass);
      return isWrong && state.port === "submission" && !state.isTls
        ? just(state, reply("535 5.7.8", "Wrong password"))
        : turn;
    }),
  },
  {
    id: "starttls-not-on-submission",
    description: "offers no STARTTLS for submission, and accepts logins in plaintext",
    choice: "auth-in-the-clear",
    caughtBy: ["starttls/demanded/offered"],
    alsoSeenBy: ["auth/command/plain-in-the-clear"],
    mutation: offering((lines, { port }) =>
      port === "submission" ? lines.filter((line) => line !== "STARTTLS") : lines
    ),
  },
  {
    id: "starttls-unavailable",
    description: "offers STARTTLS and is never able to begin TLS",
    caughtBy: ["starttls/command/offer-is-true"],
    alsoSeenBy: ["starttls"],
    mutation: afterVerb(
      "STARTTLS",
      (turn, state) => state.port === "mx" ? just(state, reply("550 5.7.0", "TLS not available")) : turn,
    ),
  },
];
