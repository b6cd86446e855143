/** Faults of what is offered for AUTH, and of what a login leaves. */
import { anonymous } from "../../../reference/server/anonymous.ts";
import type { Handler, Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Reason } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, everyWrite, just, offering, onVerb } from "../../mutations.ts";

/** Accepts mechanisms that are not offered in plaintext. */
const openToAll: Mutation = ({ mechanisms, offers }) => ({
  mechanisms: new Map([...mechanisms].map(([name, each]) => [name, { ...each, needsTls: false }])),
  offers: (state, context) => offers(state, { ...context, behaviour: { ...context.behaviour, mechanisms } }),
});

/** Changes the name of the mechanism before it is looked up. */
const rename = (change: (name: string, known: readonly string[]) => string): Mutation =>
  onVerb("AUTH", (right): Handler => (state, argument, context) => {
    const [name = "", ...rest] = argument.split(" ");
    const known = [...context.behaviour.mechanisms.keys()];
    return right(state, [known.includes(name.toUpperCase()) ? name : change(name, known), ...rest].join(" "), context);
  });

const logsOut = (id: string, description: string, reason: Reason, caughtBy: readonly string[]): Fault => ({
  id,
  description,
  caughtBy,
  alsoSeenBy: ["submission", "auth"],
  mutation: ({ reset }) => ({
    reset: (state, why) => why === reason ? { ...reset(state, why), user: undefined } : reset(state, why),
  }),
});

/** Offers, and the state of a login. */
export const offerFaults: readonly Fault[] = [
  {
    id: "auth-name-longer",
    description: "recognizes a mechanism by the first letters of what was asked for",
    caughtBy: ["longer", "with-a-hyphen", "underscore", "over-20-letters"]
      .map((name) => `auth/command/unknown-mechanism[${name}]`),
    mutation: rename((name, known) => known.find((each) => name.startsWith(each)) ?? name),
  },
  {
    id: "auth-name-shorter",
    description: "recognizes a mechanism by its first letters",
    caughtBy: ["auth/command/unknown-mechanism[shorter]"],
    alsoSeenBy: ["auth/command/arguments"],
    mutation: rename((name, known) => known.find((each) => each.startsWith(name)) ?? name),
  },
  {
    id: "auth-name-any",
    description: "treats an unknown mechanism as PLAIN",
    caughtBy: ["auth/command/unknown-mechanism[other]"],
    alsoSeenBy: ["auth", "submission"],
    mutation: rename(() => "PLAIN"),
  },
  logsOut("rset-logs-out", "treats RSET as the end of a login", "rset", [
    "auth/command/second-auth[after-rset]",
    "submission/session/stays-logged-in[rset]",
  ]),
  logsOut("hello-logs-out", "treats EHLO as the end of a login", "hello", [
    "auth/command/second-auth[after-ehlo]",
    "auth/command/second-auth[after-helo]",
    "submission/session/stays-logged-in[ehlo]",
    "submission/session/stays-logged-in[helo]",
  ]),
  {
    id: "auth-after-rcpt",
    description: "accepts AUTH after RCPT",
    caughtBy: ["auth/command/in-a-transaction"],
    mutation: onVerb(
      "AUTH",
      (right) => (state, argument, context) =>
        state.recipients.length > 0
          ? right({ ...state, sender: undefined, user: undefined }, argument, context)
          : right(state, argument, context),
    ),
  },
  {
    id: "auth-hidden-only",
    description: "accepts in plaintext the mechanisms that it hides there",
    caughtBy: ["plain", "plain-no-response", "login"].map((name) => `auth/offer/hidden-in-the-clear[${name}]`),
    alsoSeenBy: ["auth/offer"],
    mutation: openToAll,
  },
  {
    id: "login-clears-hello",
    description: "requires another EHLO after a login",
    caughtBy: ["auth/command/hello-still-counts"],
    alsoSeenBy: ["auth"],
    mutation: afterVerb(
      "AUTH",
      (turn, { port }) =>
        turn.replies[0]?.code === 235 && port === "mx" ? { ...turn, state: { ...turn.state, hello: undefined } } : turn,
    ),
  },
  {
    id: "bare-334",
    description: "leaves the space out of an empty challenge",
    caughtBy: ["replies/lint/space-after-code"],
    warnedBy: ["auth/plain/empty-challenge"],
    mutation: everyWrite((octets) => octets === "334 \r\n" ? "334\r\n" : octets),
  },
  {
    id: "wide-334",
    description: "sends two spaces in an empty challenge",
    caughtBy: ["auth/plain/empty-challenge"],
    alsoSeenBy: ["auth/scram", "auth/no_password"],
    mutation: everyWrite((octets) => octets === "334 \r\n" ? "334  \r\n" : octets),
  },
  {
    id: "ehlo-refused-after-login",
    description: "answers EHLO after a login with 503",
    caughtBy: ["auth/offer/offered-again"],
    alsoSeenBy: ["auth", "submission"],
    mutation: onVerb(
      "EHLO",
      (right) => (state, argument, context) =>
        state.user === undefined
          ? right(state, argument, context)
          : just(state, reply("503 5.5.1", "You said that before")),
    ),
  },
  {
    id: "auth-line-small-after-login",
    description: "writes the names of mechanisms in lower case after a login",
    caughtBy: ["auth/offer/offered-again"],
    mutation: offering((lines, { user }) =>
      user === undefined
        ? lines
        : lines.map((line) => line.startsWith("AUTH ") ? `AUTH ${line.slice(5).toLowerCase()}` : line)
    ),
  },
  {
    id: "bearer-in-the-clear",
    description: "offers OAUTHBEARER in plaintext",
    caughtBy: ["auth/offer/bearer-in-the-clear"],
    mutation: offering((lines) => lines.map((line) => line.replace("AUTH CRAM-MD5", "AUTH CRAM-MD5 OAUTHBEARER"))),
  },
  {
    id: "anonymous-offered",
    description: "offers ANONYMOUS though nobody asked for it",
    caughtBy: ["auth/offer/anonymous"],
    mutation: ({ mechanisms }) => ({ mechanisms: new Map([...mechanisms, ["ANONYMOUS", anonymous]]) }),
  },
  {
    id: "plus-alone",
    description: "offers SCRAM-SHA-256-PLUS without SCRAM-SHA-256",
    choice: "scram-plus",
    caughtBy: ["auth/offer/plus-with-its-bare-name"],
    mutation: offering((lines) => lines.map((line) => line.replace(/ SCRAM-SHA-256(?= |$)/, ""))),
  },
  {
    id: "scram-without-sha-1",
    description: "offers SCRAM-SHA-256 without SCRAM-SHA-1",
    caughtBy: ["auth/offer/sha-1"],
    mutation: offering((lines) => lines.map((line) => line.replace(" SCRAM-SHA-1", ""))),
  },
  {
    id: "mail-auth-case",
    description: "recognizes the AUTH parameter in upper case only",
    caughtBy: ["auth/mail_parameter/keyword-case"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        / auth=/.test(argument) ? just(state, reply("555 5.5.4", "Unknown")) : right(state, argument, context),
    ),
  },
  {
    id: "mail-auth-last-only",
    description: "treats what follows the AUTH parameter as its value",
    caughtBy: ["auth/mail_parameter/among-others[before]"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        / AUTH=\S+ /.test(argument)
          ? just(state, reply("501 5.5.4", "No such mailbox"))
          : right(state, argument, context),
    ),
  },
  {
    id: "mail-auth-first-only",
    description: "looks for the AUTH parameter after the path only",
    caughtBy: ["auth/mail_parameter/among-others[behind]"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        / \S+ AUTH=/.test(argument) ? just(state, reply("555 5.5.4", "Unknown")) : right(state, argument, context),
    ),
  },
  {
    id: "mail-auth-own-name-only",
    description: "lets a user name nobody else in the AUTH parameter",
    caughtBy: ["auth/mail_parameter/somebody-else"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        state.user !== undefined && / AUTH=[^<]/.test(argument)
          ? just(state, reply("550 5.5.4", "You are somebody else"))
          : right(state, argument, context),
    ),
  },
  {
    id: "mail-auth-logs-in",
    description: "treats the AUTH parameter as a login",
    caughtBy: ["auth/mail_parameter/no-login[mailbox]", "auth/mail_parameter/no-login[user]"],
    mutation: afterVerb(
      "MAIL",
      (turn, _state, argument) =>
        turn.replies[0]?.code === 250 && / AUTH=[^<]/.test(argument)
          ? { ...turn, state: { ...turn.state, user: "somebody" } }
          : turn,
    ),
  },
  {
    id: "mail-auth-line",
    description: "keeps the limit of 512 octets for a MAIL command with the AUTH parameter",
    caughtBy: ["auth/mail_parameter/long-line"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        argument.length + 7 > 512 && / AUTH=/.test(argument)
          ? just(state, reply("500 5.5.2", "The line is too long"))
          : right(state, argument, context),
    ),
  },
];
