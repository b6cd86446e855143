/** Faults in reading verbs, and in answering unknown ones. */
import { isUtf8Text } from "../../../reference/server/path.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { just } from "../../mutations.ts";
import { upperOnly } from "./upper_only.ts";

/** Verbs. */
export const verbFaults: readonly Fault[] = [
  upperOnly(["EHLO", "HELO"], ["commands/letter_case/known[ehlo-lower]", "commands/letter_case/known[helo-mixed]"]),
  upperOnly(["MAIL"], ["commands/letter_case/mail", "mail/accepted/keyword-case[all-lower]"]),
  upperOnly(["RCPT"], ["commands/letter_case/known[rcpt-lower]", "rcpt/accepted/keyword-case[all-lower]"]),
  upperOnly(["DATA"], ["commands/letter_case/data"]),
  upperOnly(["NOOP", "RSET"], ["commands/letter_case/known[noop-lower]", "commands/letter_case/known[rset-mixed]"]),
  upperOnly(["QUIT"], ["commands/letter_case/quit"]),
  upperOnly(["VRFY", "EXPN", "HELP"], ["commands/letter_case/same-reply"]),
  {
    id: "trailing-space",
    description: "does not tolerate white space at the end of a line",
    caughtBy: [
      "commands/white_space/tolerated",
      "commands/white_space/mail",
      "commands/white_space/data",
      "commands/white_space/quit",
    ],
    mutation: ({ flawOf }) => ({ flawOf: (line) => /[ \t]$/.test(line) ? "White space ends the line" : flawOf(line) }),
  },
  {
    id: "unknown-502",
    description: "answers unknown commands with 502",
    caughtBy: [],
    warnedBy: ["commands/unknown/refused", "commands/unknown/before-ehlo"],
    alsoSeenBy: ["commands/unknown"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) => just(unknown(state, command).state, reply("502 5.5.1", "Not implemented")),
    }),
  },
  {
    id: "unknown-250",
    description: "answers commands that begin with X with 250",
    caughtBy: ["commands/unknown/refused[private]"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        command.verb.startsWith("X") ? just(state, reply("250 2.0.0", "Ok")) : unknown(state, command),
    }),
  },
  {
    id: "unknown-before-ehlo-closes",
    description: "closes the connection after an unknown command before EHLO",
    caughtBy: ["commands/unknown/before-ehlo"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        state.hello === undefined
          ? { ...just(state, reply("500 5.5.1", "No")), next: { kind: "close" } }
          : unknown(state, command),
    }),
  },
  {
    id: "verb-by-first-letters",
    description: "looks at the first four letters of a verb only",
    caughtBy: ["commands/unknown/longer-verb"],
    alsoSeenBy: ["commands/unknown", "replies/lint/status-code"],
    mutation: ({ readCommand, commands }) => ({
      readCommand: (line) => {
        const command = readCommand(line);
        const short = command.verb.slice(0, 4);
        return commands.has(short) ? { ...command, verb: short } : command;
      },
    }),
  },
  {
    id: "verb-without-space",
    description: "treats what follows the first four letters as the argument",
    caughtBy: [
      "commands/unknown/joined-verb[mail]",
      "commands/unknown/joined-verb[rcpt]",
      "commands/unknown/joined-verb[ehlo]",
    ],
    alsoSeenBy: ["commands/unknown", "replies/lint/status-code"],
    mutation: ({ readCommand, commands }) => ({
      readCommand: (line) => {
        const verb = line.slice(0, 4).toUpperCase();
        return commands.has(verb) && !commands.has(readCommand(line).verb)
          ? { verb, argument: line.slice(4).trim() }
          : readCommand(line);
      },
    }),
  },
  {
    id: "verb-unicode",
    description: "reads verbs as Unicode does, with its capitals and its white space",
    caughtBy: [
      "commands/unknown/not-ascii[long-s]",
      "commands/unknown/not-ascii[dotless-i]",
      "commands/unknown/not-ascii[no-break-space]",
      "commands/unknown/not-ascii[utf-8-space]",
    ],
    mutation: ({ readCommand }) => ({
      readCommand: (line) => {
        const text = isUtf8Text(line)
          ? new TextDecoder().decode(Uint8Array.from(line, (each) => each.charCodeAt(0)))
          : line;
        return /^[\0-\x7f]*$/.test(line) ? readCommand(line) : readCommand(text.normalize("NFKC").trim());
      },
    }),
  },
  {
    id: "verb-eighth-bit",
    description: "clears the eighth bit of a verb",
    caughtBy: ["commands/unknown/not-ascii[eighth-bit]"],
    mutation: ({ readCommand }) => ({
      readCommand: (line) => {
        const command = readCommand(line);
        const bits = [...command.verb].map((each) => String.fromCharCode(each.charCodeAt(0) & 0x7f));
        return { ...command, verb: bits.join("").toUpperCase() };
      },
    }),
  },
  {
    id: "space-before-verb-closes",
    description: "closes the connection on a line that begins with white space",
    caughtBy: ["commands/unknown/space-before-verb"],
    mutation: ({ refuseLine, flawOf }) => ({
      flawOf: (line) => /^[ \t]+[^ \t]/.test(line) ? "White space begins the line" : flawOf(line),
      refuseLine: (state, why) =>
        why.startsWith("White") ? { ...refuseLine(state, why), next: { kind: "close" } } : refuseLine(state, why),
    }),
  },
  {
    id: "verb-by-prefix",
    description: "treats the beginning of a verb as the verb",
    caughtBy: ["commands/unknown/shorter-verb"],
    alsoSeenBy: ["replies/lint/status-code"],
    mutation: ({ readCommand, commands }) => ({
      readCommand: (line) => {
        const command = readCommand(line);
        const whole = command.verb.length < 3
          ? undefined
          : [...commands.keys()].find((verb) => verb.startsWith(command.verb));
        return whole === undefined ? command : { ...command, verb: whole };
      },
    }),
  },
  {
    id: "not-a-word-closes",
    description: "closes the connection on a line that begins with no letter",
    caughtBy: [
      "commands/unknown/not-a-word[header-field]",
      ...["digits", "punctuation", "dot"].map((name) => `replies/errors/session-goes-on[${name}]`),
    ],
    alsoSeenBy: ["commands/unknown"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        /^[^A-Z]/.test(command.verb)
          ? { ...just(state, reply("500 5.5.1", "Go away")), next: { kind: "close" } }
          : /:$/.test(command.verb)
          ? just(state, reply("554 5.5.1", "That is a header"))
          : /^[0-9]/.test(command.verb)
          ? just(state, reply("502 5.5.1", "Not implemented"))
          : unknown(state, command),
    }),
  },
  {
    id: "empty-line-closes",
    description: "closes the connection on an empty line",
    caughtBy: ["commands/unknown/empty-line"],
    alsoSeenBy: ["commands/unknown"],
    mutation: ({ unknown }) => ({
      unknown: (state, command) =>
        command.verb === ""
          ? { ...just(state, reply("250 2.0.0", "Bye")), next: { kind: "close" } }
          : unknown(state, command),
    }),
  },
];
