/** Faults of LOGIN and CRAM-MD5. */
import { wrongCredentials } from "../../../reference/server/mechanisms.ts";
import type { SaslStep } from "../../../reference/server/state.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { challenging, evaluating, evaluatingEach, pass, user, welcome } from "./mechanism_mutations.ts";
import { onVerb, recode } from "../../mutations.ts";

const loginFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  mutation: Fault["mutation"],
): Fault => ({
  id: `login-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["auth/login", "auth/challenge_response"],
  mutation,
});

/** Authenticates whoever sends this user and this password. */
const loggingIn = (isUser: (text: string) => boolean, isPass: (text: string) => boolean) =>
  evaluatingEach("LOGIN", () => {
    let isMeant = false;
    return (response, right, step) => {
      if (step === 0) isMeant = isUser(response);
      return step === 1 && isMeant && isPass(response) ? welcome : right(response);
    };
  });

const cramFault = (
  id: string,
  caughtBy: readonly string[],
  isIn: (response: string) => boolean,
  description: string,
): Fault => ({
  id: `cram-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["auth/challenge_response"],
  mutation: evaluating("CRAM-MD5", (response, right) => isIn(response) ? welcome : right(response)),
});

/** LOGIN and CRAM-MD5. */
export const loginFaults: readonly Fault[] = [
  {
    id: "cram-any-digest",
    description: "compares only as many characters of a digest as were received",
    caughtBy: ["auth/challenge_response/cram-wrong", "auth/challenge_response/cram-malformed"],
    mutation: evaluating(
      "CRAM-MD5",
      (response, right) => response.startsWith(`${user} `) && response.length < 30 ? welcome : right(response),
    ),
  },
  {
    id: "login-any-password",
    description: "accepts any password over LOGIN",
    caughtBy: ["auth/challenge_response/login-wrong-password", "auth/login/wrong", "auth/login/empty-password"],
    warnedBy: ["auth/login/wrong[space-behind]"],
    alsoSeenBy: ["auth/login"],
    mutation: evaluating("LOGIN", (response, right, step) => step === 1 ? welcome : right(response)),
  },
  loginFault(
    "prompt-bare",
    "prompts for the user in words that are not base64",
    ["auth/login/prompts"],
    onVerb("AUTH", (right) => (state, argument, context) => {
      const turn = right(state, argument, context);
      return argument === "LOGIN" ? { ...turn, replies: recode(turn.replies, /334/, "334", "Username:") } : turn;
    }),
  ),
  loginFault(
    "second-prompt-bare",
    "prompts for the password in words that are not base64",
    ["auth/login/prompts"],
    ({ respond }) => ({
      respond: (state, exchange, line, context) => {
        const turn = respond(state, exchange, line, context);
        const isLogin = exchange.mechanism === "LOGIN";
        return isLogin ? { ...turn, replies: recode(turn.replies, /334/, "334", "Password:") } : turn;
      },
    }),
  ),
  loginFault(
    "no-initial-response",
    "accepts an initial response of LOGIN and asks for the user again",
    ["auth/login/initial-response"],
    onVerb(
      "AUTH",
      (right) => (state, argument, context) => right(state, argument.replace(/^(LOGIN) .*/, "$1"), context),
    ),
  ),
  onlyWarned(loginFault("trims", "ignores a space after the password", [
    "auth/login/wrong[space-behind]",
  ], loggingIn((text) => text === user, (text) => text.trim() === pass))),
  loginFault("password-prefix", "compares as many characters as its own password has", [
    "auth/login/wrong[longer-password]",
  ], loggingIn((text) => text === user, (text) => text.startsWith(pass))),
  loginFault("any-user", "accepts the password of one user for all", [
    "auth/login/wrong[longer-user]",
    "auth/login/wrong[unknown-user]",
    "auth/login/nothing-kept",
  ], loggingIn((text) => text !== "", (text) => text === pass)),
  loginFault("unknown-user", "authenticates unknown users", [
    "auth/login/wrong[both-unknown]",
    "auth/login/wrong[unknown-user]",
  ], loggingIn((text) => text.startsWith("no-such-user"), () => true)),
  loginFault("empty-password", "accepts an empty password", [
    "auth/login/empty-password",
  ], loggingIn((text) => text === user, (text) => text === "")),
  loginFault("empty-user", "accepts an empty user name", [
    "auth/login/empty-user",
  ], loggingIn((text) => text === "", () => true)),
  loginFault(
    "keeps-user",
    "keeps the user of an exchange that was cancelled",
    ["auth/login/nothing-kept"],
    keepingUser(),
  ),
  {
    id: "cram-constant",
    description: "sends the same challenge each time",
    caughtBy: ["auth/challenge_response/cram-fresh", "auth/challenge_response/cram-fresh-session"],
    alsoSeenBy: ["auth/challenge_response"],
    mutation: challenging("CRAM-MD5", () => "<1896.697170952@mx.test>"),
  },
  {
    id: "cram-no-msg-id",
    description: "sends a challenge without brackets",
    caughtBy: ["auth/challenge_response/cram-challenge"],
    alsoSeenBy: ["auth/challenge_response"],
    mutation: challenging("CRAM-MD5", () => `${crypto.randomUUID()}@mx.test`),
  },
  cramFault(
    "unknown-user",
    ["unknown-user", "unknown-user-no-word"].map((name) => `auth/challenge_response/cram-wrong-credentials[${name}]`),
    (response) => response.startsWith("no-such-user"),
    "authenticates unknown users",
  ),
  cramFault(
    "user-alone",
    [
      "auth/challenge_response/cram-wrong-credentials[wrong-password]",
      "auth/challenge_response/cram-wrong-credentials[no-word]",
      "auth/challenge_response/cram-malformed[long-digest]",
    ],
    (response) => new RegExp(`^${user} [0-9a-f]{31,}$`).test(response),
    "does not look at the digest",
  ),
  cramFault(
    "no-user",
    ["auth/challenge_response/cram-wrong-credentials[no-user]", "auth/challenge_response/cram-malformed[space-alone]"],
    (response) => response.startsWith(" "),
    "authenticates whoever has no name",
  ),
  cramFault(
    "no-space",
    [
      "auth/challenge_response/cram-malformed[no-space]",
      "auth/challenge_response/cram-malformed[user-alone]",
    ],
    (response) => response.startsWith(user) && !response.includes(" "),
    "finds no digest and checks none",
  ),
];

/** Authenticates whoever has the right password when the user of any exchange before was the right one. */
function keepingUser() {
  let isKnown = false;
  return evaluating("LOGIN", (response, right, step): SaslStep => {
    if (step === 0) isKnown ||= response === user;
    if (step === 0) return right(response);
    return isKnown && response === pass ? welcome : wrongCredentials;
  });
}
