/** Faults in the order of BDAT and other commands. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, keep, onVerb } from "../../mutations.ts";

const must = { rfc: "RFC 3030 §2", level: "must" } as const;

/** The sequence of BDAT. */
export const chunkSequenceFaults: readonly Fault[] = [
  {
    id: "chunking-without-data",
    says: "offers CHUNKING and does without DATA",
    ...must,
    caughtBy: ["chunking/sequence/data-still-works"],
    alsoSeenBy: ["chunking", "data", "replies"],
    mutation: onVerb("DATA", () => (state) => just(state, reply("502 5.5.1", "Use BDAT"))),
  },
  {
    id: "bdat-outlives-message",
    says: "remembers the chunks of a message behind its end",
    ...must,
    caughtBy: ["chunking/sequence/both-in-a-session"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: keep(["end"], "chunks"),
  },
  {
    id: "bdat-last-goes-on",
    says: "goes on with the transaction behind BDAT LAST",
    ...must,
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
    says: "keeps the recipients of a message that came by BDAT",
    ...must,
    caughtBy: ["chunking/sequence/recipients-do-not-linger"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: ({ forget }) => ({
      forget: (state, reason) =>
        reason === "end" && state.chunks !== undefined
          ? { ...forget(state, reason), recipients: state.recipients }
          : forget(state, reason),
    }),
  },
  {
    id: "bdat-outlives-rset",
    says: "keeps chunks over RSET",
    ...must,
    caughtBy: ["chunking/bdat/reset-between-chunks", "chunking/sequence/data-refused-between"],
    alsoSeenBy: ["chunking"],
    mutation: keep(["rset"], "chunks"),
  },
  {
    id: "bdat-outlives-ehlo",
    says: "keeps chunks over EHLO",
    ...must,
    caughtBy: ["chunking/sequence/hello-between"],
    alsoSeenBy: ["chunking"],
    mutation: keep(["hello"], "chunks"),
  },
  {
    id: "bdat-ended-by-noop",
    says: "gives a message up at a NOOP between its chunks",
    ...must,
    caughtBy: ["chunking/sequence/other-commands-between"],
    mutation: afterVerb(
      "NOOP",
      (turn, state) => state.chunks === undefined ? turn : { ...turn, state: { ...state, chunks: "refused" } },
    ),
  },
  {
    id: "bdat-mail-between",
    says: "takes MAIL between two chunks and keeps the first",
    ...must,
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
    says: "takes chunks for nobody",
    ...must,
    caughtBy: ["chunking/sequence/no-recipient-left"],
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
    says: "takes no chunks at all behind one that it refused",
    ...must,
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
    says: "closes without a word at a line with octets outside of ASCII",
    ...must,
    caughtBy: ["chunking/sequence/miscounted-chunk[eight-bit]"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        /[^ -~]/.test(command.verb) ? { ...just(state), next: { kind: "close" } } : unknown(state, command),
    }),
  },
  {
    id: "nul-line-closes",
    says: "closes without a word at a line with NUL in it",
    ...must,
    caughtBy: ["chunking/sequence/miscounted-chunk[nul]"],
    mutation: ({ refuseLine }) => ({
      refuseLine: (state, why) =>
        /NUL/.test(why) ? { ...just(state), next: { kind: "close" } } : refuseLine(state, why),
    }),
  },
  {
    id: "strange-line-unanswered",
    says: "does not answer a line of control characters",
    ...must,
    caughtBy: ["chunking/sequence/miscounted-chunk[controls]"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) => /[^ -\xff]/.test(command.verb) ? just(state) : unknown(state, command),
    }),
  },
  {
    id: "dot-answered",
    says: "answers a dot outside of a message as if one ended",
    ...must,
    caughtBy: ["chunking/sequence/dot-after-last"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        command.verb === "." ? just(state, reply("250 2.0.0", "Message taken")) : unknown(state, command),
    }),
  },
];
