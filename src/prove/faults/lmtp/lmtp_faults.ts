/** Faults of LMTP: LHLO, and the order of commands. */
import { reply } from "../../../reference/server/reply.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { isLmtp, lmtpFault } from "./lmtp_mutations.ts";
import { afterVerb, just, offering, replyInstead } from "../../mutations.ts";

/** LMTP. */
export const lmtpFaults: readonly Fault[] = [
  {
    id: "lmtp-one-reply",
    description: "answers the end of a message once on LMTP",
    caughtBy: ["lmtp/lmtp/reply-for-each-recipient", "lmtp/lmtp/reply-for-each-rcpt"],
    alsoSeenBy: ["lmtp"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return { ...turn, replies: turn.replies.slice(0, 1) };
      },
    }),
  },
  {
    id: "lmtp-bdat-one-reply",
    description: "answers the last chunk once on LMTP",
    caughtBy: ["lmtp/lmtp/bdat-reply-for-each-rcpt"],
    alsoSeenBy: ["lmtp"],
    mutation: ({ endChunk }) => ({
      endChunk: (...facts) => {
        const turn = endChunk(...facts);
        return { ...turn, replies: turn.replies.slice(0, 1) };
      },
    }),
  },
  {
    id: "lmtp-554",
    description: "answers DATA without recipients with 554 on LMTP",
    caughtBy: [],
    warnedBy: ["lmtp/lmtp/data-without-recipient"],
    alsoSeenBy: ["lmtp"],
    mutation: afterVerb(
      "DATA",
      (turn, state) =>
        state.port === "lmtp" && turn.replies[0]?.code === 503
          ? just(state, reply("554 5.5.1", "No recipients"))
          : turn,
    ),
  },
  {
    id: "lmtp-ehlo",
    description: "accepts EHLO and HELO on LMTP",
    caughtBy: ["lmtp/lmtp/smtp-hello"],
    alsoSeenBy: ["lmtp"],
    mutation: afterVerb(
      "EHLO HELO",
      (turn, state) => state.port === "lmtp" ? just(state, reply("250", "mx.test")) : turn,
    ),
  },
  {
    id: "lhlo-on-smtp",
    description: "accepts LHLO on the port of SMTP",
    caughtBy: ["lmtp/lmtp/lhlo-on-smtp"],
    mutation: afterVerb("LHLO", (turn, state) => state.port === "mx" ? just(state, reply("250", "mx.test")) : turn),
  },
  {
    id: "lmtp-offers-little",
    description: "offers no PIPELINING on LMTP",
    caughtBy: ["lmtp/lmtp/lhlo"],
    mutation: offering((lines, { port }) => port === "lmtp" ? lines.filter((line) => line !== "PIPELINING") : lines),
  },
  lmtpFault(
    "ehlo-later",
    "accepts EHLO and HELO once LHLO was said",
    ["lmtp/lmtp/smtp-hello-later"],
    afterVerb(
      "EHLO HELO",
      (turn, state) => isLmtp(state) && state.hello !== undefined ? just(state, reply("250", "mx.test")) : turn,
    ),
  ),
  lmtpFault(
    "ehlo-clears",
    "clears the transaction at an EHLO that it refuses",
    ["lmtp/lmtp/transaction-after-smtp-hello"],
    afterVerb(
      "EHLO HELO",
      (turn, state) => isLmtp(state) ? { ...turn, state: { ...state, sender: undefined, recipients: [] } } : turn,
    ),
  ),
  onlyWarned(lmtpFault(
    "ehlo-502",
    "answers EHLO and HELO with 502 on LMTP",
    ["lmtp/lmtp/smtp-hello", "lmtp/lmtp/smtp-hello-later"],
    afterVerb("EHLO HELO", (turn, state) => isLmtp(state) ? just(state, reply("502 5.5.1", "Not here")) : turn),
  )),
  lmtpFault(
    "lhlo-after-ehlo-refused",
    "answers LHLO after an EHLO or HELO that it refused with 503",
    ["lmtp/lmtp/lhlo-after-smtp-hello"],
    (right) => {
      const deaf = new WeakSet<object>();
      const refusing = afterVerb("EHLO HELO", (turn, state) => {
        const next = { ...turn.state };
        if (isLmtp(state)) deaf.add(next);
        return { ...turn, state: next };
      });
      const hearing = afterVerb(
        "LHLO",
        (turn, state) => deaf.has(state) ? just(state, reply("503 5.5.1", "No")) : turn,
      );
      const first = refusing(right);
      return { ...first, ...hearing({ ...right, ...first }) };
    },
  ),
  lmtpFault(
    "lhlo-case",
    "recognizes LHLO in upper case only",
    ["lmtp/lmtp/lhlo-in-any-case"],
    ({ readCommand }) => ({
      readCommand: (line) =>
        /^lhlo/i.test(line) && !line.startsWith("LHLO") ? { verb: "", argument: "" } : readCommand(line),
    }),
  ),
  lmtpFault(
    "lhlo-welcome",
    "begins its reply to LHLO with a word of welcome",
    ["lmtp/lmtp/lhlo-reply"],
    afterVerb("LHLO", (turn, state) => ({
      ...turn,
      replies: isLmtp(state)
        ? turn.replies.map((each) =>
          each.code === 250 ? { ...each, lines: ["<> Hello!", ...each.lines.slice(1)] } : each
        )
        : turn.replies,
    })),
  ),
  {
    ...lmtpFault(
      "lhlo-without-name",
      "accepts LHLO without an argument",
      ["lmtp/lmtp/lhlo-without-name"],
      replyInstead("LHLO", /501/, "250", "mx.test"),
    ),
  },
  lmtpFault(
    "lhlo-keeps",
    "keeps the transaction over a second LHLO",
    ["lmtp/lmtp/lhlo-again"],
    ({ reset }) => ({ reset: (state, why) => isLmtp(state) && why === "hello" ? state : reset(state, why) }),
  ),
  {
    ...lmtpFault(
      "no-8bitmime",
      "offers no 8BITMIME on LMTP",
      ["lmtp/lmtp/8bitmime"],
      offering((lines, state) => isLmtp(state) ? lines.filter((line) => line !== "8BITMIME") : lines),
    ),
  },
  lmtpFault("group-cut", "discards what stands after the message in a group", ["lmtp/lmtp/group"], ({ keepInput }) => ({
    keepInput: (rest, turn) => isLmtp(turn.state) && turn.delivery !== undefined ? "" : keepInput(rest, turn),
  })),
  lmtpFault(
    "rset-keeps",
    "keeps the transaction over RSET on LMTP",
    ["lmtp/lmtp/reset-and-quit"],
    ({ reset }) => ({ reset: (state, why) => isLmtp(state) && why === "rset" ? state : reset(state, why) }),
  ),
];
