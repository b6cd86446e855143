/** Faults of an endpoint for submission: who may submit, and what is offered there. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, both, just, offering, onVerb, replyInstead } from "../../mutations.ts";

/** Faults of an endpoint for submission. */
export const portFaults: readonly Fault[] = [
  {
    id: "submission-open",
    description: "lets everybody submit",
    caughtBy: ["submission/submission/failed-login-is-none"],
    alsoSeenBy: ["submission/before_login"],
    mutation: afterVerb(
      "AUTH",
      (turn, state) =>
        state.port === "submission" && /^5/.test(String(turn.replies[0]?.code))
          ? { ...turn, state: { ...state, user: "anybody" } }
          : turn,
    ),
  },
  {
    id: "submission-without-auth",
    description: "offers no AUTH for submission, and lets everybody submit",
    caughtBy: ["submission/submission/offers-auth"],
    mutation: both(
      offering((lines, { port }) => port === "submission" ? lines.filter((line) => !line.startsWith("AUTH")) : lines),
      onVerb(
        "MAIL RCPT",
        (right) => (state, argument, context) =>
          right(state.port === "submission" ? { ...state, user: "anybody" } : state, argument, context),
      ),
    ),
  },
  {
    id: "submission-550",
    description: "answers MAIL before AUTH with 550",
    caughtBy: [],
    warnedBy: ["submission/submission/mail-before-auth", "submission/before_login/in-the-clear"],
    alsoSeenBy: ["implicit_tls/session"],
    mutation: replyInstead("MAIL", /530/, "550 5.5.1", "Log in"),
  },
  {
    id: "submission-530-for-all",
    description: "answers NOOP and RSET before AUTH with 530",
    caughtBy: ["submission/submission/before-auth"],
    alsoSeenBy: ["submission"],
    mutation: afterVerb(
      "NOOP RSET",
      (turn, state) =>
        state.port === "submission" && state.user === undefined ? just(state, reply("530 5.7.0", "Log in")) : turn,
    ),
  },
  {
    id: "submission-etrn",
    description: "offers ETRN for submission",
    caughtBy: ["submission/submission/no-turning"],
    mutation: offering((lines, { port }) => port === "submission" ? [...lines, "ETRN"] : lines),
  },
  {
    id: "submission-offers-little",
    description: "offers no DSN and no PIPELINING for submission",
    caughtBy: ["submission/submission/offers"],
    mutation: offering((lines, { port }) =>
      port === "submission" ? lines.filter((line) => !/^(DSN|PIPELINING)/.test(line)) : lines
    ),
  },
];
