/** Faults by which content is executed as commands, or a client's text becomes a reply, other than at the end of DATA. */
import type { Turn } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb } from "../../mutations.ts";

const endOfText = /\r?\n\.\r?\n|\r\.\r(?!\n)/;

/** Chunks and replies. */
export const smugglingFaults: readonly Fault[] = [
  {
    id: "chunk-ends-at-dot",
    description: "ends a chunk at a line with a single dot, and executes the rest of it",
    caughtBy: [
      "smuggling/chunks/end-inside-a-chunk[crlf-dot-crlf+last]",
      "smuggling/chunks/end-inside-a-chunk[lf-dot-lf+not-last]",
      "smuggling/chunks/end-inside-a-chunk[cr-dot-cr+last]",
      "chunking/bdat/no-end-of-data",
    ],
    alsoSeenBy: ["chunking", "smuggling/chunks", "8bitmime", "replies/lint"],
    mutation: ({ endChunk, keepInput }) => {
      const left = new WeakMap<Turn, string>();
      return {
        endChunk: (state, chunk, octets, context) => {
          const match = endOfText.exec(octets);
          if (match === null) return endChunk(state, chunk, octets, context);
          const turn = endChunk(state, { ...chunk, isLast: true }, octets.slice(0, match.index), context);
          left.set(turn, octets.slice(match.index + match[0].length));
          return turn;
        },
        keepInput: (rest, turn) => keepInput((left.get(turn) ?? "") + rest, turn),
      };
    },
  },
  {
    id: "chunk-border-dot",
    description: "ends a message at a dot between the end of one chunk and the beginning of the next",
    caughtBy: [
      "smuggling/chunks/end-over-two-chunks[crlf--dot-crlf]",
      "smuggling/chunks/end-over-two-chunks[crlf-dot--crlf]",
    ],
    alsoSeenBy: ["smuggling/chunks", "chunking"],
    mutation: ({ endChunk, keepInput }) => {
      const left = new WeakMap<Turn, string>();
      return {
        endChunk: (state, chunk, octets, context) => {
          const before = Array.isArray(state.chunks) ? state.chunks.join("") : "";
          const whole = before + octets;
          const at = whole.indexOf("\r\n.\r\n", Math.max(0, before.length - 4));
          if (before === "" || at === -1 || at >= before.length) return endChunk(state, chunk, octets, context);
          const end = at + 5 - before.length;
          const turn = endChunk(state, { ...chunk, isLast: true }, octets.slice(0, end), context);
          left.set(turn, octets.slice(end));
          return turn;
        },
        keepInput: (rest, turn) => keepInput((left.get(turn) ?? "") + rest, turn),
      };
    },
  },
  {
    id: "chunk-read-short",
    description: "reads three octets fewer than BDAT announced",
    caughtBy: ["smuggling/chunks/command-in-a-chunk"],
    alsoSeenBy: [
      "smuggling/chunks",
      "chunking",
      "pipelining",
      "size",
      "limits",
      "8bitmime",
      "lmtp",
      "replies/lint",
      "dsn",
    ],
    mutation: afterVerb(
      "BDAT",
      (turn) =>
        turn.next.kind === "chunk"
          ? { ...turn, next: { ...turn.next, octets: Math.max(0, turn.next.octets - 3) } }
          : turn,
    ),
  },
  {
    id: "reply-says-cr-back",
    description: "repeats a refused line, and turns a CR in it into CRLF",
    caughtBy: ["ehlo", "mail", "rcpt", "vrfy", "noop", "unknown"].map((verb) =>
      `smuggling/replies/one-reply[${verb}+cr]`
    ),
    alsoSeenBy: ["smuggling", "replies", "mail/syntax", "rcpt/syntax"],
    mutation: ({ flawOf }) => ({
      flawOf: (line) => flawOf(line) === undefined ? undefined : line.replaceAll("\r", "\r\n"),
    }),
  },
];
