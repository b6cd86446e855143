/** Mutations of SASL mechanisms, which several families of faults share. */
import type { Mechanism, Mutation } from "../../../reference/server/behaviour.ts";
import type { Exchange, SaslStep } from "../../../reference/server/state.ts";

/** Evaluates a response in place of `right`; `step` counts from 0. */
export type Evaluation = (response: string, right: (response: string) => SaslStep, step: number) => SaslStep;

/** Changes how some mechanisms evaluate each response. */
export const evaluating = (names: string, change: Evaluation): Mutation => evaluatingEach(names, () => change);

/** The same, for changes that remember something of their exchange. */
export const evaluatingEach = (names: string, begin: () => Evaluation): Mutation => ({ mechanisms }) => {
  const wrap = (exchange: Exchange, change: Evaluation, step: number): Exchange => ({
    ...exchange,
    evaluate: (response) => {
      const outcome = change(response, exchange.evaluate, step);
      return outcome.kind === "challenge"
        ? { ...outcome, exchange: wrap(outcome.exchange, change, step + 1) }
        : outcome;
    },
  });
  const begun = new WeakMap<Exchange, Exchange>();
  return {
    mechanisms: new Map([...mechanisms].map(([each, mechanism]): [string, Mechanism] => [
      each,
      !names.split(" ").includes(each) ? mechanism : {
        ...mechanism,
        start: (context, state) => {
          const right = mechanism.start(context, state);
          const wrapped = wrap(right, begin(), 0);
          begun.set(wrapped, right);
          return wrapped;
        },
        challenge: (exchange) => mechanism.challenge(begun.get(exchange) ?? exchange),
      },
    ])),
  };
};

/** Sends another first challenge than a mechanism does. */
export const challenging = (name: string, challenge: () => string): Mutation => ({ mechanisms }) => ({
  mechanisms: new Map([...mechanisms].map(([each, right]) => [each, each === name ? { ...right, challenge } : right])),
});

/** A login of the user of the reference server. */
export const welcome: SaslStep = { kind: "success", user: "alice" };

/** His name and password. */
export const [user, pass] = ["alice", "correct horse battery staple"];

/** His message of PLAIN. */
export const ir = btoa(`\0${user}\0${pass}`);
