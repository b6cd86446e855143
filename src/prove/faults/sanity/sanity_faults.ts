/** Faults that break the plainest transaction, so that the sanity check meets them. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { type Reply, reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, anew, just, onVerb } from "../../mutations.ts";

const helloVerbs = "EHLO HELO LHLO";

/** Sends an empty line before each greeting. */
const greetsAfterEmptyLine: Mutation = ({ greet, writeReply }) => {
  const greetings = new WeakSet<Reply>();
  return {
    greet: (host, state) => {
      const replies = greet(host, state);
      for (const each of replies) greetings.add(each);
      return replies;
    },
    writeReply: (each) => `${greetings.has(each) ? "\r\n" : ""}${writeReply(each)}`,
  };
};

/** Keeps its greeting until the client has introduced itself. */
const greetsLate: Mutation = (right) => {
  const greeted = afterVerb(helloVerbs, (turn, before, _argument, { host }) => {
    if (before.hello !== undefined) return turn;
    return { ...turn, replies: [...right.greet(host, before), ...turn.replies] };
  });
  return { ...greeted(right), greet: () => [] };
};

/** Wants a space after the colon of MAIL FROM: or RCPT TO:. */
const wantsSpace = (verb: string) =>
  onVerb(verb, (right) => (state, argument, context) => {
    if (/^(?:FROM|TO): </i.test(argument)) return right(state, argument.replace(": <", ":<"), context);
    return { state, replies: [reply("501 5.5.4", "Syntax error")], next: { kind: "command" }, delivery: undefined };
  });

/** Crashes at a command line of more than 9000 octets: it closes, and greets nobody after on port 25. */
const crashes: Mutation = anew(() => (right) => {
  let isDead = false;
  return {
    flawOf: (line) => {
      if (line.length <= 9_000) return right.flawOf(line);
      isDead = true;
      return "The line is too long";
    },
    refuseLine: (state, why) => isDead ? { ...just(state), next: { kind: "close" } } : right.refuseLine(state, why),
    greet: (host, state) => isDead && state.port === "mx" ? [] : right.greet(host, state),
  };
});

export const sanityFaults: readonly Fault[] = [
  {
    id: "crashes",
    description: "crashes at a command line of more than 9000 octets",
    caughtBy: ["sanity/still-answers", "limits/overlong/command-line[10000]"],
    isSequential: true,
    mutation: crashes,
  },
  {
    id: "empty-line-before-greeting",
    description: "sends an empty line before its greeting",
    caughtBy: ["sanity/reply-form", "greeting/greeting/speaks-first"],
    alsoSeenBy: ["greeting", "implicit_tls/session"],
    mutation: greetsAfterEmptyLine,
  },
  {
    id: "greets-late",
    description: "greets when the client has introduced itself",
    caughtBy: ["sanity/greets-first"],
    mutation: greetsLate,
  },
  {
    id: "mail-wants-space",
    description: "wants a space after MAIL FROM:",
    caughtBy: ["sanity/space-after-colon"],
    mutation: wantsSpace("MAIL"),
  },
  {
    id: "rcpt-wants-space",
    description: "wants a space after RCPT TO:",
    caughtBy: ["sanity/space-after-colon"],
    mutation: wantsSpace("RCPT"),
  },
];
