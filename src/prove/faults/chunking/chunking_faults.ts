/** Faults of BDAT. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb, refuseArgument } from "../../mutations.ts";
import { upperOnly } from "../commands/upper_only.ts";

/** BDAT. */
export const chunkingFaults: readonly Fault[] = [
  {
    id: "bdat-octets-run",
    description: "leaves the octets of a refused chunk in the input",
    caughtBy: [
      "chunking/bdat/refused-chunk",
      "chunking/sequence/no-recipient-left",
      "chunking/sequence/chunk-after-data",
      "chunking/sequence/chunk-after-reset",
    ],
    alsoSeenBy: ["chunking"],
    mutation: afterVerb(
      "BDAT",
      (turn, state) =>
        turn.next.kind === "chunk" && turn.next.refusal !== undefined ? just(state, turn.next.refusal) : turn,
    ),
  },
  {
    id: "bdat-dot-ends",
    description: "ends a chunk at a line with a dot",
    caughtBy: ["chunking/bdat/no-end-of-data", "chunking/content/dots-at-borders"],
    alsoSeenBy: ["chunking"],
    mutation: ({ endChunk, store }) => ({
      endChunk,
      store: (content, trace) => store(content.replace(/\r\n\.\r\n[^]*$/, "\r\n"), trace),
    }),
  },
  {
    id: "bdat-unstuffs",
    description: "removes dots from a chunk",
    caughtBy: ["chunking/bdat/no-end-of-data", "chunking/content/dots-at-borders"],
    alsoSeenBy: ["chunking"],
    mutation: ({ endChunk, unstuff }) => ({
      endChunk: (state, chunk, octets, context) => endChunk(state, chunk, unstuff(octets), context),
    }),
  },
  {
    id: "bdat-one-octet-more",
    description: "reads one octet more than a chunk has when it is not the last",
    caughtBy: ["chunking/bdat/three-chunks", "chunking/bdat/octet-by-octet"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: afterVerb(
      "BDAT",
      (turn) =>
        turn.next.kind === "chunk" && !turn.next.isLast && turn.next.octets > 0
          ? { ...turn, next: { ...turn.next, octets: turn.next.octets + 1 } }
          : turn,
    ),
  },
  {
    id: "bdat-354",
    description: "answers BDAT with 354 before the octets",
    caughtBy: ["chunking/bdat/three-chunks", "chunking/bdat/octet-by-octet"],
    alsoSeenBy: ["chunking", "lmtp", "replies/lint/unsolicited", "ehlo/keywords/offered-works"],
    mutation: afterVerb(
      "BDAT",
      (turn) => turn.next.kind === "chunk" ? { ...turn, replies: [reply("354", "Go ahead")] } : turn,
    ),
  },
  {
    id: "bdat-last-case",
    description: "recognizes LAST in upper case only",
    caughtBy: ["chunking/bdat/three-chunks", "chunking/arguments/forms[lower-case]"],
    alsoSeenBy: ["chunking/arguments"],
    mutation: refuseArgument("BDAT", /last/, "501 5.5.4"),
  },
  {
    id: "bdat-after-last",
    description: "accepts a BDAT after BDAT LAST",
    caughtBy: [
      "chunking/bdat/after-last",
      "chunking/sequence/chunk-after-data",
      "chunking/sequence/chunk-after-reset",
    ],
    alsoSeenBy: ["chunking"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        chunk.refusal !== undefined && state.sender === undefined && state.hello !== undefined
          ? just(state, reply("250 2.0.0", "Taken"))
          : endChunk(state, chunk, octets, context),
    }),
  },
  {
    id: "bdat-then-data",
    description: "accepts DATA after BDAT",
    caughtBy: ["chunking/bdat/data-after-bdat"],
    mutation: onVerb(
      "DATA",
      (right) => (state, argument, context) => right({ ...state, chunks: undefined }, argument, context),
    ),
  },
  {
    id: "bdat-goes-on",
    description: "accepts chunks after one that it refused",
    caughtBy: ["chunking/bdat/chunks-behind-a-refused-one"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        state.chunks === "refused" ? just(state, reply("250 2.0.0", "Taken")) : endChunk(state, chunk, octets, context),
    }),
  },
  {
    id: "bdat-any-size",
    description: "treats a BDAT without a size as one of none",
    caughtBy: ["chunking/bdat/syntax", "chunking/arguments/wrong-marker"],
    alsoSeenBy: ["chunking/arguments"],
    mutation: afterVerb(
      "BDAT",
      (turn, state) => turn.replies[0]?.code === 501 ? just(state, reply("250 2.0.0", "0 octets")) : turn,
    ),
  },
  upperOnly(["BDAT"], ["chunking/bdat/three-chunks", "chunking/arguments/forms[lower-case]"]),
];
