/** Servers without a command that cases use for something else: the cases about that command accuse them, and no other. */
import type { Handler } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { just, onVerb } from "../../mutations.ts";

interface Wrong {
  readonly name: string;
  readonly description: string;
  /** The class of the code is right. */
  readonly isOfClass: boolean;
  readonly handler: Handler;
}

const wrongs: readonly Wrong[] = [
  {
    name: "missing",
    description: "answers % with 502",
    isOfClass: false,
    handler: (state) => just(state, reply("502 5.5.1", "Command not implemented")),
  },
  {
    name: "252",
    description: "answers % with 252",
    isOfClass: true,
    handler: (state) => just(state, reply("252 2.0.0", "Who knows")),
  },
  { name: "silent", description: "does not answer %", isOfClass: false, handler: (state) => just(state) },
  {
    name: "hangs-up",
    description: "closes the connection at %",
    isOfClass: false,
    handler: (state) => ({ ...just(state), next: { kind: "close" } }),
  },
];

/** A command, and the cases about it. */
interface Subject {
  readonly verb: string;
  /** Those that only warn of another code of the right class. */
  readonly lenient: readonly string[];
  readonly strict: readonly string[];
  readonly alsoSeenBy: readonly string[];
}

const subjects: readonly Subject[] = [
  {
    verb: "NOOP",
    lenient: ["commands/noop/plain"],
    strict: [],
    alsoSeenBy: ["replies/table/recognized", "starttls/demanded/refusals", "submission/submission/before-auth"],
  },
  {
    verb: "RSET",
    lenient: ["commands/rset/plain[after-ehlo]"],
    strict: ["lmtp/lmtp/reset-and-quit"],
    alsoSeenBy: ["replies/table/recognized", "submission/submission/before-auth"],
  },
  {
    verb: "QUIT",
    lenient: [],
    strict: ["commands/quit/plain", "commands/quit/after-all"], // each of these servers keeps the connection, or closes early
    alsoSeenBy: ["commands/quit/after-message", "lmtp/lmtp/reset-and-quit"],
  },
];

/** Each of these commands, answered in each of these ways. */
export const toolFaults: readonly Fault[] = subjects.flatMap(({ verb, lenient, strict, alsoSeenBy }) =>
  wrongs.map(({ name, description, isOfClass, handler }): Fault => ({
    id: `${verb.toLowerCase()}-${name}`,
    description: description.replace("%", verb),
    caughtBy: isOfClass ? strict : [...lenient, ...strict],
    warnedBy: isOfClass ? lenient : [],
    alsoSeenBy,
    isMetEverywhere: true,
    mutation: onVerb(verb, () => handler),
  }))
);
