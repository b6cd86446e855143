/** Faults of what a refused command leaves behind. */
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, all, just, keep, onVerb } from "../../mutations.ts";

/** A session in which a refused command left something behind. */
type Mark = "binary" | "small" | "notify";
type Marked = State & { readonly mark?: Mark };

const markOf = (state: Marked) => state.mark;

/** Marks the session when a verb is refused whose argument fits. */
const marks = (verb: string, argument: RegExp, mark: Mark) =>
  afterVerb(verb, (turn, _state, given) => {
    if ((turn.replies[0]?.code ?? 0) < 500 || !argument.test(given)) return turn;
    const state: Marked = { ...turn.state, mark };
    return { ...turn, state };
  });

/** Traces of refused commands. */
export const afterRefusalFaults: readonly Fault[] = [
  {
    id: "refused-chunk-outlives-rset",
    description: "keeps the refusal of a chunk over RSET",
    caughtBy: ["sequence/after_refusal/chunk[last-without-recipient]"],
    alsoSeenBy: ["chunking"],
    mutation: keep(["rset"], "chunks"),
  },
  {
    id: "refused-binarymime-counts",
    description: "keeps BODY=BINARYMIME of a MAIL that it refused",
    caughtBy: ["sequence/after_refusal/mail-parameters[binarymime]"],
    mutation: all(
      marks("MAIL", /BINARYMIME/, "binary"),
      onVerb(
        "DATA",
        (right) => (state, argument, context) =>
          markOf(state) === "binary"
            ? just(state, reply("503 5.5.1", "BINARYMIME needs BDAT"))
            : right(state, argument, context),
      ),
    ),
  },
  {
    id: "refused-size-counts",
    description: "holds a message against the SIZE of a MAIL that it refused",
    caughtBy: ["sequence/after_refusal/mail-parameters[size-before]"],
    mutation: all(marks("MAIL", /SIZE=1 /, "small"), ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        markOf(state) === "small"
          ? reply("552 5.3.4", "The message is larger than declared")
          : refuseMessage(content, state, context),
    })),
  },
  {
    id: "refused-recipient-notifies",
    description: "gives NOTIFY of a refused recipient to the next one",
    caughtBy: ["sequence/after_refusal/rcpt-parameters"],
    mutation: all(
      onVerb(
        "RCPT",
        (right) => (state, argument, context) =>
          right(
            state,
            markOf(state) === "notify" && !/ NOTIFY=/.test(argument) ? `${argument} NOTIFY=SUCCESS` : argument,
            context,
          ),
      ),
      marks("RCPT", / NOTIFY=SUCCESS$/, "notify"),
    ),
  },
  {
    id: "overlong-line-resets",
    description: "aborts the transaction at an overlong line",
    caughtBy: ["sequence/after_refusal/overlong-line"],
    mutation: ({ refuseLine, reset }) => ({
      refuseLine: (state, why) => refuseLine(/too long/.test(why) ? reset(state, "rset") : state, why),
    }),
  },
];
