/** Faults of the parameters of MAIL. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Hello, Sender } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, all, anew, just, onVerb, replyInstead } from "../../mutations.ts";
import { beginsAnyway } from "./begins_anyway.ts";
import { parameterDropped } from "./path_command_faults.ts";

/** Remembers a sender that fits over RSET or EHLO, and marks the next one likewise. A hello stands for its session. */
function sticky(isMarked: (sender: Sender) => boolean, mark: (sender: Sender) => Sender): Mutation {
  const marked = new WeakSet<Hello>();
  const remember = afterVerb("RSET EHLO", (turn, { sender }) => {
    if (sender !== undefined && isMarked(sender) && turn.state.hello !== undefined) marked.add(turn.state.hello);
    return turn;
  });
  const apply = afterVerb("MAIL", (turn, { hello }) => {
    const { sender } = turn.state;
    if (sender === undefined || hello === undefined || !marked.has(hello)) return turn;
    return { ...turn, state: { ...turn.state, sender: mark(sender) } };
  });
  return all(remember, apply);
}

/** Parameters. */
export const mailParameterFaults: readonly Fault[] = [
  {
    id: "body-outlives",
    description: "keeps BODY=BINARYMIME over RSET and EHLO",
    caughtBy: ["mail/parameters/forgotten[rset]", "mail/parameters/forgotten[ehlo]"],
    mutation: anew(() => sticky(({ body }) => body === "BINARYMIME", (sender) => ({ ...sender, body: "BINARYMIME" }))),
  },
  {
    id: "smtputf8-outlives",
    description: "keeps SMTPUTF8 over RSET and EHLO",
    caughtBy: ["mail/parameters/smtputf8-forgotten[rset]", "mail/parameters/smtputf8-forgotten[ehlo]"],
    mutation: anew(() => sticky(({ isUtf8 }) => isUtf8, (sender) => ({ ...sender, isUtf8: true }))),
  },
  {
    id: "parameter-501",
    description: "answers unknown parameters with 501",
    caughtBy: [],
    warnedBy: ["mail/parameters/unknown", "rcpt/syntax/unknown-parameter"],
    alsoSeenBy: ["mail/parameters"],
    mutation: replyInstead("MAIL RCPT", /555/, "501 5.5.4", "Unknown parameter"),
  },
  {
    id: "parameter-first-only",
    description: "reads the first parameter of MAIL only",
    caughtBy: ["mail/parameters/unknown-after-known"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) => right(state, argument.replace(/(> [^ ]+) .*$/, "$1"), context),
    ),
  },
  {
    id: "parameter-case",
    description: "recognizes the keywords of parameters in upper case only",
    caughtBy: [
      "mail/parameters/keyword-case",
      "size/size/within-the-limit[lower-case]",
      "8bitmime/body/values[lower-case]",
    ],
    alsoSeenBy: ["8bitmime/body", "size/size"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        /> .*[a-z]+=/.test(argument)
          ? just(state, reply("555 5.5.4", "Unknown parameter"))
          : right(state, argument, context),
    ),
  },
  {
    id: "parameter-refused-and-begun",
    description: "refuses a parameter and begins the transaction nevertheless",
    caughtBy: ["mail/parameters/refused-parameter-begins-nothing"],
    mutation: beginsAnyway(/555/),
  },
  parameterDropped("MAIL", [
    "mail/parameters/unknown",
    "mail/parameters/unknown-after-known",
    "mail/parameters/malformed",
  ]),
];
