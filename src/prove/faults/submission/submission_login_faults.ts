/** Faults of ports for submission before a login. */
import type { Handler, Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Turn } from "../../../reference/server/state.ts";
import { isSubmission } from "../../../reference/server/submission.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, onVerb, replyInstead } from "../../mutations.ts";
import { open } from "./open_port.ts";

const indirect = (name: string, description: string, mutation: Mutation): Fault => ({
  id: `submission-by-${name}`,
  description,
  caughtBy: [`submission/before_login/no-way-around[${name}]`],
  mutation: both(mutation, open("RCPT", ({ sender }) => sender !== undefined)),
});
/** A login of any kind that failed counts in a session. */
const failedCounts: Mutation = ({ respond, commands }) => {
  const auth = commands.get("AUTH");
  const letIn = (turn: Turn): Turn =>
    turn.replies[0]?.code === 535 ? { ...turn, state: { ...turn.state, user: "anybody" } } : turn;
  return {
    commands: new Map([
      ...commands,
      ...(auth === undefined ? [] : [["AUTH", (...facts: Parameters<Handler>) => letIn(auth(...facts))] as const]),
    ]),
    respond: (...facts) => letIn(respond(...facts)),
  };
};

/** Before a login. */
export const submissionLoginFaults: readonly Fault[] = [
  {
    id: "submission-rcpt-open",
    description: "refuses MAIL before a login and accepts RCPT and the message nevertheless",
    caughtBy: ["submission/before_login/no-message"],
    alsoSeenBy: ["submission/before_login"],
    mutation: both(
      afterVerb(
        "MAIL",
        (turn, state) =>
          turn.replies[0]?.code === 530
            ? { ...turn, state: { ...state, sender: { path: undefined, body: "7BIT", isUtf8: false, parameters: [] } } }
            : turn,
      ),
      open("RCPT", ({ sender }) => sender !== undefined),
    ),
  },
  {
    id: "submission-bdat-open",
    description: "accepts a message by BDAT before a login",
    caughtBy: ["submission/before_login/no-chunk"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        isSubmission(state) && state.user === undefined
          ? just(state, reply("250 2.0.0", "Message accepted"))
          : endChunk(state, chunk, octets, context),
    }),
  },
  {
    id: "submission-bdat-run",
    description: "executes the octets of a chunk as commands before a login",
    caughtBy: ["submission/before_login/no-chunk"],
    mutation: onVerb(
      "BDAT",
      (right) => (state, argument, context) =>
        isSubmission(state) && state.user === undefined
          ? just(state, reply("530 5.7.0", "Log in"))
          : right(state, argument, context),
    ),
  },
  indirect("null-sender", "accepts bounces from everybody", open("MAIL", (_, argument) => /<>$/.test(argument))),
  indirect(
    "own-sender",
    "accepts mail from everybody who gives a sender of its own domain",
    open("MAIL", (_, argument) => /@mx\.test>$/.test(argument)),
  ),
  indirect(
    "auth-parameter",
    "treats the AUTH parameter as a login",
    open("MAIL", (_, argument) => / AUTH=[^<]/.test(argument)),
  ),
  indirect("auth-nobody", "treats AUTH=<> as a login", open("MAIL", (_, argument) => / AUTH=<>/.test(argument))),
  indirect(
    "small-letters",
    "requires a login for MAIL in upper case only",
    open("MAIL", (_, argument) => argument.startsWith("from:")),
  ),
  indirect("after-helo", "requires no login after HELO", open("MAIL", ({ hello }) => hello?.verb === "HELO")),
  ...(["after-rset", "after-ehlo"] as const).map((name) => {
    const [verb, description] = name === "after-rset" ? ["RSET", "RSET"] : ["EHLO", "a second EHLO"];
    const seen = new WeakSet<object>();
    return indirect(
      name,
      `requires no login after ${description}`,
      both(
        afterVerb(verb, (turn, state) => {
          if (state.hello !== undefined && turn.state.hello !== undefined) seen.add(turn.state.hello);
          return turn;
        }),
        open("MAIL", ({ hello }) => hello !== undefined && seen.has(hello)),
      ),
    );
  }),
  {
    id: "submission-open-in-the-clear",
    description: "requires a login inside TLS only",
    caughtBy: [],
    warnedBy: ["submission/before_login/in-the-clear"],
    mutation: afterVerb(
      "MAIL",
      (turn, state) =>
        turn.replies[0]?.code === 530 && !state.isTls ? just(state, reply("550 5.5.1", "Send STARTTLS")) : turn,
    ),
  },
  {
    id: "submission-failed-counts",
    description: "treats any end of an exchange as a login",
    caughtBy: [
      ...["plain", "login", "cram-md5", "sha-1", "sha-256", "oauthbearer", "xoauth2"]
        .map((name) => `submission/before_login/failed-exchange[${name}]`),
      "submission/before_login/group-behind-a-wrong-password",
      "submission/before_login/failed-login-over-implicit-tls",
    ],
    alsoSeenBy: ["auth", "submission"],
    mutation: failedCounts,
  },
  {
    id: "submission-name-counts",
    description: "treats the user name of LOGIN as a login",
    caughtBy: ["submission/before_login/half-an-exchange"],
    alsoSeenBy: ["auth", "submission"],
    mutation: ({ respond }) => ({
      respond: (state, exchange, line, context) => {
        const turn = respond(state, exchange, line, context);
        const isNamed = exchange.mechanism === "LOGIN" && turn.replies[0]?.code === 334;
        return isNamed ? { ...turn, state: { ...turn.state, user: "alice" } } : turn;
      },
    }),
  },
  {
    id: "submission-521",
    description: "answers MAIL before AUTH with 521",
    caughtBy: ["submission/submission/mail-before-auth"],
    alsoSeenBy: ["submission"],
    mutation: replyInstead("MAIL", /530/, "521 5.5.1", "No mail from strangers"),
  },
];
