/** Faults of the AUTH command, its responses and its parameter. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, offering, onVerb, replyInstead } from "../../mutations.ts";
import { upperOnly } from "../commands/upper_only.ts";
import { Buffer } from "node:buffer";

const [user, pass] = ["alice", "correct horse battery staple"];

/** AUTH. */
export const authFaults: readonly Fault[] = [
  {
    id: "auth-250",
    description: "answers a login with 250",
    caughtBy: ["auth/plain/initial-response"],
    alsoSeenBy: ["auth"],
    mutation: afterVerb(
      "AUTH",
      (turn, state) =>
        state.port === "mx" && turn.replies[0]?.code === 235
          ? { ...turn, replies: [reply("250 2.7.0", "Welcome")] }
          : turn,
    ),
  },
  {
    id: "auth-right-refused",
    description: "refuses the right credentials in CRAM-MD5, SCRAM and LOGIN",
    caughtBy: ["auth/challenge_response/cram-right", "auth/challenge_response/login", "auth/scram/right-password"],
    alsoSeenBy: ["auth/scram", "auth/login"],
    mutation: ({ respond }) => ({
      respond: (state, exchange, line, context) => {
        const turn = respond(state, exchange, line, context);
        const isRight = /^(CRAM|SCRAM|LOGIN)/.test(exchange.mechanism) && turn.replies[0]?.code === 235;
        return isRight ? just(state, reply("535 5.7.8", "Wrong")) : turn;
      },
    }),
  },
  {
    id: "auth-wrong-code",
    description: "answers wrong credentials with 550",
    caughtBy: [],
    warnedBy: ["auth/plain/wrong-credentials"],
    alsoSeenBy: ["auth"],
    mutation: replyInstead("AUTH", /535/, "550 5.7.8", "Wrong"),
  },
  {
    id: "auth-unknown-535",
    description: "answers an unknown mechanism with 535",
    caughtBy: [],
    warnedBy: ["auth/command/unknown-mechanism"],
    alsoSeenBy: ["auth/offer/hidden-in-the-clear"],
    mutation: replyInstead("AUTH", /504/, "535 5.7.8", "Unknown"),
  },
  {
    id: "auth-arguments",
    description: "ignores what stands after the initial response",
    caughtBy: ["auth/command/arguments[two-responses]", "auth/command/arguments[star-behind]"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) => right(state, argument.split(" ").slice(0, 2).join(" "), context),
    ),
  },
  {
    id: "auth-alone-begins",
    description: "begins PLAIN where AUTH names no mechanism",
    caughtBy: ["auth/command/arguments[no-mechanism]"],
    mutation: onVerb("AUTH", (right) => (state, argument, context) => right(state, argument || "PLAIN", context)),
  },
  {
    id: "auth-mechanism-case",
    description: "recognizes mechanisms in upper case only",
    caughtBy: ["auth/command/mechanism-in-lower-case"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) =>
        /^[A-Z0-9-]*(?= |$)/.test(argument)
          ? right(state, argument, context)
          : just(state, reply("504 5.5.4", "Unknown")),
    ),
  },
  {
    id: "auth-twice",
    description: "accepts AUTH again after a login",
    caughtBy: ["auth/command/second-auth"],
    warnedBy: ["auth/command/second-auth[wrong]", "auth/command/second-auth[unknown]"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) => right({ ...state, user: undefined }, argument, context),
    ),
  },
  {
    id: "auth-in-transaction",
    description: "accepts AUTH within a transaction",
    caughtBy: ["auth/command/in-a-transaction"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) => right({ ...state, sender: undefined }, argument, context),
    ),
  },
  {
    id: "auth-once-failed",
    description: "answers AUTH with 503 after one that failed",
    caughtBy: ["auth/command/next-try"],
    alsoSeenBy: ["auth", "submission"],
    mutation: (right) => {
      const failed = new WeakSet<object>();
      const note: Mutation = afterVerb("AUTH", (turn, state) => {
        if (state.hello !== undefined && failed.has(state.hello)) {
          return just(state, reply("503 5.5.1", "Once is enough"));
        }
        if (state.hello !== undefined && /^5/.test(String(turn.replies[0]?.code))) failed.add(state.hello);
        return turn;
      });
      return note(right);
    },
  },
  {
    id: "auth-closes-at-once",
    description: "closes the connection after one failed login",
    caughtBy: ["auth/command/three-tries"],
    alsoSeenBy: ["auth", "submission"],
    mutation: afterVerb(
      "AUTH",
      (turn) =>
        turn.replies[0]?.code === 535
          ? { ...turn, replies: [reply("421 4.7.0", "mx.test says goodbye")], next: { kind: "close" } }
          : turn,
    ),
  },
  {
    id: "auth-drops-group",
    description: "discards the commands after AUTH in a group",
    caughtBy: ["auth/command/pipelined"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => turn.replies[0]?.code === 235 ? "" : keepInput(rest, turn),
    }),
  },
  {
    id: "auth-plain-in-the-clear",
    description: "offers PLAIN in plaintext",
    caughtBy: ["auth/command/plain-in-the-clear"],
    mutation: offering((lines) => lines.map((line) => line.replace("AUTH CRAM-MD5", "AUTH PLAIN CRAM-MD5"))),
  },
  {
    id: "auth-without-plain",
    description: "offers no PLAIN inside TLS",
    caughtBy: ["auth/command/plain-over-tls"],
    mutation: offering((lines) => lines.map((line) => line.replace("AUTH PLAIN LOGIN", "AUTH LOGIN"))),
  },
  {
    id: "auth-star-goes-on",
    description: "treats * as a response that is not base64, and asks again",
    caughtBy: ["auth/exchange/cancelled"],
    alsoSeenBy: ["auth", "submission"],
    mutation: ({ respond }) => ({
      respond: (state, exchange, line, context) =>
        line === "*"
          ? { ...just(state, reply("334", "")), next: { kind: "response", exchange } }
          : respond(state, exchange, line, context),
    }),
  },
  {
    id: "base64-lenient",
    description: "ignores characters that are not base64",
    caughtBy: ["auth/exchange/right-password-with-rubbish"],
    warnedBy: ["auth/exchange/no-base64"],
    alsoSeenBy: ["auth"],
    mutation: () => ({
      decodeBase64: (text) => Buffer.from(text.replace(/[^A-Za-z0-9+/]/g, ""), "base64").toString("latin1"),
    }),
  },
  {
    id: "base64-any",
    description: "treats what is not base64 as the right credentials",
    caughtBy: ["auth/exchange/no-base64-in-the-command", "auth/exchange/no-base64"],
    alsoSeenBy: ["auth", "submission"],
    mutation: ({ decodeBase64 }) => ({ decodeBase64: (text) => decodeBase64(text) ?? `\0${user}\0${pass}` }),
  },
  {
    id: "auth-equals-missing",
    description: "treats = as a missing response",
    caughtBy: ["auth/exchange/empty-response", "auth/exchange/response-for-a-server-first-mechanism[empty]"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) => right(state, argument.replace(/ =$/, ""), context),
    ),
  },
  {
    id: "auth-command-run",
    description: "executes a command that stands where a response is due",
    caughtBy: ["auth/exchange/command-for-a-response"],
    mutation: ({ respond, commands }) => ({
      respond: (state, exchange, line, context) =>
        commands.get(line)?.(state, "", context) ?? respond(state, exchange, line, context),
    }),
  },
  {
    id: "auth-long-response-cut",
    description: "executes the tail of a long response as a command",
    caughtBy: ["auth/exchange/too-long-response"],
    alsoSeenBy: ["replies/lint/unsolicited"],
    mutation: ({ cutLine }) => ({
      cutLine: (input, read) =>
        /^a{12288}/.test(input) ? { line: input.slice(0, 12288), rest: input.slice(12288) } : cutLine(input, read),
    }),
  },
  {
    id: "cram-initial-response",
    description: "begins CRAM-MD5 in spite of an initial response",
    caughtBy: ["auth/exchange/response-for-a-server-first-mechanism"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) => right(state, argument.replace(/^(CRAM-MD5) .*/, "$1"), context),
    ),
  },
  {
    id: "cram-challenge",
    description: "sends a challenge of CRAM-MD5 that is not base64",
    caughtBy: ["auth/challenge_response/cram-challenge"],
    alsoSeenBy: ["auth/challenge_response"],
    mutation: afterVerb(
      "AUTH",
      (turn, _state, argument) =>
        argument === "CRAM-MD5" ? { ...turn, replies: [reply("334", "<challenge@mx.test>")] } : turn,
    ),
  },
  {
    id: "mail-auth-refused",
    description: "does not recognize the AUTH parameter of MAIL",
    caughtBy: ["auth/mail_parameter/accepted"],
    alsoSeenBy: ["auth/mail_parameter"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        / AUTH=/.test(argument) ? just(state, reply("555 5.5.4", "Unknown")) : right(state, argument, context),
    ),
  },
  {
    id: "mail-auth-any",
    description: "accepts an AUTH parameter that is not xtext",
    caughtBy: ["auth/mail_parameter/no-xtext"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) => right(state, argument.replace(/ AUTH=.*/, ""), context),
    ),
  },
  upperOnly(["AUTH"], ["auth/command/verb-in-lower-case"]),
];
