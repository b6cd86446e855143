/** Faults at the end of a message over LMTP. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Reason } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { atTheEnd, isLmtp, lmtpFault } from "./lmtp_mutations.ts";
import { afterVerb, just } from "../../mutations.ts";

/** The recipients of LMTP are counted from the first of the session on where nothing clears them. */
const countsOn = (...reasons: readonly Reason[]): Mutation => ({ reset }) => ({
  reset: (state, reason) => {
    const cleared = reset(state, reason);
    return isLmtp(state) && reasons.includes(reason) ? { ...cleared, recipients: state.recipients } : cleared;
  },
});

/** Replies and deliveries. */
export const lmtpDeliveryFaults: readonly Fault[] = [
  lmtpFault(
    "reply-for-refused",
    "answers the end of a message for refused recipients too",
    ["first", "last"].map((name) => `lmtp/delivery/refused-among-accepted[${name}]`),
    (right) => {
      const refused = new WeakMap<object, number>();
      const counting = afterVerb("RCPT", (turn, state) => {
        const { hello } = state;
        if (hello !== undefined && turn.replies[0]?.code === 550) refused.set(hello, (refused.get(hello) ?? 0) + 1);
        return turn;
      });
      const ending = atTheEnd((turn, { hello }) => ({
        ...turn,
        replies: [
          ...turn.replies,
          ...Array.from({ length: hello === undefined ? 0 : refused.get(hello) ?? 0 }, () => reply("550 5.1.1", "No")),
        ],
      }));
      return { ...counting(right), ...ending(right) };
    },
  ),
  lmtpFault(
    "one-refusal",
    "refuses a message once for all recipients",
    ["lmtp/delivery/whatever-the-message[bare-lf]", "lmtp/delivery/too-big"],
    atTheEnd((turn) =>
      /^5/.test(String(turn.replies[0]?.code)) ? { ...turn, replies: turn.replies.slice(0, 1) } : turn
    ),
  ),
  ...[
    ["empty", /^$/],
    ["no-header", /^\r\njust/],
    ["no-body", /^Subject: \S+\r\n$/],
    ["nul", /a\0b/],
    ["eight-bit", /[\x80-\xff]/],
    ["dots", /^\.\.\r/m],
  ].map(([name, form]) =>
    lmtpFault(
      `one-reply-${name}`,
      "answers once for all recipients where it does not understand the message",
      [`lmtp/delivery/whatever-the-message[${name}]`],
      ({ endText }) => ({
        endText: (state, text, context) => {
          const turn = endText(state, text, context);
          return isLmtp(state) && new RegExp(form ?? "", "m").test(text)
            ? { ...turn, replies: turn.replies.slice(0, 1) }
            : turn;
        },
      }),
    )
  ),
  lmtpFault(
    "counts-over-rset",
    "counts the recipients before RSET",
    ["lmtp/delivery/recipients-forgotten[rset]", "lmtp/lmtp/data-without-recipient-later[after-rset]"],
    countsOn("rset"),
  ),
  lmtpFault(
    "counts-over-lhlo",
    "counts the recipients before LHLO",
    ["lmtp/delivery/recipients-forgotten[lhlo]", "lmtp/lmtp/data-without-recipient-later[after-lhlo]"],
    countsOn("hello"),
  ),
  lmtpFault(
    "counts-over-message",
    "counts the recipients of the message before",
    ["lmtp/delivery/second-message", "lmtp/lmtp/data-after-message"],
    countsOn("end"),
  ),
  lmtpFault(
    "drops",
    "discards messages that it accepted over LMTP",
    ["lmtp/delivery/delivered"],
    ({ deliver, endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        return isLmtp(state) && turn.delivery !== undefined && text.includes("A line, and two with dots")
          ? { ...turn, delivery: { ...turn.delivery, mailboxes: [] } }
          : turn;
      },
      deliver,
    }),
  ),
  lmtpFault("stuffed", "keeps the stuffed dots over LMTP", ["lmtp/delivery/delivered"], ({ endText }) => ({
    endText: (state, text, context) =>
      isLmtp(state)
        ? endText(state, text, { ...context, behaviour: { ...context.behaviour, unstuff: (stuffed) => stuffed } })
        : endText(state, text, context),
  })),
  lmtpFault(
    "refused-and-delivered",
    "delivers a message that it refuses",
    ["lmtp/delivery/not-delivered"],
    ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        const isRefused = isLmtp(state) && turn.replies[0]?.code === 554;
        const accepting = { ...context, behaviour: { ...context.behaviour, refuseMessage: () => undefined } };
        return isRefused ? { ...turn, delivery: endText(state, text, accepting).delivery } : turn;
      },
    }),
  ),
  lmtpFault(
    "second-without-code",
    "gives a status code to the first reply at the end of a message only",
    ["lmtp/delivery/codes"],
    atTheEnd((turn) => ({
      ...turn,
      replies: turn.replies.map((each, at) => at === 0 ? each : { ...each, enhanced: undefined }),
    })),
  ),
  lmtpFault(
    "no-recipient-reply",
    "answers the last chunk of a message without recipients",
    ["lmtp/chunks/no-recipient"],
    atTheEnd((turn, { recipients }) =>
      recipients.length === 0 ? { ...turn, replies: [reply("503 5.5.1", "No recipients")] } : turn
    ),
  ),
  lmtpFault(
    "chunk-reply-for-each",
    "answers each chunk once for each recipient",
    ["lmtp/chunks/empty-last-chunk", "lmtp/lmtp/bdat-reply-for-each-rcpt"],
    ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) => {
        const turn = endChunk(state, chunk, octets, context);
        const [first] = turn.replies;
        return isLmtp(state) && !chunk.isLast && first !== undefined
          ? { ...turn, replies: state.recipients.map(() => first) }
          : turn;
      },
    }),
  ),
  lmtpFault(
    "chunk-silent",
    "answers no chunk but the last, and that once more for each of them",
    ["lmtp/chunks/one-recipient"],
    ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) => {
        const turn = endChunk(state, chunk, octets, context);
        return isLmtp(state) && chunk.isLast ? { ...turn, replies: [...turn.replies, ...turn.replies] } : turn;
      },
    }),
  ),
  lmtpFault(
    "chunk-twice",
    "answers a chunk twice before there is a recipient",
    ["lmtp/chunks/no-recipient-yet"],
    ({ endChunk }) => ({
      endChunk: (state, chunk, octets, context) =>
        isLmtp(state) && chunk.refusal !== undefined && !chunk.isLast
          ? just(state, chunk.refusal, chunk.refusal)
          : endChunk(state, chunk, octets, context),
    }),
  ),
  lmtpFault(
    "chunk-reply-for-refused",
    "answers the last chunk for a refused recipient too",
    ["lmtp/chunks/refused-recipient"],
    (right) => {
      const refused = new WeakSet<object>();
      const noting = afterVerb("RCPT", (turn, { hello }) => {
        if (hello !== undefined && turn.replies[0]?.code === 550) refused.add(hello);
        return turn;
      });
      const ending = atTheEnd((turn, { hello }) =>
        hello !== undefined && refused.has(hello)
          ? { ...turn, replies: [...turn.replies, reply("550 5.1.1", "No such mailbox")] }
          : turn
      );
      return { ...noting(right), ...ending(right) };
    },
  ),
];
