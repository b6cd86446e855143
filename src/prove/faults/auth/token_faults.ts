/** Faults of the mechanisms without a password: OAUTHBEARER, XOAUTH2, ANONYMOUS, EXTERNAL. */
import { reply } from "../../../reference/server/reply.ts";
import { type Exchange, replyWith, type SaslStep } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { evaluating, type Evaluation, welcome } from "./mechanism_mutations.ts";
import { onVerb, recode } from "../../mutations.ts";

const bearerFault = (id: string, description: string, caughtBy: readonly string[], change: Evaluation): Fault => ({
  id: `bearer-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["auth/oauth", "auth/odd_lines"],
  mutation: evaluating("OAUTHBEARER", change),
});

const refusal: SaslStep = { kind: "failure", reply: reply("535 5.7.8", "Wrong") };
const malformed = [
  "separator-alone",
  "header-alone",
  "empty-token",
  "empty-auth",
  "other-scheme",
  "no-header",
  "no-end",
];
const thenIn: Exchange = { mechanism: "OAUTHBEARER", evaluate: () => welcome };

/** Tokens, ANONYMOUS, EXTERNAL. */
export const tokenFaults: readonly Fault[] = [
  bearerFault("any-token", "accepts any token", [
    "auth/oauth/wrong-token[in-the-command]",
    "auth/oauth/wrong-token[in-a-response]",
    "auth/oauth/error-report",
  ], (response, right, step) => step === 0 && response.includes("auth=Bearer t") ? welcome : right(response)),
  bearerFault(
    "malformed",
    "accepts a message without a token",
    [
      ...malformed.map((name) => `auth/oauth/malformed-message[${name}]`),
    ],
    (response, right, step) =>
      step === 0 &&
        !(response.startsWith("n,a=") && response.endsWith("\x01\x01") && /auth=Bearer [a-z]/.test(response))
        ? welcome
        : right(response),
  ),
  bearerFault(
    "in-after-all",
    "authenticates a client that acknowledges the error report",
    ["auth/oauth/wrong-token", "auth/oauth/malformed-message"],
    (response, right, step) => step === 1 ? welcome : right(response),
  ),
  bearerFault("no-report", "fails a wrong token without an error report", [
    "auth/oauth/error-report",
  ], (response, right) => {
    const outcome = right(response);
    return outcome.kind === "challenge" ? refusal : outcome;
  }),
  bearerFault("report-in-words", "reports an error in words", ["auth/oauth/form-of-the-report"], (response, right) => {
    const outcome = right(response);
    return outcome.kind === "challenge" ? { ...outcome, text: "the token has expired" } : outcome;
  }),
  bearerFault(
    "reports-again",
    "reports the error once more instead of failing",
    [
      "auth/oauth/wrong-token",
    ],
    (response, right, step) =>
      step === 1
        ? { kind: "challenge", text: "{}", exchange: { ...thenIn, evaluate: () => refusal } }
        : right(response),
  ),
  {
    id: "bearer-report-bare",
    description: "reports an error in JSON that is not base64",
    caughtBy: ["auth/oauth/wrong-token", "auth/oauth/xoauth2-wrong-token"],
    alsoSeenBy: ["auth"],
    mutation: ({ commands, respond }) => {
      const bare = '{"status": "invalid_token"}';
      const auth = commands.get("AUTH");
      return {
        commands: new Map([
          ...commands,
          ...(auth === undefined ? [] : [
            ["AUTH", (...facts: Parameters<typeof auth>) => {
              const turn = auth(...facts);
              return /^X?OAUTH\S* \S/.test(facts[1])
                ? { ...turn, replies: recode(turn.replies, /334/, "334", bare) }
                : turn;
            }] as const,
          ]),
        ]),
        respond: (state, exchange, line, context) => {
          const turn = respond(state, exchange, line, context);
          const isMeant = exchange.mechanism.includes("OAUTH");
          return isMeant ? { ...turn, replies: recode(turn.replies, /334/, "334", bare) } : turn;
        },
      };
    },
  },
  bearerFault("unknown-key", "refuses a message with a key that it does not recognize", [
    "auth/oauth/unknown-key",
  ], (response, right, step) => step === 0 ? right(response.split("\x01xunknown=")[0] ?? "") : right(response)),
  ...[
    ["bearer", "OAUTHBEARER", "auth/oauth/right-token", "n,a=nobody,\x01auth=Bearer x\x01\x01"],
    ["xoauth2", "XOAUTH2", "auth/oauth/xoauth2-right-token", "user=nobody\x01auth=Bearer x\x01\x01"],
  ].map(([id = "", name = "", caught = "", wrong = ""]): Fault => ({
    id: `${id}-only-in-the-command`,
    description: `accepts a token of ${name} in the command alone`,
    caughtBy: [caught],
    alsoSeenBy: ["auth/oauth"],
    mutation: ({ respond }) => ({
      respond: (state, exchange, line, context) => {
        const isMessage = exchange.mechanism === name && line.length > "AQ==".length;
        return respond(state, exchange, isMessage ? btoa(wrong) : line, context);
      },
    }),
  })),
  {
    id: "xoauth2-any-token",
    description: "accepts any token over XOAUTH2",
    caughtBy: ["auth/oauth/xoauth2-wrong-token"],
    mutation: evaluating("XOAUTH2", () => welcome),
  },
  {
    id: "xoauth2-in-after-all",
    description: "authenticates a client that acknowledges the error report of XOAUTH2",
    caughtBy: ["auth/oauth/xoauth2-wrong-token"],
    mutation: evaluating("XOAUTH2", (response, right, step) => step === 1 ? welcome : right(response)),
  },
  ...([
    ["address", "demands a trace without @", (trace) => trace.includes("@")],
    ["nothing", "demands a trace", (trace) => trace === ""],
    ["255-characters", "accepts 100 octets of a trace and no more", (trace) => trace.length > 100],
    ["two-octets-each", "accepts only ASCII in a trace", (trace) => /[^\0-\x7f]/.test(trace)],
    ["in-a-response", "accepts a trace in the command only", (trace) => trace === "smith"],
    ["word", "recognizes no trace by this name", (trace) => trace === "smith"],
  ] as const satisfies readonly (readonly [string, string, (trace: string) => boolean])[]).map((
    [name, description, isRefused],
  ): Fault => ({
    id: `anonymous-${name}`,
    description,
    choice: "anonymous",
    caughtBy: [`auth/no_password/anonymous[${name}]`],
    alsoSeenBy: ["auth/offer/anonymous"],
    mutation: evaluating("ANONYMOUS", (response, right) => isRefused(response) ? refusal : right(response)),
  })),
  {
    id: "external-only-in-the-command",
    description: "knows the owner of a certificate by an initial response alone",
    caughtBy: ["auth/no_password/external-with-certificate[in-a-response]"],
    mutation: ({ respond }) => ({
      respond: (state, exchange, line, context) =>
        exchange.mechanism === "EXTERNAL" && line !== "*"
          ? replyWith(state, reply("535 5.7.8", "Nobody is known"))
          : respond(state, exchange, line, context),
    }),
  },
  {
    id: "external-only-in-a-response",
    description: "treats the empty initial response of EXTERNAL as an identity",
    caughtBy: ["auth/no_password/external-with-certificate[in-the-command]"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) =>
        /^EXTERNAL =$/i.test(argument)
          ? replyWith(state, reply("535 5.7.8", "Nobody is called so"))
          : right(state, argument, context),
    ),
  },
  {
    id: "external-any-identity",
    description: "lets the owner of a certificate in as anybody",
    caughtBy: ["in-the-command", "in-a-response"].map((name) => `auth/no_password/external-other-identity[${name}]`),
    mutation: evaluating("EXTERNAL", (identity, right) => identity === "" ? right(identity) : welcome),
  },
  {
    id: "external-open",
    description: "authenticates anybody over EXTERNAL with any identity",
    choice: "external",
    caughtBy: ["external-without-credentials", "external-nobody"].flatMap((name) =>
      ["in-the-command", "in-a-response"].map((variant) => `auth/no_password/${name}[${variant}]`)
    ),
    alsoSeenBy: ["auth/no_password/external-other-identity"],
    mutation: evaluating("EXTERNAL", () => welcome),
  },
];
