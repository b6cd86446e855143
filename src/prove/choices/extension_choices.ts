/** Choices of which extensions a right server has, and what it says of them. */
import type { Handler, Mutation } from "../../reference/server/behaviour.ts";
import { bad } from "../../reference/server/parameters.ts";
import type { State, Turn } from "../../reference/server/state.ts";
import type { Choice } from "../fault.ts";
import { both, mailRule, offering, without } from "../mutations.ts";

/** Leaves the status codes out, but on LMTP, which has to have them (RFC 2033 §5). */
const withoutStatus: Mutation = (right) => {
  const bare = (turn: Turn, { port }: State): Turn =>
    port === "lmtp" ? turn : { ...turn, replies: turn.replies.map((each) => ({ ...each, enhanced: undefined })) };
  return {
    commands: new Map(
      [...right.commands].map(([verb, run]): [string, Handler] => [
        verb,
        (state, argument, context) => bare(run(state, argument, context), state),
      ]),
    ),
    unknown: (state, command) => bare(right.unknown(state, command), state),
    refuseLine: (state, why) => bare(right.refuseLine(state, why), state),
    endText: (state, text, context) => bare(right.endText(state, text, context), state),
    endChunk: (state, ...chunk) => bare(right.endChunk(state, ...chunk), state),
    respond: (state, ...response) => bare(right.respond(state, ...response), state),
  };
};

/** Extensions that it does not have, or not wholly. */
export const extensionChoices: readonly Choice[] = [
  {
    id: "no-enhanced-codes",
    description: "does not offer enhanced status codes",
    rfc: "RFC 2034 §3",
    areas: ["enhanced_codes"],
    mutation: both(
      withoutStatus,
      offering((lines, { port }) => lines.filter((line) => line !== "ENHANCEDSTATUSCODES" || port === "lmtp")),
    ),
  },
  ...["PIPELINING", "8BITMIME SMTPUTF8", "SMTPUTF8", "DSN", "SIZE"].map((keywords): Choice => ({
    id: `no-${keywords.split(" ")[0]?.toLowerCase()}`,
    description: `does not offer ${keywords}`,
    rfc: "RFC 5321 §2.2.1",
    areas: keywords.toLowerCase().split(" "),
    mutation: offering((lines, { port }) =>
      lines.filter((line) => port === "lmtp" || !keywords.split(" ").includes(line.split(" ")[0] ?? ""))
    ),
  })),
  {
    id: "no-binarymime",
    description: "does not offer BINARYMIME",
    rfc: "RFC 5321 §2.2.1",
    areas: ["chunking"],
    mutation: both(
      offering((lines) => lines.filter((line) => line !== "BINARYMIME")),
      mailRule(
        "BODY",
        (right) => (value, ...rest) => /^BINARYMIME$/i.test(value ?? "") ? bad("BODY") : right(value, ...rest),
      ),
    ),
  },
  {
    id: "no-starttls",
    description: "does not offer STARTTLS",
    rfc: "RFC 3207 §4",
    areas: ["starttls"],
    mutation: without("STARTTLS"),
  },
  {
    id: "no-chunking",
    description: "does not offer BDAT",
    rfc: "RFC 3030 §2",
    areas: ["chunking"],
    mutation: without("BDAT", "CHUNKING BINARYMIME"),
  },
  {
    id: "size-without-limit",
    description: "offers SIZE without a number",
    rfc: "RFC 1870 §4",
    areas: ["size"],
    mutation: offering((lines) => lines.map((line) => line.replace(/^SIZE .*/, "SIZE"))),
  },
];
