/** A line that a server does not survive, or does not answer. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import { just } from "../../mutations.ts";

/** What becomes of a line that fits. */
type End = "dies" | "closes after its reply" | "does not answer";

/** Lets a line that fits be the end of the connection, or go unanswered. */
export const meetsItsEnd = (pattern: RegExp, end: End): Mutation => ({ flawOf, refuseLine }) => ({
  flawOf: (line) => pattern.test(line) ? `Odd: ${end}` : flawOf(line),
  refuseLine: (state, why) => {
    if (why !== `Odd: ${end}`) return refuseLine(state, why);
    if (end === "does not answer") return just(state);
    const replies = end === "dies" ? [] : [reply("500 5.5.2", "What is that?")];
    return { ...just(state, ...replies), next: { kind: "close" } };
  },
});
