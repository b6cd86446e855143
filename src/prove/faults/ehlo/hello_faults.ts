/** Faults around EHLO and HELO. */
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, keep, onVerb, replyInstead, without } from "../../mutations.ts";

/** EHLO and HELO. */
export const helloFaults: readonly Fault[] = [
  {
    id: "helo-keywords",
    description: "answers HELO like EHLO",
    caughtBy: ["ehlo/hello/helo-without-keywords"],
    mutation: afterVerb("HELO", (turn, _state, _argument, context) => ({
      ...turn,
      replies: turn.replies.map((each) =>
        each.code === 250 ? { ...each, lines: [...each.lines, ...context.behaviour.offers(turn.state, context)] } : each
      ),
    })),
  },
  {
    id: "ehlo-251",
    description: "answers EHLO with 251",
    caughtBy: [],
    warnedBy: ["ehlo/hello/ehlo"],
    alsoSeenBy: ["ehlo", "starttls"],
    mutation: afterVerb("EHLO", (turn) => ({
      ...turn,
      replies: turn.replies.map((each) => each.code === 250 ? { ...each, code: 251 } : each),
    })),
  },
  {
    id: "helo-unknown",
    description: "does not recognize HELO",
    caughtBy: ["ehlo/hello/helo", "commands/letter_case/known[helo-lower]"],
    alsoSeenBy: ["ehlo/again", "commands/white_space/tolerated"],
    mutation: without("HELO"),
  },
  {
    id: "helo-251",
    description: "answers HELO with 251",
    caughtBy: [],
    warnedBy: ["ehlo/hello/helo"],
    alsoSeenBy: ["ehlo/again"],
    mutation: replyInstead("HELO", /250/, "251", "mx.test"),
  },
  {
    id: "helo-counts-for-nothing",
    description: "accepts no mail after HELO",
    caughtBy: ["ehlo/hello/mail-after-helo"],
    alsoSeenBy: ["ehlo/again", "ehlo/argument/not-its-own"],
    mutation: afterVerb("HELO", (turn) => ({ ...turn, state: { ...turn.state, hello: undefined } })),
  },
  {
    id: "helo-after-ehlo-refused",
    description: "refuses HELO after EHLO",
    caughtBy: ["ehlo/again/helo-after-ehlo"],
    mutation: afterVerb(
      "HELO",
      (turn, state) => state.hello === undefined ? turn : just(state, reply("503 5.5.1", "Once is enough")),
    ),
  },
  {
    id: "ehlo-again-refused",
    description: "refuses a second EHLO with 503",
    caughtBy: [],
    warnedBy: ["ehlo/again/accepted"],
    mutation: afterVerb(
      "EHLO",
      (turn, state) => state.hello === undefined ? turn : just(state, reply("503 5.5.1", "Once is enough")),
    ),
  },
  {
    id: "ehlo-keeps-transaction",
    description: "keeps the transaction over EHLO and HELO",
    caughtBy: ["ehlo/again/clears-sender", "ehlo/again/new-transaction"],
    alsoSeenBy: ["ehlo/again"],
    mutation: keep(["hello"], "sender", "recipients", "chunks"),
  },
  {
    id: "ehlo-keeps-recipients",
    description: "clears the sender on EHLO and keeps the recipients",
    caughtBy: ["ehlo/again/clears-recipients"],
    mutation: keep(["hello"], "recipients"),
  },
  {
    id: "refused-ehlo-resets",
    description: "clears the transaction when it refuses EHLO",
    caughtBy: ["ehlo/again/refused-keeps-transaction", "ehlo/again/refused-keeps-recipients"],
    mutation: onVerb(
      "EHLO",
      (right) => (state, argument, context) => right(context.behaviour.reset(state, "hello"), argument, context),
    ),
  },
  {
    id: "ehlo-refusal-code",
    description: "refuses a bad EHLO argument with 504",
    caughtBy: [],
    warnedBy: ["ehlo/argument/refusal-code", "ehlo/argument/missing[ehlo]"],
    mutation: replyInstead("EHLO HELO", /501/, "504 5.5.2", "I need a full name"),
  },
  {
    id: "ehlo-odd-name-closes",
    description: "closes the connection on an EHLO argument that it does not like",
    caughtBy: ["ehlo/argument/odd-name", "replies/errors/session-goes-on[ehlo-no-argument]"],
    mutation: afterVerb("EHLO", (turn) => turn.replies[0]?.code === 501 ? { ...turn, next: { kind: "close" } } : turn),
  },
  ...[
    { name: "ipv4", form: /^\[[0-9.]+\]$/, variants: ["ipv4"] },
    { name: "ipv6", form: /^\[ipv6/i, variants: ["ipv6-full", "ipv6-compressed", "ipv6-loopback"] },
    { name: "ipv6-compressed", form: /::/, variants: ["ipv6-compressed"] },
    { name: "ipv6-with-ipv4", form: /:.*\./, variants: ["ipv6-with-ipv4"] },
    { name: "ipv6-lower-case", form: /^\[ipv6/, variants: ["ipv6-tag-in-lower"] },
  ].map(({ name, form, variants }): Fault => ({
    id: `ehlo-literal-${name}`,
    description: `does not recognize address literals of the form ${name} in EHLO`,
    caughtBy: variants.map((variant) => `ehlo/argument/address-literal[${variant}]`),
    mutation: ({ isDomainOrLiteral }) => ({ isDomainOrLiteral: (text) => !form.test(text) && isDomainOrLiteral(text) }),
  })),
  {
    id: "ehlo-status-code",
    description: "begins its reply to EHLO with a status code",
    caughtBy: ["ehlo/hello/name-first"],
    alsoSeenBy: ["ehlo/hello"],
    mutation: afterVerb("EHLO", (turn) => ({
      ...turn,
      replies: turn.replies.map((each) =>
        each.code === 250 ? { ...each, lines: [`2.0.0 ${each.lines[0]}`, ...each.lines.slice(1)] } : each
      ),
    })),
  },
  {
    id: "ehlo-without-name",
    description: "puts a welcome in place of its name in the replies to EHLO and HELO",
    caughtBy: ["ehlo/hello/full-name"],
    mutation: afterVerb("EHLO HELO", (turn) => ({
      ...turn,
      replies: turn.replies.map((each) =>
        each.code === 250 ? { ...each, lines: ["Hello", ...each.lines.slice(1)] } : each
      ),
    })),
  },
  {
    id: "ehlo-client-name",
    description: "begins its reply to EHLO and HELO with the name of the client",
    caughtBy: ["ehlo/hello/own-name"],
    mutation: afterVerb("EHLO HELO", (turn) => ({
      ...turn,
      replies: turn.replies.map((each) =>
        each.code === 250 ? { ...each, lines: [`${turn.state.hello?.name} welcome`, ...each.lines.slice(1)] } : each
      ),
    })),
  },
  {
    id: "ehlo-name-checked",
    description: "accepts no mail from a client whose EHLO name is not that of its address",
    caughtBy: ["ehlo/argument/not-its-own"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        /^(mail\.example\.org|\[192\.0\.2\.1\])$/.test(state.hello?.name ?? "")
          ? just(state, reply("550 5.5.0", "That is not your name"))
          : right(state, argument, context),
    ),
  },
  {
    id: "ehlo-code",
    description: "answers a second EHLO with 220",
    caughtBy: [],
    warnedBy: ["ehlo/again/accepted"],
    alsoSeenBy: ["ehlo/again"],
    mutation: onVerb("EHLO", (right) => (state, argument, context) => {
      const turn = right(state, argument, context);
      if (state.hello === undefined || turn.replies[0]?.code !== 250) return turn;
      return { ...turn, replies: turn.replies.map((each) => ({ ...each, code: 220 })) };
    }),
  },
];
