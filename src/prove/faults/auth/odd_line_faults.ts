/** Faults that odd lines and long responses meet in AUTH. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { just } from "../../mutations.ts";
import { meetsItsEnd } from "../replies/meets_its_end.ts";
import { challenging } from "./mechanism_mutations.ts";

/** Lets a response that fits be the end of the connection, or go unanswered. */
const responseMeetsItsEnd = (pattern: RegExp, end: "close" | "command"): Mutation => ({ respond }) => ({
  respond: (state, exchange, line, context) =>
    pattern.test(line) ? { ...just(state), next: { kind: end } } : respond(state, exchange, line, context),
});

/** Odd lines in AUTH. */
export const authLineFaults: readonly Fault[] = [
  {
    id: "auth-half-a-quote-kills",
    description: "dies of AUTH with half a quoted string",
    caughtBy: ["auth/odd_lines/arguments[mechanism+half-a-quote]", "auth/odd_lines/arguments[response+half-a-quote]"],
    mutation: meetsItsEnd(/^AUTH [^"]*"[^"]*$/, "dies"),
  },
  {
    id: "auth-controls-unanswered",
    description: "does not answer a response with NUL",
    caughtBy: ["auth/odd_lines/octets[login+nul]"],
    mutation: responseMeetsItsEnd(/\0/, "command"),
  },
  {
    id: "auth-long-response-kills",
    description: "dies of a response of more than 8192 octets",
    caughtBy: ["auth/odd_lines/long-response[plain]", "auth/odd_lines/long-response[scram]"],
    alsoSeenBy: ["auth/exchange/too-long-response", "auth/odd_lines/long-token"],
    mutation: responseMeetsItsEnd(/^.{8193}/, "close"),
  },
  {
    id: "auth-short-buffer",
    description: "has room for responses of 4096 octets",
    caughtBy: ["auth/odd_lines/long-token"],
    mutation: ({ sizes }) => ({ sizes: { ...sizes, response: 4096 } }),
  },
  {
    id: "oauthbearer-with-a-challenge",
    description: "begins OAUTHBEARER with a challenge that is not empty",
    caughtBy: ["auth/odd_lines/empty-challenge[oauthbearer]"],
    mutation: challenging("OAUTHBEARER", () => "go ahead"),
  },
];
