/** Faults of a server that ends commands at other octets than CRLF. */
import type { Fault } from "../../fault.ts";

/** Line ends. */
export const lineEndFaults: readonly Fault[] = [
  { name: "lf", end: /\n/ },
  { name: "cr", end: /\r(?!\n)/ },
  { name: "nul", end: /\0/ },
  { name: "vertical-tab", end: /\v/ },
  { name: "form-feed", end: /\f/ },
  { name: "lfcr", end: /\n\r/ },
].map(({ name, end }): Fault => ({
  id: `line-ends-at-${name}`,
  description: `ends a command at ${name.toUpperCase()}`,
  caughtBy: [`smuggling/commands/two-commands-in-a-line[${name}]`],
  alsoSeenBy: [
    "smuggling/commands",
    "smuggling/replies",
    "replies/echo",
    "replies/odd_lines",
    "mail/syntax",
    "rcpt/syntax",
    "replies/one_each/in-pieces",
  ],
  mutation: ({ cutLine }) => ({
    cutLine: (input, read) => {
      const cut = cutLine(input, read);
      const match = end.exec(input);
      if (match === null || (cut !== undefined && match.index > cut.line.length - 1)) return cut;
      if (match.index + 1 === input.length && name === "cr") return cut;
      return { line: input.slice(0, match.index), rest: input.slice(match.index + match[0].length) };
    },
  }),
}));
