/** Faults in what becomes of the octets of chunks. */
import { type Reply, reply } from "../../../reference/server/reply.ts";
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just } from "../../mutations.ts";

const changed = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: (octets: string) => string,
): Fault => ({
  id,
  description,
  caughtBy,
  alsoSeenBy: ["chunking"],
  mutation: ({ endChunk }) => ({
    endChunk: (state, chunk, octets, context) => endChunk(state, chunk, change(octets), context),
  }),
});

const answersEarly: Mutation = both(
  afterVerb(
    "BDAT",
    (turn) =>
      turn.next.kind === "chunk" && turn.next.refusal === undefined && turn.next.octets > 0
        ? { ...turn, replies: [reply("250 2.0.0", "Taken")] }
        : turn,
  ),
  ({ endChunk }) => ({
    endChunk: (state, chunk, octets, context) => {
      const turn = endChunk(state, chunk, octets, context);
      return chunk.refusal === undefined && chunk.octets > 0 ? { ...turn, replies: [] } : turn;
    },
  }),
);

const isAccepted = (replies: readonly Reply[]) => /octets accepted/.test(replies[0]?.lines[0] ?? "");

/** The content of chunks. */
export const chunkContentFaults: readonly Fault[] = [
  changed("bdat-ends-lines", "ends a line at the end of each chunk", [
    "chunking/content/borders[within-a-line]",
    "chunking/content/borders[before-crlf]",
    "chunking/content/many-chunks",
    "chunking/content/header-in-pieces",
  ], (octets) => octets.endsWith("\r\n") || octets === "" ? octets : `${octets}\r\n`),
  changed("bdat-mends-line-ends", "mends bare CR and LF in each chunk by itself", [
    "chunking/content/borders[within-crlf]",
    "chunking/content/dots-at-borders[before-final-lf]",
  ], (octets) => octets.replace(/\r\n|\r|\n/g, "\r\n")),
  changed(
    "bdat-drops-last-line",
    "keeps whole lines only",
    ["chunking/content/no-line-end"],
    (octets) => octets.replace(/[^\n]+$/, ""),
  ),
  changed(
    "bdat-4096",
    "loses what is after 4096 octets of a chunk",
    ["chunking/content/sizes"],
    (octets) => octets.slice(0, 4096),
  ),
  changed(
    "bdat-16-bits",
    "keeps the length of a chunk in 16 bits",
    ["chunking/content/sizes[65536]"],
    (octets) => octets.slice(0, octets.length % 65_536),
  ),
  changed("bdat-overlaps", "reads an octet twice where a buffer of 8192 octets ends", [
    "chunking/content/sizes",
  ], (octets) => octets.length > 8192 ? octets.slice(0, 8192) + octets.slice(8191) : octets),
  {
    id: "bdat-one-octet-less",
    description: "reads one octet less than a chunk has",
    caughtBy: ["chunking/content/looks-like-commands", "chunking/bdat/three-chunks"],
    alsoSeenBy: ["chunking", "lmtp", "ehlo/keywords/offered-works"],
    mutation: afterVerb(
      "BDAT",
      (turn) =>
        turn.next.kind === "chunk" && turn.next.octets > 0
          ? { ...turn, next: { ...turn.next, octets: turn.next.octets - 1 } }
          : turn,
    ),
  },
  {
    id: "bdat-ten-chunks",
    description: "accepts ten chunks of a message and no more",
    caughtBy: ["chunking/content/many-chunks"],
    alsoSeenBy: ["chunking"],
    mutation: ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        Array.isArray(state.chunks) && state.chunks.length >= 10
          ? just({ ...state, chunks: "refused" }, reply("554 5.5.0", "Too many chunks"))
          : endChunk(state, chunk, octets, context),
    }),
  },
  {
    id: "bdat-without-trace",
    description: "adds no Received field to messages received by BDAT",
    caughtBy: ["chunking/content/received"],
    mutation: ({ trace }) => ({
      trace: (state, sender, host) => state.chunks === undefined ? trace(state, sender, host) : "",
    }),
  },
  {
    id: "bdat-answers-early",
    description: "answers a chunk before its octets are there",
    caughtBy: ["chunking/content/answered-when-complete"],
    alsoSeenBy: ["chunking", "lmtp"],
    mutation: answersEarly,
  },
  {
    id: "bdat-limit-by-chunk",
    description: "compares each chunk alone with the limit",
    caughtBy: ["chunking/content/over-the-limit"],
    mutation: ({ endChunk, sizes }) => ({
      endChunk: (state, chunk, octets, context) =>
        endChunk(
          state,
          chunk,
          octets,
          octets.length > sizes.message
            ? context
            : { ...context, behaviour: { ...context.behaviour, sizes: { ...sizes, message: Infinity } } },
        ),
    }),
  },
  {
    id: "bdat-drops-input",
    description: "discards the input after a chunk",
    caughtBy: ["chunking/sequence/pipelined"],
    alsoSeenBy: ["chunking"],
    mutation: ({ keepInput }) => ({
      keepInput: (rest, turn) => isAccepted(turn.replies) ? "" : keepInput(rest, turn),
    }),
  },
];
