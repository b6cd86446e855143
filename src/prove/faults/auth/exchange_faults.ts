/** Faults of the responses within an AUTH exchange: their base64, and what else may stand in their place. */
import { Buffer } from "node:buffer";
import type { Behaviour, Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb } from "../../mutations.ts";

/** Changes what is decoded. */
const decoding = (change: (text: string, right: Behaviour["decodeBase64"]) => string | undefined): Mutation =>
({
  decodeBase64,
}) => ({ decodeBase64: (text) => change(text, decodeBase64) });

/** Answers some responses in another way. */
const responding = (change: Behaviour["respond"], isMeant: (line: string) => boolean): Mutation => ({ respond }) => ({
  respond: (state, exchange, line, context) => (isMeant(line) ? change : respond)(state, exchange, line, context),
});

/** Answers what is not base64 in one way. */
const answeringGarbage = (code: string, text: string): Mutation => (right) =>
  responding(
    (state) => just(state, reply(code, text)),
    (line) => line !== "*" && right.decodeBase64(line) === undefined,
  )(
    right,
  );

/** Asks once more. */
const askAgain: Behaviour["respond"] = (state, exchange) => ({
  ...just(state, reply("334", "")),
  next: { kind: "response", exchange },
});

const lenient = (text: string) => Buffer.from(text, "base64").toString("latin1");

/** Responses. */
export const exchangeFaults: readonly Fault[] = [
  {
    id: "base64-white-space",
    description: "ignores white space in a response",
    caughtBy: [
      "auth/exchange/right-password-with-rubbish[space-in-front]",
      "auth/exchange/right-password-with-rubbish[tab-in-front]",
    ],
    warnedBy: [
      "auth/exchange/no-base64[space-in-between]",
      "auth/exchange/no-base64[space-in-front]",
      "auth/exchange/no-base64[tab-in-between]",
    ],
    alsoSeenBy: ["auth"],
    mutation: decoding((text, right) => right(text.replace(/[ \t]/g, ""))),
  },
  {
    id: "base64-first-word",
    description: "reads a response up to the first space",
    caughtBy: [
      "auth/exchange/right-password-with-rubbish[another-behind]",
      "auth/login/no-base64-password[itself-behind]",
    ],
    alsoSeenBy: ["auth"],
    mutation: decoding((text, right) => right(text.replace(/(?<=.) .*/, ""))),
  },
  {
    id: "base64-stops-at-pad",
    description: "reads a response up to its first pad",
    caughtBy: [
      "auth/exchange/right-password-with-rubbish[pad-in-between]",
      "auth/exchange/right-password-with-rubbish-in-the-command[pad-in-between]",
    ],
    warnedBy: ["auth/exchange/no-base64[data-behind-pads]", "auth/exchange/no-base64-in-the-command[data-behind-pads]"],
    alsoSeenBy: ["auth"],
    mutation: decoding((text, right) =>
      right(
        text.replace(/^([A-Za-z0-9+/]+)=+[A-Za-z0-9+/].*/, (_, first) =>
          first.padEnd(Math.ceil(first.length / 4) * 4, "=")),
      )
    ),
  },
  {
    id: "base64-url",
    description: "reads the alphabet for URLs too",
    caughtBy: [],
    warnedBy: ["auth/exchange/no-base64[url-alphabet]"],
    alsoSeenBy: ["auth/exchange"],
    mutation: decoding((text, right) => right(text.replaceAll("-", "+").replaceAll("_", "/"))),
  },
  {
    id: "base64-in-the-command-lenient",
    description: "ignores characters that are not base64 in the command only",
    caughtBy: ["behind", "in-front", "pad-in-front", "in-quotes"]
      .map((name) => `auth/exchange/right-password-with-rubbish-in-the-command[${name}]`),
    alsoSeenBy: ["auth"],
    mutation: onVerb("AUTH", (right) => (state, argument, context) =>
      right(
        state,
        argument.replace(/^(PLAIN) (.*[^=].*)$/, (_, name, text) =>
          `${name} ${Buffer.from(lenient(text.replace(/[^A-Za-z0-9+/]/g, "")), "latin1").toString("base64")}`),
        context,
      )),
  },
  {
    id: "base64-asks-on",
    description: "waits for more after a response whose padding is wrong",
    caughtBy: ["missing", "one-less", "one-more"].map((name) => `auth/exchange/wrong-padding[${name}]`),
    alsoSeenBy: ["auth/exchange"],
    mutation: responding(askAgain, (line) => /^[A-Za-z0-9+/]+=*$/.test(line) && line.length % 4 !== 0),
  },
  {
    id: "base64-equals-empty",
    description: "treats = as an empty response in a line of its own too",
    caughtBy: ["auth/exchange/no-base64[equals-sign]"],
    alsoSeenBy: ["auth/exchange"],
    mutation: responding(askAgain, (line) => line === "="),
  },
  {
    id: "base64-550",
    description: "answers what is not base64 with 550",
    caughtBy: [],
    warnedBy: [
      "auth/exchange/no-base64",
      "auth/login/no-base64-user",
      "auth/login/no-base64-password",
      "auth/challenge_response/cram-no-base64",
    ],
    alsoSeenBy: ["auth"],
    mutation: answeringGarbage("550 5.5.2", "Garbage"),
  },
  {
    id: "base64-235",
    description: "treats what is not base64 as the right response",
    caughtBy: [
      "auth/exchange/no-base64",
      "auth/login/no-base64-user",
      "auth/login/no-base64-password",
      "auth/challenge_response/cram-no-base64",
    ],
    alsoSeenBy: ["auth"],
    mutation: answeringGarbage("235 2.7.0", "Welcome"),
  },
  {
    id: "auth-star-235",
    description: "answers * with 235",
    caughtBy: ["auth/exchange/cancelled", "auth/exchange/cancelled-at-the-password", "auth/oauth/cancelled-report"],
    alsoSeenBy: ["auth"],
    mutation: responding((state) => just(state, reply("235 2.7.0", "Welcome")), (line) => line === "*"),
  },
  {
    id: "auth-star-535",
    description: "answers * with 535",
    caughtBy: [],
    warnedBy: ["auth/exchange/cancelled", "auth/exchange/cancelled-at-the-password", "auth/oauth/cancelled-report"],
    alsoSeenBy: ["auth"],
    mutation: responding((state) => just(state, reply("535 5.7.8", "Cancelled")), (line) => line === "*"),
  },
  {
    id: "auth-454",
    description: "answers * and what is not base64 with 454",
    caughtBy: ["auth/exchange/no-temporary-failure"],
    mutation: responding(
      (state) => just(state, reply("454 4.7.0", "Temporary authentication failure")),
      (line) => !/^[A-Za-z0-9+/]*=*$/.test(line),
    ),
  },
  {
    id: "auth-star-waits",
    description: "answers * and waits for the response nevertheless",
    caughtBy: [
      "auth/exchange/cancelled",
      "auth/exchange/cancelled-at-the-password",
      "auth/command/next-try[cancelled]",
    ],
    alsoSeenBy: ["auth", "submission"],
    mutation: responding(
      (state, exchange) => ({
        ...just(state, reply("501 5.7.0", "Cancelled")),
        next: { kind: "response", exchange },
      }),
      (line) => line === "*",
    ),
  },
  {
    id: "auth-empty-line-waits",
    description: "asks again after an empty line",
    caughtBy: ["auth/exchange/empty-line"],
    alsoSeenBy: ["auth"],
    mutation: responding(askAgain, (line) => line === ""),
  },
  {
    id: "auth-verb-run",
    description: "executes any command that stands where a response is due",
    caughtBy: [
      ...["noop", "rset", "quit", "help", "ehlo", "auth"].map((name) =>
        `auth/exchange/command-for-a-response[${name}]`
      ),
      "auth/exchange/mail-for-a-response",
    ],
    alsoSeenBy: ["auth/exchange"],
    mutation: ({ respond, commands, readCommand }) => ({
      respond: (state, exchange, line, context) => {
        const { verb, argument } = readCommand(line);
        return commands.get(verb)?.(state, argument, context) ?? respond(state, exchange, line, context);
      },
    }),
  },
  {
    id: "auth-mail-begins",
    description: "refuses a MAIL that stands where a response is due, and begins a transaction with it",
    caughtBy: ["auth/exchange/mail-for-a-response"],
    mutation: responding(
      (state) =>
        just(
          { ...state, sender: { path: undefined, body: "7BIT", isUtf8: false, parameters: [] } },
          reply("501 5.5.2", "No base64"),
        ),
      (line) => line.startsWith("MAIL "),
    ),
  },
  {
    id: "auth-long-command-cut",
    description: "executes the tail of a long AUTH command as another one",
    caughtBy: ["auth/exchange/too-long-initial-response"],
    mutation: ({ cutLine }) => ({
      cutLine: (input, read) =>
        /^AUTH PLAIN a{12288}/.test(input)
          ? { line: input.slice(0, 12288), rest: input.slice(12288) }
          : cutLine(input, read),
    }),
  },
  {
    id: "auth-locked-by-a-response",
    description: "answers AUTH with 503 after a response that failed",
    caughtBy: ["auth/command/next-try[half-a-message]", "auth/command/next-try[cancelled]"],
    alsoSeenBy: ["auth", "submission"],
    mutation: (right) => {
      const failed = new WeakSet<object>();
      return {
        respond: (state, exchange, line, context) => {
          const turn = right.respond(state, exchange, line, context);
          if (state.hello !== undefined && /^5/.test(String(turn.replies[0]?.code))) failed.add(state.hello);
          return turn;
        },
        ...afterVerb(
          "AUTH",
          (turn, state) =>
            state.hello !== undefined && failed.has(state.hello) ? just(state, reply("503 5.5.1", "Once only")) : turn,
        )(right),
      };
    },
  },
];
