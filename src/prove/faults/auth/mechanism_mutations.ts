/** Mutations of SASL mechanisms, which several families of faults share. */
import type { Mechanism, Mutation } from "../../../reference/server/behaviour.ts";
import type { Exchange, SaslStep } from "../../../reference/server/state.ts";

/** What becomes of a response in place of what is right; `step` counts from 0. */
export type Taking = (response: string, right: (response: string) => SaslStep, step: number) => SaslStep;

/** Changes what some mechanisms make of each response. */
export const taking = (names: string, change: Taking): Mutation => takingEach(names, () => change);

/** The same, for changes that remember something of their exchange. */
export const takingEach = (names: string, begin: () => Taking): Mutation => ({ mechanisms }) => {
  const wrap = (exchange: Exchange, change: Taking, step: number): Exchange => ({
    ...exchange,
    take: (response) => {
      const taken = change(response, exchange.take, step);
      return taken.kind === "challenge" ? { ...taken, exchange: wrap(taken.exchange, change, step + 1) } : taken;
    },
  });
  const begun = new WeakMap<Exchange, Exchange>();
  return {
    mechanisms: new Map([...mechanisms].map(([each, mechanism]): [string, Mechanism] => [
      each,
      !names.split(" ").includes(each) ? mechanism : {
        ...mechanism,
        start: (context) => {
          const right = mechanism.start(context);
          const wrapped = wrap(right, begin(), 0);
          begun.set(wrapped, right);
          return wrapped;
        },
        challenge: (exchange) => mechanism.challenge(begun.get(exchange) ?? exchange),
      },
    ])),
  };
};

/** Says something else first than a mechanism does. */
export const challenging = (name: string, challenge: () => string): Mutation => ({ mechanisms }) => ({
  mechanisms: new Map([...mechanisms].map(([each, right]) => [each, each === name ? { ...right, challenge } : right])),
});

/** A login of the user of the house. */
export const welcome: SaslStep = { kind: "success", user: "alice" };

/** His name and password. */
export const [user, pass] = ["alice", "correct horse battery staple"];

/** His message of PLAIN. */
export const ir = btoa(`\0${user}\0${pass}`);
