/** Faults of PLAIN. */
import { wrongCredentials } from "../../../reference/server/mechanisms.ts";
import { isUtf8Text } from "../../../reference/server/path.ts";
import { reply } from "../../../reference/server/reply.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { evaluating, pass, user, welcome } from "./mechanism_mutations.ts";
import { everyReply } from "../../mutations.ts";

const plainFault = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  isIn: (response: string) => boolean,
): Fault => ({
  id: `plain-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["auth"],
  mutation: evaluating("PLAIN", (response, right) => isIn(response) ? welcome : right(response)),
});

/** PLAIN. */
export const plainFaults: readonly Fault[] = [
  plainFault(
    "any-password",
    "accepts any password of a user",
    ["auth/plain/wrong-credentials[wrong-password]"],
    (response) => response.startsWith(`\0${user}\0not-`),
  ),
  plainFault("password-prefix", "compares as many characters as its own password has", [
    "auth/plain/wrong-credentials[longer-password]",
  ], (response) => response.startsWith(`\0${user}\0${pass}`)),
  plainFault(
    "any-user",
    "accepts the password of one user for all",
    ["auth/plain/wrong-credentials[unknown-user]"],
    (response) => response.endsWith(`\0${pass}`) && response.startsWith("\0"),
  ),
  plainFault(
    "empty-password",
    "accepts an empty password",
    ["auth/plain/empty-part[empty-password]"],
    (response) => response === `\0${user}\0`,
  ),
  plainFault(
    "empty-user",
    "accepts an empty user name",
    ["auth/plain/empty-part[empty-user]"],
    (response) => response === `\0\0${pass}`,
  ),
  plainFault(
    "one-nul",
    "accepts a message with one NUL",
    ["auth/plain/malformed-message[one-nul]"],
    (response) => response === `${user}\0${pass}`,
  ),
  plainFault("nuls-split", "treats what stands after the first two NULs as the password, up to the next", [
    "auth/plain/malformed-message[fourth-part]",
    "auth/plain/malformed-message[nul-behind-the-password]",
  ], (response) => response.startsWith(`\0${user}\0${pass}\0`)),
  plainFault(
    "authzid",
    "ignores the authorization identity",
    ["auth/plain/foreign-authzid"],
    (response) => response.endsWith(`\0${user}\0${pass}`),
  ),
  onlyWarned(plainFault("trims", "ignores white space around a password", [
    "auth/plain/wrong-credentials[space-behind]",
    "auth/plain/wrong-credentials[space-in-front]",
    "auth/plain/wrong-credentials[line-end-behind]",
  ], (response) => response.startsWith(`\0${user}\0`) && response.slice(user.length + 2).trim() === pass)),
  plainFault("looks-alike", "compares the password as a database does with LIKE", [
    "auth/plain/wrong-credentials[pattern]",
  ], (response) => response === `\0${user}\0%`),
  plainFault("star", "accepts a star for any user and password", [
    "auth/plain/wrong-credentials[star]",
  ], (response) => response === "\0*\0*"),
  plainFault("longer-user", "recognizes a user by the first letters of the name", [
    "auth/plain/wrong-credentials[longer-user]",
  ], (response) => response === `\0${user}x\0${pass}`),
  plainFault("authzid-prefix", "recognizes the authorization identity by its first letters", [
    "auth/plain/foreign-authzid[longer]",
  ], (response) => response.startsWith(user) && response.endsWith(`\0${user}\0${pass}`)),
  plainFault("authzid-prepared", "treats an identity of which nothing is left as none", [
    "auth/plain/foreign-authzid[soft-hyphen]",
    "auth/plain/foreign-authzid[control]",
  ], (response) => ["\xc2\xad", "\x07"].some((identity) => response === `${identity}\0${user}\0${pass}`)),
  plainFault(
    "nul-in-front",
    "ignores NULs in front of the message",
    ["auth/plain/empty-part[nul-in-front]"],
    (response) => response === `\0\0${user}\0${pass}`,
  ),
  plainFault(
    "nul-between",
    "ignores a second NUL before the password",
    ["auth/plain/malformed-message[nul-before-the-password]"],
    (response) => response === `\0${user}\0\0${pass}`,
  ),
  plainFault(
    "identity-alone",
    "treats the authorization identity as the user where there is no other",
    ["auth/plain/empty-part[identity-alone]"],
    (response) => response === `${user}\0\0${pass}`,
  ),
  plainFault("missing-part", "treats what is missing as a wildcard", [
    "auth/plain/empty-part[both-empty]",
    "auth/plain/empty-part[no-password]",
    "auth/plain/empty-part[user-only]",
  ], (response) => ["\0\0", `\0${user}`, user].includes(response)),
  {
    id: "plain-own-authzid",
    description: "refuses every authorization identity, even that of the user",
    caughtBy: ["auth/plain/own-authzid"],
    mutation: evaluating("PLAIN", (response, right) => response.startsWith("\0") ? right(response) : wrongCredentials),
  },
  ...[
    ["words", "535 5.7.8", "No such user"],
    ["code", "550 5.1.1", "The credentials are wrong"],
  ].map(([by = "", code = "", text = ""]): Fault => ({
    id: `plain-tells-users-by-${by}`,
    description: "refuses an unknown user in another way than a wrong password",
    caughtBy: ["auth/plain/same-answer"],
    alsoSeenBy: ["auth/plain"],
    mutation: evaluating(
      "PLAIN",
      (response, right) =>
        response.startsWith("\0no-such-user") ? { kind: "failure", reply: reply(code, text) } : right(response),
    ),
  })),
  {
    id: "plain-utf-8-asks-on",
    description: "loses synchronization at what is not UTF-8",
    caughtBy: ["stray-octets", "overlong", "cut-off"].map((name) => `auth/plain/no-utf-8[${name}]`),
    alsoSeenBy: ["auth/exchange"],
    mutation: evaluating(
      "PLAIN",
      (response, right) =>
        isUtf8Text(response) ? right(response) : {
          kind: "challenge",
          text: "",
          exchange: { mechanism: "PLAIN", evaluate: () => wrongCredentials },
        },
    ),
  },
  {
    id: "plain-short-buffer",
    description: "refuses long user names and passwords",
    caughtBy: ["auth/plain/parts-of-255-octets"],
    mutation: evaluating(
      "PLAIN",
      (response, right) =>
        response.length > 500 && response.length < 2000
          ? { kind: "failure", reply: reply("500 5.5.6", "Too long") }
          : right(response),
    ),
  },
  ...[
    { code: 235, id: "success", other: "2.0.0" },
    { code: 535, id: "failure", other: "5.7.0" },
  ].map(({ code, id, other }): Fault => ({
    id: `plain-status-of-${id}`,
    description: `gives the ${id} of a login the status code ${other}`,
    caughtBy: [`auth/plain/status-code-of-${id}`],
    mutation: everyReply((each) => each.code === code ? { ...each, enhanced: other } : each),
  })),
  {
    id: "plain-prompts",
    description: "sends text in place of the empty challenge of PLAIN",
    caughtBy: ["auth/plain/empty-challenge"],
    mutation: ({ mechanisms }) => ({
      mechanisms: new Map(
        [...mechanisms].map((
          [name, each],
        ) => [name, name === "PLAIN" ? { ...each, challenge: () => "ok, go on" } : each]),
      ),
    }),
  },
];
