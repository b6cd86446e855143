/** Faults in the form and the number of greetings. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { just, onVerb } from "../../mutations.ts";

/** The greeting of a session that is not refused. */
export const greetingFormFaults: readonly Fault[] = [
  {
    id: "greeting-twice",
    description: "greets twice",
    caughtBy: ["greeting/greeting/once"],
    alsoSeenBy: ["commands", "greeting", "replies/one_each", "replies/table"],
    mutation: ({ commands }) => ({
      commands: new Map([
        ...commands,
        ["QUIT", onceGreeted(commands.get("QUIT"))] as const,
      ]),
    }),
  },
  {
    id: "greeting-250",
    description: "greets with 250",
    caughtBy: [],
    warnedBy: ["greeting/greeting/speaks-first"],
    alsoSeenBy: ["greeting"],
    mutation: ({ greet }) => ({ greet: (host, state) => greet(host, state).map((each) => ({ ...each, code: 250 })) }),
  },
  {
    id: "greeting-without-name",
    description: "greets without its name",
    caughtBy: ["greeting/greeting/name-first", "greeting/greeting/full-name"],
    mutation: () => ({ greet: () => [reply("220", "*** welcome ***")] }),
  },
  {
    id: "greeting-status-code",
    description: "puts a status code where its name belongs in the greeting",
    caughtBy: ["greeting/greeting/name-first"],
    alsoSeenBy: ["greeting"],
    mutation: ({ greet }) => ({
      greet: (host, state) => greet(host, state).map((each) => ({ ...each, enhanced: "2.0.0" })),
    }),
  },
  {
    id: "greeting-short-name",
    description: "greets as localhost",
    caughtBy: ["greeting/greeting/full-name"],
    mutation: () => ({ greet: () => [reply("220", "localhost ESMTP")] }),
  },
  {
    id: "greeting-underscore",
    description: "greets with a name that has an underscore",
    caughtBy: ["greeting/greeting/name-first"],
    alsoSeenBy: ["greeting"],
    mutation: () => ({ greet: () => [reply("220", "mail_host.mx.test ESMTP")] }),
  },
];

/** Sends the greeting once more before the reply to a QUIT that is the first command. */
function onceGreeted(right: Parameters<Parameters<typeof onVerb>[1]>[0] | undefined) {
  return (...[state, argument, context]: Parameters<NonNullable<typeof right>>) => {
    const turn = right?.(state, argument, context) ?? just(state);
    return state.hello === undefined && state.port === "mx"
      ? { ...turn, replies: [...context.behaviour.greet(context.host, turn.state), ...turn.replies] }
      : turn;
  };
}
