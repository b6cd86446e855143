/** Faults of ports for submission after a login. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import { isSubmission } from "../../../reference/server/submission.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb } from "../../mutations.ts";

/** After a login. */
export const submissionSessionFaults: readonly Fault[] = [
  ...["noop", "second-auth", "unknown", "refused-mail", "refused-rcpt", "starttls"].map((name): Fault => {
    const lines: Readonly<Record<string, string>> = {
      noop: "NOOP",
      "second-auth": "AUTH",
      "refused-mail": "MAIL",
      "refused-rcpt": "RCPT",
      starttls: "STARTTLS",
    };
    const logOut: Mutation = name === "unknown"
      ? ({ unknown }) => ({
        unknown: (state, command) => {
          const turn = unknown(state, command);
          return { ...turn, state: { ...turn.state, user: undefined } };
        },
      })
      : afterVerb(
        lines[name] ?? "",
        (turn, state) =>
          state.user !== undefined && (name === "noop" || /^5/.test(String(turn.replies[0]?.code)))
            ? { ...turn, state: { ...turn.state, user: undefined } }
            : turn,
      );
    return {
      id: `logs-out-${name}`,
      description: `treats ${lines[name] ?? "an unknown command"} as the end of a login`,
      caughtBy: [`submission/session/stays-logged-in[${name}]`],
      alsoSeenBy: ["submission", "auth"],
      mutation: logOut,
    };
  }),
  {
    id: "logs-out-message",
    description: "treats the end of a message as the end of a login",
    caughtBy: ["submission/session/second-message"],
    alsoSeenBy: ["submission"],
    mutation: ({ reset }) => ({
      reset: (state, why) => why === "end" ? { ...reset(state, why), user: undefined } : reset(state, why),
    }),
  },
  {
    id: "submission-no-relaying",
    description: "relays for no user, and replies 553",
    caughtBy: ["submission/session/foreign-recipient"],
    mutation: afterVerb(
      "RCPT",
      (turn, state, argument) =>
        isSubmission(state) && argument.includes("@example.org>")
          ? just(state, reply("553 5.7.1", "Not for you"))
          : turn,
    ),
  },
  {
    id: "submission-own-senders-553",
    description: "lets users send under their own address only, and replies 553",
    caughtBy: ["submission/session/foreign-sender"],
    alsoSeenBy: ["submission/message/sender-field"],
    mutation: afterVerb(
      "MAIL",
      (turn, state, argument) =>
        isSubmission(state) && argument.includes("@example.org>")
          ? just(state, reply("553 5.7.1", "That is not you"))
          : turn,
    ),
  },
  {
    id: "submission-null-sender-recipient",
    description: "accepts the null reverse-path from a user and no recipient after it",
    caughtBy: ["submission/session/null-sender-and-recipient"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        isSubmission(state) && state.sender !== undefined && state.sender.path === undefined
          ? just(state, reply("550 5.1.8", "No bounces"))
          : turn,
    ),
  },
  {
    id: "submission-address-553",
    description: "answers addresses outside the grammar with 553",
    caughtBy: ["submission/session/illegal-address", "submission/session/illegal-sender"],
    alsoSeenBy: ["submission"],
    mutation: afterVerb(
      "MAIL RCPT",
      (turn, state) =>
        isSubmission(state) && turn.replies[0]?.code === 501 ? just(state, reply("553 5.1.3", "No address")) : turn,
    ),
  },
  {
    id: "submission-address-resets",
    description: "clears the transaction at an address outside the grammar",
    caughtBy: ["submission/session/illegal-address"],
    alsoSeenBy: ["submission"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        isSubmission(state) && turn.replies[0]?.code === 501
          ? { ...turn, state: { ...turn.state, sender: undefined } }
          : turn,
    ),
  },
  {
    id: "submission-domain-550",
    description: "answers a domain that is not fully qualified with 550",
    caughtBy: ["submission/session/incomplete-domain[recipient]", "submission/session/incomplete-domain[sender]"],
    mutation: ({ refuseDomain }) => ({
      refuseDomain: (state, path) =>
        refuseDomain(state, path) === undefined ? undefined : reply("550 5.1.2", "No such host"),
    }),
  },
  {
    id: "submission-domain-any",
    description: "accepts a domain that is not fully qualified as it is",
    caughtBy: ["submission/message/envelope-domain"],
    alsoSeenBy: ["submission/session/incomplete-domain"],
    mutation: () => ({ refuseDomain: () => undefined }),
  },
  ...["ETRN", "ATRN"].map((verb): Fault => ({
    id: `submission-${verb.toLowerCase()}-done`,
    description: `executes ${verb} for a user`,
    caughtBy: [`submission/session/turning[${verb.toLowerCase()}]`],
    alsoSeenBy: ["ehlo/keywords/works-offered"],
    mutation: onVerb(
      verb,
      (unknown) => (state, argument, context) =>
        isSubmission(state) ? just(state, reply("250 2.0.0", "Queue started")) : unknown(state, argument, context),
    ),
  })),
  {
    id: "no-close-notify",
    description: "closes TLS without a close_notify",
    caughtBy: ["submission/submission/close-notify"],
    mutation: () => ({ closing: "silent" }),
  },
];
