/** Faults of groups: what is lost after something, and recipients that are counted wrongly. */
import { reply } from "../../../reference/server/reply.ts";
import type { Recipient, State, Turn } from "../../../reference/server/state.ts";
import type { Behaviour, Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, anew, onVerb } from "../../mutations.ts";

/** What may be marked, so that the input after it is discarded. */
type Mark = (turn: Turn) => Turn;

/** Discards some of the input after the turns that were marked. */
function discardsAfter(
  marks: (mark: Mark, right: Behaviour) => Partial<Behaviour>,
  isDiscarded: (rest: string, turn: Turn) => boolean = () => true,
): Mutation {
  return (right) => {
    const marked = new WeakSet<Turn>();
    const mark = (turn: Turn) => {
      marked.add(turn);
      return turn;
    };
    return {
      ...marks(mark, right),
      keepInput: (rest, turn) => marked.has(turn) && isDiscarded(rest, turn) ? "" : right.keepInput(rest, turn),
    };
  };
}

const afterMessage = (mark: Mark, { endText }: Behaviour): Partial<Behaviour> => ({
  endText: (...facts) => mark(endText(...facts)),
});
const afterChunk = (mark: Mark, { endChunk }: Behaviour): Partial<Behaviour> => ({
  endChunk: (...facts) => mark(endChunk(...facts)),
});

const groupFault = (
  fault: Pick<Fault, "id" | "description" | "caughtBy" | "mutation"> & { readonly alsoSeenBy?: readonly string[] },
): Fault => ({
  ...fault,
  alsoSeenBy: ["pipelining", "chunking", ...fault.alsoSeenBy ?? []],
});

/** A state that remembers what it should not. */
type Remembering = State & { readonly refused?: number; readonly former?: readonly Recipient[] };

const goAhead = (state: State): Turn => ({
  state,
  replies: [reply("354", "Go ahead")],
  next: { kind: "text" },
  delivery: undefined,
});

/** Groups. */
export const pipeliningFaults: readonly Fault[] = [
  groupFault({
    id: "input-dropped-after-a-chunk",
    description: "discards the input after the last chunk of a message",
    caughtBy: ["pipelining/bdat/two-transactions"],
    mutation: discardsAfter(afterChunk, (_, { state }) => state.chunks === undefined),
  }),
  groupFault({
    id: "input-half-a-chunk-dropped",
    description: "discards the part of a chunk that came with its BDAT, unless it is the whole",
    caughtBy: ["pipelining/bdat/cut-in-two", "pipelining/bdat/half-a-chunk"],
    alsoSeenBy: ["smuggling/chunks"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) =>
        turn.next.kind === "chunk" && rest.length < turn.next.octets ? "" : keepInput(rest, turn),
    }),
  }),
  groupFault({
    id: "input-refused-chunk-run",
    description: "executes the octets of a chunk for which there is no recipient",
    caughtBy: ["pipelining/bdat/after-a-refused-recipient"],
    mutation: afterVerb(
      "BDAT",
      (turn, state) =>
        turn.next.kind === "chunk" && turn.next.refusal !== undefined && state.sender !== undefined
          ? { ...turn, next: { ...turn.next, octets: 0 } }
          : turn,
    ),
  }),
  groupFault({
    id: "input-dropped-after-a-refused-message",
    description: "discards the input after a message that it refuses",
    caughtBy: ["pipelining/data/behind-a-refused-message"],
    mutation: discardsAfter(afterMessage, (_, { replies }) => (replies[0]?.code ?? 0) >= 500),
  }),
  groupFault({
    id: "input-dropped-after-a-message-before-mail",
    description: "discards the next transaction that stands in one write with a message",
    caughtBy: ["pipelining/data/two-messages", "pipelining/data/behind-the-message-cut-in-two"],
    mutation: discardsAfter(afterMessage, (rest) => rest.startsWith("MAIL")),
  }),
  groupFault({
    id: "input-half-a-command-dropped",
    description: "discards half a command after a message",
    caughtBy: ["pipelining/data/behind-the-message-cut-in-two"],
    mutation: discardsAfter(afterMessage, (rest) => !rest.endsWith("\r\n")),
  }),
  groupFault({
    id: "input-dropped-after-a-long-line",
    description: "discards the input after a line that is too long",
    caughtBy: ["1100", "2100", "5000"].map((octets) => `pipelining/group/nothing-lost-behind-a-long-line[${octets}]`),
    mutation: discardsAfter((mark, { refuseLine }) => ({ refuseLine: (...facts) => mark(refuseLine(...facts)) })),
  }),
  groupFault({
    id: "input-dropped-after-a-long-path",
    description: "discards the input after a path that is too long",
    caughtBy: ["pipelining/group/nothing-lost-behind-a-long-line[600]"],
    mutation: discardsAfter(
      (mark, right) => afterVerb("RCPT", (turn, _, argument) => argument.length > 500 ? mark(turn) : turn)(right),
    ),
  }),
  groupFault({
    id: "input-long-line-cut",
    description: "reads lines into 2048 octets, and treats the rest as a command",
    caughtBy: ["2100", "5000"].map((octets) => `pipelining/group/nothing-lost-behind-a-long-line[${octets}]`),
    alsoSeenBy: ["limits", "mail", "rcpt"],
    mutation: ({ cutLine }) => ({
      cutLine: (input, read) =>
        /^[^\r\n]{2048}/.test(input) ? { line: input.slice(0, 2048), rest: input.slice(2048) } : cutLine(input, read),
    }),
  }),
  groupFault({
    id: "input-dropped-after-last-commands",
    description: "discards the input after NOOP, VRFY, HELP and unknown commands",
    caughtBy: ["noop", "vrfy", "help", "unknown", "empty"].map((name) =>
      `pipelining/group/nothing-lost-behind-a-last-command[${name}]`
    ),
    mutation: discardsAfter((mark, right) => ({
      ...afterVerb("NOOP VRFY HELP", mark)(right),
      unknown: (...facts) => mark(right.unknown(...facts)),
    })),
  }),
  groupFault({
    id: "input-4096-octets",
    description: "keeps 4096 octets of a group",
    caughtBy: ["pipelining/group/group-of-many-reads"],
    mutation: ({ keepInput }) => ({ keepInput: (rest, turn) => keepInput(rest, turn).slice(0, 4096) }),
  }),
  groupFault({
    id: "input-4096-octets-inside-tls",
    description: "leaves what is more than 4096 octets unread inside TLS",
    caughtBy: ["pipelining/group/group-of-many-reads-inside-tls"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => keepInput(rest, turn).slice(0, turn.state.isTls ? 4096 : undefined),
    }),
  }),
  groupFault({
    id: "rset-in-a-group-clears-nothing",
    description: "answers RSET with 250 and clears nothing where more input has come",
    caughtBy: ["pipelining/group/reset-inside-a-group"],
    mutation: anew(() => (right) => {
      let isGroup = false;
      return {
        cutLine: (input, read) => {
          const cut = right.cutLine(input, read);
          isGroup = cut !== undefined && cut.rest !== "";
          return cut;
        },
        reset: (state, reason) => reason === "rset" && isGroup ? state : right.reset(state, reason),
      };
    }),
  }),
  groupFault({
    id: "quit-closes-a-transaction-silently",
    description: "closes at QUIT without a reply while a transaction has recipients",
    caughtBy: ["pipelining/group/quit-at-the-end"],
    alsoSeenBy: ["commands/quit", "replies/one_each"],
    mutation: afterVerb("QUIT", (turn, state) => state.recipients.length > 0 ? { ...turn, replies: [] } : turn),
  }),
  groupFault({
    id: "rcpt-commands-counted",
    description: "answers DATA with 354 after two recipients, though both were refused",
    caughtBy: ["pipelining/data/several-recipients-refused"],
    mutation: (right) => {
      const rcpt = afterVerb(
        "RCPT",
        (turn, state: Remembering) =>
          (turn.replies[0]?.code ?? 0) >= 500 && state.sender !== undefined
            ? { ...turn, state: { ...turn.state, refused: (state.refused ?? 0) + 1 } as Remembering }
            : turn,
      );
      const data = onVerb(
        "DATA",
        (handler) => (state: Remembering, argument, context) =>
          state.recipients.length === 0 && (state.refused ?? 0) > 1
            ? goAhead({ ...state, refused: 0 } as Remembering)
            : handler(state, argument, context),
      );
      return [rcpt, data].reduce((behaviour, mutation) => ({ ...behaviour, ...mutation(behaviour) }), right);
    },
  }),
  groupFault({
    id: "recipients-of-before",
    description:
      "answers DATA without a recipient with 354, and sends the message to the recipients of the transaction before",
    caughtBy: ["pipelining/data/nothing-sent-without-recipients"],
    alsoSeenBy: ["commands/rset", "data", "sequence", "ehlo/again", "mail", "rcpt"],
    mutation: (right) => {
      const { reset } = right;
      const data = onVerb(
        "DATA",
        (handler) => (state: Remembering, argument, context) =>
          state.sender !== undefined && state.recipients.length === 0 && state.former !== undefined
            ? goAhead({ ...state, recipients: state.former })
            : handler(state, argument, context),
      )(right);
      return {
        ...data,
        reset: (state, reason): Remembering => ({
          ...reset(state, reason),
          ...state.recipients.length > 0 ? { former: state.recipients } : {},
        }),
      };
    },
  }),
  groupFault({
    id: "malformed-recipient-silence",
    description: "does not answer a malformed recipient after two others",
    caughtBy: ["pipelining/data/mixed-recipients"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) => turn.replies[0]?.code === 501 && state.recipients.length === 2 ? { ...turn, replies: [] } : turn,
    ),
  }),
];
