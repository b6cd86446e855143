/** Faults in removing the dots that a client added, and in finding the dot that ends a message. */
import type { Fault } from "../../fault.ts";
import { endsAt } from "../../mutations.ts";

/** Dots. */
export const dotFaults: readonly Fault[] = [
  {
    id: "end-dot-line",
    description: "treats any line that begins with a dot as the end of a message",
    caughtBy: ["transparency/dots/not-the-end[dot-letter]"],
    alsoSeenBy: ["smuggling", "transparency", "8bitmime", "limits"],
    mutation: endsAt(/\r\n\.[^\r\n]*\r\n/),
  },
  {
    id: "end-first-line",
    description: "treats any first line that begins with a dot as the end of a message",
    caughtBy: ["transparency/dots/first-line[two-dots]", "transparency/dots/first-line[dot-letter]"],
    alsoSeenBy: ["transparency/dots"],
    mutation: endsAt(/^\.[^\r\n]*\r\n/),
  },
  {
    id: "end-across-blocks",
    description: "ignores the end of a message that lies across the border of two blocks of 4096 octets",
    caughtBy: ["transparency/sizes/near-a-power-of-two"],
    alsoSeenBy: ["transparency", "limits", "smuggling"],
    mutation: ({ findEnd }) => ({
      findEnd: (text, from, read) => {
        const found = findEnd(text, from, read);
        const blockOf = (at: number) => Math.floor(at / 4096);
        return found === undefined || blockOf(Math.max(0, found.end - 2)) === blockOf(found.next - 1)
          ? found
          : undefined;
      },
    }),
  },
  {
    id: "dots-not-taken-away",
    description: "leaves the dots that the client added",
    caughtBy: [
      "transparency/dots/read-back",
      "transparency/dots/one-dot-is-taken-away",
      "transparency/dots/cut-in-two",
      "limits/text_line/stuffed",
    ],
    alsoSeenBy: ["8bitmime/body/all-bits", "transparency/dots", "8bitmime/body"],
    mutation: () => ({ unstuff: (text) => text }),
  },
  {
    id: "double-dots-only",
    description: "removes a dot only where two begin a line",
    caughtBy: ["transparency/dots/one-dot-is-taken-away"],
    alsoSeenBy: ["transparency/dots"],
    mutation: () => ({ unstuff: (text) => text.replaceAll("\r\n..", "\r\n.") }),
  },
  {
    id: "all-dots-taken-away",
    description: "removes all dots at the start of a line",
    caughtBy: ["transparency/dots/read-back", "transparency/dots/cut-in-two"],
    alsoSeenBy: ["transparency/dots", "limits/text_line/stuffed", "8bitmime/body/all-bits", "8bitmime/body"],
    mutation: () => ({ unstuff: (text) => text.replace(/\r\n\.+/g, "\r\n") }),
  },
  {
    id: "first-dot-kept",
    description: "leaves the added dot of the first line",
    caughtBy: ["transparency/dots/first-line-is-unstuffed"],
    mutation: () => ({ unstuff: (text) => text.replaceAll("\r\n.", "\r\n") }),
  },
  ...[4096, 8192].map((octets): Fault => ({
    id: `dots-by-${octets}-octets`,
    description: `removes dots in buffers of ${octets} octets and misses lines that begin at the start of one`,
    caughtBy: ["transparency/dots/many-lines"],
    mutation: ({ unstuff }) => ({
      unstuff: (text) =>
        Array.from({ length: Math.ceil(text.length / octets) }, (_, at) => text.slice(at * octets, (at + 1) * octets))
          .map((part, at) => at === 0 ? unstuff(part) : part.replaceAll("\r\n.", "\r\n")).join(""),
    }),
  })),
];
