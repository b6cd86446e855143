/** Faults of the table of commands and replies, and of replies that repeat what the client sent. */
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb, replyInstead } from "../../mutations.ts";

const table = (name: string) => `replies/table/${name}`;

/** A session that counts errors. */
type Counting = State & { readonly errors?: number };
const mostErrors = 20;

/** The table, and echoes. */
export const tableFaults: readonly Fault[] = [
  {
    id: "table-vrfy",
    description: "answers VRFY with 220",
    caughtBy: [table("codes[vrfy]")],
    alsoSeenBy: ["commands/vrfy"],
    mutation: replyInstead("VRFY", /250/, "220 2.1.5", "<alice@mx.test>"),
  },
  {
    id: "table-expn",
    description: "answers EXPN with 554",
    caughtBy: [table("codes[expn]")],
    alsoSeenBy: ["commands/expn"],
    mutation: replyInstead("EXPN", /550/, "554 5.1.1", "No such mailing list"),
  },
  {
    id: "table-rset",
    description: "answers RSET within a transaction with 220",
    caughtBy: [table("codes[rset-in-transaction]")],
    alsoSeenBy: ["commands/rset"],
    mutation: afterVerb(
      "RSET",
      (turn, { recipients }) =>
        recipients.length === 0 ? turn : { ...turn, replies: [reply("220 2.0.0", "Ready again")] },
    ),
  },
  {
    id: "required-502",
    description: "answers DATA without recipients as if it did not implement DATA",
    caughtBy: [],
    warnedBy: [table("recognized[data]"), table("recognized[data-too-early]")],
    alsoSeenBy: ["replies/errors"],
    mutation: replyInstead("DATA", /503/, "502 5.5.1", "Command not implemented"),
  },
  {
    id: "required-500-before-ehlo",
    description: "does not recognize RSET before EHLO",
    caughtBy: [table("recognized[rset-too-early]")],
    alsoSeenBy: ["commands/rset"],
    mutation: afterVerb(
      "RSET",
      (turn, { hello }) => hello === undefined ? just(turn.state, reply("500 5.5.1", "Command not recognized")) : turn,
    ),
  },
  {
    id: "obsolete-550",
    description: "answers the commands of RFC 821 with 550",
    caughtBy: [table("not-implemented[turn]"), table("not-implemented[soml]")],
    mutation: onVerb("TURN SEND SOML SAML", () => (state) => just(state, reply("550 5.5.1", "Nobody needs that"))),
  },
  {
    id: "help-topic-550",
    description: "answers HELP about what it does not recognize with 550",
    caughtBy: [table("parameter-not-implemented")],
    alsoSeenBy: ["replies/errors", "replies/one_each"],
    mutation: afterVerb(
      "HELP",
      (turn, _before, argument) => argument === "" ? turn : just(turn.state, reply("550 5.5.4", "No help about that")),
    ),
  },
  {
    id: "turn",
    description: "swaps the roles at TURN",
    caughtBy: [table("turn")],
    mutation: onVerb("TURN", () => (state) => just(state, reply("250 2.0.0", "Now you listen"))),
  },
  {
    id: "recipient-521",
    description: "refuses recipients with 521",
    caughtBy: [table("not-521[unknown]"), table("not-521[foreign]")],
    alsoSeenBy: [table("codes"), "rcpt/refused"],
    mutation: replyInstead("RCPT", /550/, "521 5.1.1", "Not here"),
  },
  {
    id: "echo-octets",
    description: "repeats a line that it cannot read, as it is",
    caughtBy: ["replies/echo/octets[unknown-command]", "replies/echo/octets[bare-cr]", "replies/lint/octet-range"],
    alsoSeenBy: ["replies/lint/bare-cr", "replies/lint/line-end"],
    mutation: ({ flawOf, unknown }) => ({
      flawOf: (line) => flawOf(line) === undefined ? undefined : `I cannot read ${line.slice(0, 100)}`,
      unknown: (state, command) =>
        just(unknown(state, command).state, reply("500 5.5.1", `What is ${command.argument.slice(0, 100)}?`)),
    }),
  },
  {
    id: "echo-too-long",
    description: "repeats the whole of an unknown command, however long",
    caughtBy: ["replies/lint/line-octets"],
    alsoSeenBy: ["limits/command_line"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        just(
          unknown(state, command).state,
          reply(
            "500 5.5.1",
            `What does ${command.argument.replace(/[^ -~]/g, "?")} mean, I wonder, and who may have said it?`,
          ),
        ),
    }),
  },
  {
    id: "refuses-after-errors",
    description: "refuses NOOP and RSET after twenty unknown commands",
    caughtBy: ["replies/errors/many"],
    mutation: (right) => ({
      unknown: (state: Counting, command) => {
        const turn = right.unknown(state, command);
        return { ...turn, state: { ...turn.state, errors: (state.errors ?? 0) + 1 } };
      },
      ...onVerb(
        "NOOP RSET",
        (handler) => (state: Counting, argument, context) =>
          (state.errors ?? 0) >= mostErrors
            ? just(state, reply("500 5.5.1", "Too many errors"))
            : handler(state, argument, context),
      )(right),
    }),
  },
];
