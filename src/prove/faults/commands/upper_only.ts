/** A fault that the verbs of several areas have. */
import type { Fault } from "../../fault.ts";

/** Recognizes verbs in upper case only. */
export const upperOnly = (verbs: readonly string[], caughtBy: readonly string[]): Fault => ({
  id: `verb-case-${verbs[0]?.toLowerCase()}`,
  description: `recognizes ${verbs.join(" and ")} in upper case only`,
  caughtBy,
  mutation: ({ readCommand }) => ({
    readCommand: (line) => {
      const command = readCommand(line);
      const isMeant = verbs.includes(command.verb) && !line.startsWith(command.verb);
      return isMeant ? { ...command, verb: `${command.verb}?` } : command;
    },
  }),
});
