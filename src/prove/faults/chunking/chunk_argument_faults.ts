/** Faults in reading the arguments of BDAT. */
import type { Fault } from "../../fault.ts";
import { changeArgument, refuseArgument } from "../../mutations.ts";

const misread = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: (argument: string) => string,
): Fault => ({
  id,
  description,
  caughtBy,
  alsoSeenBy: ["chunking", "replies/lint/status-code"],
  mutation: changeArgument("BDAT", change),
});

const lastBits = (bits: bigint) => (argument: string) =>
  argument.replace(/^[0-9]+/, (size) => String(BigInt(size) % 2n ** bits));

/** The size of a chunk, and the word after it. */
export const chunkArgumentFaults: readonly Fault[] = [
  misread("bdat-32-bits", "keeps the size of a chunk in 32 bits", [
    "chunking/arguments/number-too-large[32-bits]",
  ], lastBits(32n)),
  misread("bdat-64-bits", "keeps the size of a chunk in 64 bits", [
    "chunking/arguments/number-too-large[64-bits]",
  ], lastBits(64n)),
  misread("bdat-digits-first", "reads the digits that a size begins with and no further", [
    "chunking/bdat/syntax[hexadecimal]",
    "chunking/bdat/syntax[fraction]",
    "chunking/bdat/syntax[unit]",
  ], (argument) => argument.replace(/^([0-9]+)[^ ]+/, "$1")),
  misread("bdat-any-marker", "ignores what stands after the size, except LAST", [
    "chunking/arguments/wrong-marker[other-word]",
    "chunking/arguments/wrong-marker[longer-word]",
  ], (argument) => argument.replace(/^([0-9]+)( LAST)?.*/i, "$1$2")),
  misread("bdat-long-s", "ignores the case of LAST by the rules of Unicode", [
    "chunking/arguments/wrong-marker[long-s]",
  ], (argument) => argument.replace("\xc5\xbf", "S")),
  misread("bdat-l-is-last", "looks at the first letter of LAST", [
    "chunking/arguments/wrong-marker[half-a-word]",
  ], (argument) => argument.replace(/^([0-9]+) L[^ ]*$/i, "$1 LAST")),
  ...([
    ["bdat-zeros-refused", "refuses zeros before a size", "chunking/arguments/forms[zeros-before]", /^0[0-9]/],
    ["bdat-0-refused", "refuses a chunk of no octets", "chunking/arguments/empty-chunks", /^0$/],
    ["bdat-mixed-case", "recognizes LAST in one case only", "chunking/arguments/forms[mixed-case]", /LaSt/],
    ["bdat-0-last-refused", "refuses BDAT 0 LAST", "chunking/bdat/three-chunks", /^0 LAST$/i],
  ] as const).map(([id, description, glob, form]): Fault => ({
    id,
    description,
    caughtBy: [glob],
    alsoSeenBy: ["chunking", "ehlo/keywords/offered-works", "lmtp"],
    mutation: refuseArgument("BDAT", form, "501 5.5.4"),
  })),
];
