/** Faults in the order of BDAT and other commands. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, keep, onVerb } from "../../mutations.ts";

/** The sequence of BDAT. */
export const chunkSequenceFaults: readonly Fault[] = [
  {
    id: "chunking-without-data",
    description: "offers CHUNKING and does not implement DATA",
    caughtBy: ["chunking/sequence/data-still-works"],
    alsoSeenBy: ["chunking", "data", "replies"],
    mutation: onVerb("DATA", () => (state) => just(state, reply("502 5.5.1", "Use BDAT"))),
  },
  {
    id: "bdat-outlives-message",
    description: "keeps the chunks of a message after its end",
    caughtBy: ["chunking/sequence/both-in-a-session"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: keep(["end"], "chunks"),
  },
  {
    id: "bdat-last-goes-on",
    description: "goes on with the transaction after BDAT LAST",
    caughtBy: [
      "chunking/sequence/recipients-after-last",
      "chunking/sequence/data-after-last",
      "chunking/bdat/after-last",
      "chunking/sequence/both-in-a-session",
    ],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) => {
        const turn = endChunk(state, chunk, octets, context);
        return chunk.isLast && chunk.refusal === undefined ? { ...turn, state: { ...state, chunks: undefined } } : turn;
      },
    }),
  },
  {
    id: "bdat-recipients-linger",
    description: "keeps the recipients of a message received by BDAT",
    caughtBy: ["chunking/sequence/recipients-do-not-linger"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: ({ reset }) => ({
      reset: (state, reason) =>
        reason === "end" && state.chunks !== undefined
          ? { ...reset(state, reason), recipients: state.recipients }
          : reset(state, reason),
    }),
  },
  {
    id: "bdat-outlives-rset",
    description: "keeps chunks over RSET",
    caughtBy: ["chunking/bdat/reset-between-chunks", "chunking/sequence/data-refused-between"],
    alsoSeenBy: ["chunking"],
    mutation: keep(["rset"], "chunks"),
  },
  {
    id: "bdat-outlives-ehlo",
    description: "keeps chunks over EHLO",
    caughtBy: ["chunking/sequence/hello-between"],
    alsoSeenBy: ["chunking"],
    mutation: keep(["hello"], "chunks"),
  },
  {
    id: "bdat-ended-by-noop",
    description: "aborts a message at a NOOP between its chunks",
    caughtBy: ["chunking/sequence/other-commands-between"],
    mutation: afterVerb(
      "NOOP",
      (turn, state) => state.chunks === undefined ? turn : { ...turn, state: { ...state, chunks: "refused" } },
    ),
  },
  {
    id: "bdat-mail-between",
    description: "accepts MAIL between two chunks and keeps the first",
    caughtBy: ["chunking/sequence/mail-between"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        state.chunks === undefined
          ? right(state, argument, context)
          : right({ ...state, sender: undefined, recipients: [] }, argument, context),
    ),
  },
  {
    id: "bdat-without-recipients",
    description: "accepts chunks for nobody",
    caughtBy: [],
    warnedBy: ["chunking/sequence/no-recipient-left"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: afterVerb(
      "BDAT",
      (turn, state) =>
        turn.next.kind === "chunk" && state.sender !== undefined && state.chunks !== "refused"
          ? { ...turn, next: { ...turn.next, refusal: undefined } }
          : turn,
    ),
  },
  {
    id: "bdat-refused-for-good",
    description: "accepts no chunks at all after one that it refused",
    caughtBy: ["chunking/sequence/reset-after-a-refused-chunk"],
    alsoSeenBy: ["chunking"],
    mutation: both(keep(["rset", "hello"], "chunks"), ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) => {
        const turn = endChunk(state, chunk, octets, context);
        return chunk.refusal === undefined ? turn : { ...turn, state: { ...turn.state, chunks: "refused" } };
      },
    })),
  },
  {
    id: "strange-line-closes",
    description: "closes without a reply at a line with octets outside of ASCII",
    caughtBy: ["chunking/sequence/miscounted-chunk[eight-bit]"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        /[^ -~]/.test(command.verb) ? { ...just(state), next: { kind: "close" } } : unknown(state, command),
    }),
  },
  {
    id: "nul-line-closes",
    description: "closes without a reply at a line with NUL in it",
    caughtBy: ["chunking/sequence/miscounted-chunk[nul]"],
    mutation: ({ refuseLine }) => ({
      refuseLine: (state, why) =>
        /NUL/.test(why) ? { ...just(state), next: { kind: "close" } } : refuseLine(state, why),
    }),
  },
  {
    id: "strange-line-unanswered",
    description: "does not answer a line of control characters",
    caughtBy: ["chunking/sequence/miscounted-chunk[controls]"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) => /[^ -\xff]/.test(command.verb) ? just(state) : unknown(state, command),
    }),
  },
  {
    id: "dot-answered",
    description: "answers a dot outside of a message as the end of one",
    caughtBy: ["chunking/sequence/dot-after-last"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        command.verb === "." ? just(state, reply("250 2.0.0", "Message accepted")) : unknown(state, command),
    }),
  },
  {
    id: "rset-keeps-chunks",
    description: "keeps the chunks of BDAT over RSET",
    caughtBy: ["chunking/bdat/reset-between-chunks"],
    alsoSeenBy: ["chunking"],
    mutation: keep(["rset"], "chunks"),
  },
];
