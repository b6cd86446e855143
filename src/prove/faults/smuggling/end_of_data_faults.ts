/** Faults in finding the end of a message. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { endsAt } from "../../mutations.ts";

const endFault = (
  id: string,
  description: string,
  pattern: RegExp,
  caughtBy: readonly string[],
  alsoSeenBy: readonly string[] = [],
): Fault => ({
  id: `end-${id}`,
  description: `treats ${description} as the end of a message`,
  caughtBy,
  alsoSeenBy: ["smuggling", "transparency/octets", "transparency/dots/not-the-end", ...alsoSeenBy],
  mutation: endsAt(pattern),
});

const falseEnd = (name: string) => `smuggling/end_of_data/false-end[${name}]`;
const atTheEndOfAWrite = (name: string) => `smuggling/end_of_data/false-end-at-the-end-of-a-write[${name}]`;
const cutInTwo = (name: string) => `smuggling/end_of_data/false-end-cut-in-two[${name}]`;
const insideTls = (name: string) => [
  `smuggling/inside_tls/after-starttls[${name}+crlf-header+one-record]`,
  `smuggling/inside_tls/after-starttls[${name}+lf-header+two-records]`,
  `smuggling/inside_tls/implicit[${name}+crlf-header+two-records]`,
  `smuggling/inside_tls/implicit[${name}+lf-header+one-record]`,
];

/**
 * Treats a dot and a line end as the end of a message, depending on where a read begins or ends. On a busy machine several
 * writes are one read: one that the MAIL of a case follows is an end too.
 */
const endsAtARead = (
  pattern: RegExp,
  isThere: (at: number, text: { readonly read: number; readonly octets: number }) => boolean,
): Mutation =>
({ findEnd }) => ({
  findEnd: (text, from, read) => {
    const match = [...text.matchAll(pattern)].find(({ index, 0: { length } }) =>
      isThere(index, { read, octets: text.length }) || text.startsWith("MAIL ", index + length)
    );
    return match === undefined ? findEnd(text, from, read) : { end: match.index, next: match.index + match[0].length };
  },
});

/** Where a message ends. */
export const endOfDataFaults: readonly Fault[] = [
  endFault("lf-dot-lf", "LF, dot, LF", /\n\.\n/, [
    falseEnd("lf-dot-lf"),
    atTheEndOfAWrite("lf-dot-lf"),
    ...insideTls("lf-dot-lf"),
    cutInTwo("lf--dot-lf"),
    "smuggling/end_of_data/false-end-inside-tls[lf-dot-lf]",
  ]),
  endFault("lf-dot-crlf", "LF, dot, CRLF", /(?<!\r)\n\.\r\n/, [
    falseEnd("lf-dot-crlf"),
    atTheEndOfAWrite("lf-dot-crlf"),
    ...insideTls("lf-dot-crlf"),
    cutInTwo("lf--dot-crlf"),
    cutInTwo("lf-dot--crlf"),
    cutInTwo("lf-dot-cr--lf"),
  ]),
  endFault("crlf-dot-lf", "CRLF, dot, LF", /\r\n\.\n/, [
    falseEnd("crlf-dot-lf"),
    atTheEndOfAWrite("crlf-dot-lf"),
    ...insideTls("crlf-dot-lf"),
    cutInTwo("crlf-dot--lf"),
    cutInTwo("crlf--dot-lf"),
  ]),
  endFault("cr-dot-cr", "CR, dot, CR", /\r\.\r(?!\n)/, [
    falseEnd("cr-dot-cr"),
    atTheEndOfAWrite("cr-dot-cr"),
    ...insideTls("cr-dot-cr"),
    cutInTwo("cr--dot-cr"),
  ]),
  endFault("cr-dot-crlf", "CR, dot, CRLF", /\r\.\r\n/, [
    falseEnd("cr-dot-crlf"),
    atTheEndOfAWrite("cr-dot-crlf"),
    ...insideTls("cr-dot-crlf"),
  ]),
  endFault("crlf-dot-cr", "CRLF, dot, CR", /\r\n\.\r(?!\n)/, [
    falseEnd("crlf-dot-cr"),
    atTheEndOfAWrite("crlf-dot-cr"),
    ...insideTls("crlf-dot-cr"),
  ]),
  endFault("nul", "a dot and NUL", /\r\n\0?\.\0?\r\n/, [
    falseEnd("nul-behind-dot"),
    falseEnd("nul-before-dot"),
    atTheEndOfAWrite("nul-before-dot"),
    ...insideTls("nul-behind-dot"),
  ]),
  endFault("blank", "a dot among blanks", /\r\n[ \t]*\.[ \t]*\r\n/, [
    falseEnd("space-behind"),
    falseEnd("space-before"),
    "transparency/dots/not-the-end[dot-tab]",
  ]),
  endFault("dots", "several dots", /\r\n\.+\r\n/, [falseEnd("two-dots"), "transparency/dots/not-the-end[three-dots]"], [
    "transparency/dots",
    "chunking",
    "data",
  ]),
  endFault("crcrlf", "CRCRLF around a dot", /\r\r\n\.\r\r\n/, [
    falseEnd("crcrlf-dot-crcrlf"),
    "smuggling/end_of_data/false-end-after-other-headers[crcrlf+one-write]",
  ]),
  endFault("crlf-dot-crcrlf", "CRLF, dot, CRCRLF", /\r\n\.\r\r\n/, [
    falseEnd("crlf-dot-crcrlf"),
    ...insideTls("crlf-dot-crcrlf"),
    cutInTwo("crlf-dot-cr--crlf"),
  ]),
  endFault("nul-inside-crlf", "CRLF with a NUL inside around a dot", /\r\0\n\.\r\0\n/, [falseEnd("nul-inside-crlf")]),
  endFault("cr-dot-lf", "CR, dot, LF", /\r\.\n/, [falseEnd("cr-dot-lf")]),
  endFault("lf-dot-cr", "LF, dot, CR", /(?<!\r)\n\.\r(?!\n)/, [falseEnd("lf-dot-cr")]),
  endFault("lfcr", "LFCR around a dot", /\n\r\.\n\r/, [
    falseEnd("lfcr-dot-lfcr"),
    "smuggling/end_of_data/false-end-after-other-headers[lfcr+two-writes]",
  ]),
  endFault("unstuffed", "two dots between line ends that need not be CRLF", /\n\.\.\r?\n/, [
    falseEnd("two-dots-lf"),
    falseEnd("two-dots-crlf"),
    falseEnd("crlf-two-dots"),
    "smuggling/end_of_data/false-end-after-lf-header[two-dots-lf]",
  ], ["transparency/dots", "chunking", "data"]),
  endFault("lf-blank", "LF, dot, space, LF", /\n\. \n/, [
    "smuggling/end_of_data/false-end-after-lf-header[space-behind]",
  ]),
  endFault("lf-nul", "LF, dot, NUL, LF", /\n\.\0\n/, [
    "smuggling/end_of_data/false-end-after-lf-header[nul-behind-dot]",
  ]),
  endFault("empty-lines", "two empty lines", /\r\n\r\n\r\n/, [atTheEndOfAWrite("empty-lines")], [
    "data",
    "transparency",
  ]),
  endFault("dot-at-line-end", "a line that ends in a dot", /[^\r\n.]\.\r\n/, [falseEnd("dot-at-line-end")], ["**"]),
  endFault(
    "unicode",
    "line ends of Unicode around a dot",
    /(\v|\f|\xc2\x85|\xe2\x80\xa8)\.(\v|\f|\xc2\x85|\xe2\x80\xa8)/,
    [
      falseEnd("vertical-tab"),
      falseEnd("form-feed"),
      "smuggling/end_of_data/false-end-of-other-octets[next-line]",
    ],
  ),
  endFault("high-bit", "CR, LF and a dot with the eighth bit set", /[\r\x8d][\n\x8a][.\xae][\r\x8d][\n\x8a]/, [
    "smuggling/end_of_data/false-end-of-other-octets[high-bit-set]",
  ]),
  {
    id: "end-lf-mode",
    description: "switches to bare LF when the first line of the header ends so",
    caughtBy: [
      "smuggling/end_of_data/false-end-after-lf-header[lf-dot-lf]",
      "smuggling/end_of_data/false-end-after-other-headers[lf+one-write]",
      "smuggling/inside_tls/after-starttls[lf-dot-lf+lf-header+one-record]",
      "smuggling/inside_tls/implicit[lf-dot-lf+lf-header+two-records]",
    ],
    alsoSeenBy: ["smuggling"],
    mutation: (right) => ({
      findEnd: (text, from, read) =>
        /^[^\r\n]*\n/.test(text)
          ? endsAt(/\n\.\n/)(right).findEnd?.(text, from, read)
          : right.findEnd(text, from, read),
    }),
  },
  {
    id: "end-cr-mode",
    description: "switches to bare CR when the first line of the header ends so",
    caughtBy: ["smuggling/end_of_data/false-end-after-other-headers[cr+two-writes]"],
    alsoSeenBy: ["smuggling"],
    mutation: (right) => ({
      findEnd: (text, from, read) =>
        /^[^\r\n]*\r(?!\n)/.test(text)
          ? endsAt(/\r\.\r/)(right).findEnd?.(text, from, read)
          : right.findEnd(text, from, read),
    }),
  },
  {
    id: "end-over-two-reads",
    description: "loses, at the end of a read, that more than a dot is needed",
    caughtBy: [cutInTwo("crlf-dot--lf"), cutInTwo("text-dot--crlf"), cutInTwo("lf-dot--crlf")],
    alsoSeenBy: ["smuggling", "transparency", "pipelining/data", "data"],
    mutation: endsAtARead(/\.\r?\n/g, (at, { read }) => at + 1 === read),
  },
  {
    id: "end-of-a-read",
    description: "treats a read that ends in a dot and a line end as the end of the message",
    caughtBy: ["smuggling/end_of_data/false-end-at-the-end-of-a-write[dot-in-a-line]"],
    alsoSeenBy: ["smuggling", "transparency", "pipelining/data"],
    mutation: endsAtARead(/\.\r\n/g, (at, { octets }) => at + 3 === octets),
  },
  {
    id: "dot-at-start-of-a-read",
    description: "treats a dot at the start of a read as one at the start of a line",
    caughtBy: ["smuggling/end_of_data/dot-at-the-start-of-a-write"],
    alsoSeenBy: ["smuggling", "transparency", "data/exchange", "pipelining/data"],
    mutation: endsAtARead(/\.\r\n/g, (at, { read }) => at === read),
  },
  ...[512, 998, 1000, 1024, 2048, 4096].map((octets): Fault => ({
    id: `dot-after-${octets}-octets`,
    description: `reads lines into a buffer of ${octets} octets and treats the rest as a line`,
    caughtBy: ["smuggling/end_of_data/dot-behind-a-long-line"],
    mutation: endsAt(new RegExp(`(?<=\\r\\n[^\\r\\n]{${octets - 2},${octets}})\\.\\r\\n`)),
  })),
];
