/** Faults that odd lines meet: the connection dies of them, or they are never answered. */
import type { Fault } from "../../fault.ts";
import { meetsItsEnd } from "./meets_its_end.ts";

/** Odd lines. */
export const oddLineFaults: readonly Fault[] = [
  {
    id: "empty-quotes-kill",
    description: "dies of an empty quoted string",
    caughtBy: ["replies/odd_lines/printable[mail+empty-quotes]", "replies/odd_lines/printable[unknown+null-mailbox]"],
    mutation: meetsItsEnd(/""/, "dies"),
  },
  {
    id: "half-a-quote-closes",
    description: "closes the connection after a line with half a quoted string",
    caughtBy: ["replies/odd_lines/printable[noop+half-a-quote]"],
    alsoSeenBy: ["mail", "rcpt"],
    mutation: meetsItsEnd(/^[^"]*"[^"]*$/, "closes after its reply"),
  },
  {
    id: "backslash-swallows-the-end",
    description: "does not answer a line that ends with a backslash",
    caughtBy: ["replies/odd_lines/printable[vrfy+backslash-last]"],
    mutation: meetsItsEnd(/\\$/, "does not answer"),
  },
  {
    id: "cut-utf-8-unanswered",
    description: "does not answer a line that ends within a character of UTF-8",
    caughtBy: ["replies/odd_lines/octets[mail-parameter+cut-utf-8]"],
    mutation: meetsItsEnd(/[\xc2-\xf4]$/, "does not answer"),
  },
  {
    id: "control-octets-kill",
    description: "dies of a line with control octets",
    caughtBy: ["replies/odd_lines/octets[help+controls]"],
    alsoSeenBy: ["replies/echo"],
    mutation: meetsItsEnd(/\cA/, "dies"),
  },
  {
    id: "full-line-kills",
    description: "dies of a command line of 500 octets",
    caughtBy: ["replies/odd_lines/full-length"],
    alsoSeenBy: ["replies/one_each/overlong-line"],
    mutation: meetsItsEnd(/^[^\0]{500,}$/, "dies"),
  },
];
