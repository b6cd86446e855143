/** Faults of a server that refuses a session in its greeting. */
import type { Behaviour, Handler, Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { just } from "../../mutations.ts";

/** Refuses all sessions of the port 25 but the first, and answers what follows. */
export const refusing = (text: string, then: (right: Handler, verb: string) => Handler): Mutation => (right) => {
  let sessions = 0;
  const refused = new WeakSet<State>();
  const wrap = (handler: Handler, verb: string): Handler => (state, argument, context) =>
    refused.has(state) ? then(handler, verb)(state, argument, context) : handler(state, argument, context);
  const greet: Behaviour["greet"] = (host, state) => {
    if (state.port !== "mx" || ++sessions === 1) return right.greet(host, state);
    refused.add(state);
    return [reply("554", text)];
  };
  return { greet, commands: new Map([...right.commands].map(([verb, handler]) => [verb, wrap(handler, verb)])) };
};

const why = "mx.test takes no mail from you, see the postmaster";

/** Answers 503 to all but QUIT, as is right. */
export const outOfOrder = (right: Handler, verb: string): Handler => (state, argument, context) =>
  verb === "QUIT" ? right(state, argument, context) : just(state, reply("503 5.5.1", "This session was refused"));

/** The mutation of a right server that refuses sessions. */
export const refusesSessions: Mutation = refusing(why, outOfOrder);

/** Greetings that refuse. */
export const greetingFaults: readonly Fault[] = [
  {
    id: "refusal-closes",
    description: "closes at the first command after a greeting of 554",
    caughtBy: ["greeting/greeting/refusal-waits-for-quit"],
    mutation: refusing(why, (right, verb) => (state, argument, context) => ({
      ...outOfOrder(right, verb)(state, argument, context),
      replies: [],
      next: { kind: "close" },
    })),
  },
  {
    id: "refusal-ignored",
    description: "continues after a greeting of 554 as after a 220",
    caughtBy: ["greeting/greeting/refusal-answers-503"],
    mutation: refusing(why, (right) => right),
  },
  {
    id: "refusal-without-reason",
    description: "sends nothing but its name in a greeting of 554",
    caughtBy: ["greeting/greeting/refusal-says-why"],
    mutation: refusing("mx.test", outOfOrder),
  },
];
