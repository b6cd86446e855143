/** Faults of sizes: limits that are too low, and what happens beyond them. */
import type { Behaviour } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb, repliesAgainFor, replyInstead } from "../../mutations.ts";

/** A session that counts its recipients. */
type Counting = State & { readonly accepted?: number };

const sized = (
  id: string,
  description: string,
  caughtBy: readonly string[],
  change: Partial<Behaviour["sizes"]>,
): Fault => ({
  id: `limit-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["limits"],
  mutation: ({ sizes }) => ({ sizes: { ...sizes, ...change } }),
});

/** Limits. */
export const limitFaults: readonly Fault[] = [
  sized("text-line-998", "accepts text lines of at most 998 octets with CRLF", [
    "limits/text_line/accepted[999]",
    "limits/text_line/accepted[1000]",
  ], { textLine: 998 }),
  sized("text-line-999", "accepts text lines of at most 999 octets with CRLF", [
    "limits/text_line/accepted[1000]",
    "limits/text_line/header-line",
    "limits/text_line/stuffed",
  ], { textLine: 999 }),
  sized("text-line-512", "accepts text lines of at most 512 octets", ["limits/text_line/accepted[513]"], {
    textLine: 512,
  }),
  sized("local-part-63", "accepts local-parts of at most 63 octets", [
    "limits/addresses/local-part-of-sender[64]",
    "limits/addresses/local-part-of-recipient[64]",
  ], { localPart: 63 }),
  sized("domain-251", "accepts domains of at most 251 octets", [
    "limits/addresses/path-of-sender[domain-of-252]",
    "limits/addresses/path-of-recipient[domain-of-252]",
  ], { domain: 251 }),
  sized("path-255", "accepts paths of at most 255 octets", [
    "limits/addresses/path-of-sender[256]",
    "limits/addresses/path-of-recipient[256]",
  ], { path: 255 }),
  sized("command-511", "accepts command lines of at most 511 octets", ["limits/command_line/noop[512]"], {
    commandLine: () => 511,
  }),
  {
    id: "limit-unknown-511",
    description: "answers unknown commands with 502, and those of more than 511 octets with 500",
    caughtBy: [],
    warnedBy: ["limits/command_line/unknown-command"],
    alsoSeenBy: ["limits", "commands/unknown"],
    mutation: ({ sizes, unknown }) => ({
      sizes: { ...sizes, commandLine: () => 511 },
      unknown: (state, command) => just(unknown(state, command).state, reply("502 5.5.1", "Not implemented")),
    }),
  },
  sized("command-256", "accepts command lines of at most 256 octets", ["limits/command_line/noop[257]"], {
    commandLine: () => 256,
  }),
  sized("command-128", "accepts command lines of at most 128 octets", ["limits/command_line/noop[129]"], {
    commandLine: () => 128,
  }),
  sized(
    "recipients-99",
    "accepts at most 99 recipients",
    ["limits/recipients/accepts-100", "limits/recipients/accepts-100-of-one-mailbox"],
    { recipients: 99 },
  ),
  sized("message-65535", "accepts messages of at most 65,535 octets", [
    "limits/message/announced-limit",
    "limits/message/declared",
    "limits/message/accepted",
  ], { message: 65_535 }),
  {
    id: "limit-client-domain",
    description: "accepts domains of at most 64 octets in EHLO",
    caughtBy: ["limits/addresses/domain-of-client"],
    mutation: ({ isDomainOrLiteral }) => ({
      isDomainOrLiteral: (text) => text.length <= 64 && isDomainOrLiteral(text),
    }),
  },
  {
    id: "limit-not-told",
    description: "has a limit for messages and does not offer SIZE",
    choice: "no-size",
    caughtBy: ["limits/message/limit-is-told"],
    mutation: ({ sizes }) => ({ sizes: { ...sizes, message: 2_000_000 } }),
  },
  {
    id: "recipients-counted-on",
    description: "counts the recipients of a session, not of a transaction",
    caughtBy: ["counts-anew", "counts-one-mailbox-anew"].flatMap((id) =>
      ["after-rset", "after-ehlo"].map((variant) => `limits/recipients/${id}[${variant}]`)
    ),
    alsoSeenBy: ["limits/recipients"],
    mutation: onVerb("RCPT", (right) => (state: Counting, argument, context) => {
      const accepted = state.accepted ?? 0;
      if (accepted >= context.behaviour.sizes.recipients) return just(state, reply("452 4.5.3", "Too many recipients"));
      const turn = right(state, argument, context);
      return turn.replies[0]?.code === 250 ? { ...turn, state: { ...turn.state, accepted: accepted + 1 } } : turn;
    }),
  },
  {
    id: "stuffed-dot-counted",
    description: "counts the added dot of a text line",
    caughtBy: ["limits/text_line/stuffed"],
    mutation: ({ unstuff }) => ({
      unstuff: (text) => /^\.[^\r\n]{998}/m.test(text) ? `${"x".repeat(2000)}\r\n` : unstuff(text),
    }),
  },
  {
    id: "recipients-552",
    description: "refuses recipients over its limit with 552",
    caughtBy: [],
    warnedBy: ["limits/recipients/says-452"],
    mutation: replyInstead("RCPT", /452/, "552 5.5.3", "Too many recipients"),
  },
  {
    id: "too-many-recipients-reset",
    description: "discards recipients that it accepted when there are too many",
    caughtBy: ["limits/recipients/keeps-the-accepted"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        turn.replies[0]?.code === 452 ? { ...turn, state: { ...state, recipients: state.recipients.slice(1) } } : turn,
    ),
  },
  {
    id: "long-line-cut",
    description: "cuts a long command line and executes the rest",
    caughtBy: [
      "limits/overlong/command-line-of-100000",
      "limits/overlong/command-line",
      "replies/one_each/overlong-line",
      "limits/overlong/path",
    ],
    alsoSeenBy: ["limits"],
    mutation: ({ cutLine }) => ({
      cutLine: (input, read) =>
        input.length > 1024 && !input.slice(0, 1024).includes("\r\n")
          ? { line: input.slice(0, 1024), rest: input.slice(1024) }
          : cutLine(input, read),
    }),
  },
  {
    id: "large-message-answered-twice",
    description: "answers a message of more than 16 KB twice",
    caughtBy: ["limits/overlong/text-line-of-100002", "transparency/dots/in-large-message"],
    alsoSeenBy: ["limits", "smuggling", "data", "transparency"],
    mutation: repliesAgainFor(/^[^]{16384}/),
  },
  {
    id: "long-line-answered-twice",
    description: "answers a message with a text line of more than 998 octets twice",
    caughtBy: ["limits/overlong/text-line"],
    alsoSeenBy: ["smuggling", "limits"],
    mutation: repliesAgainFor(/[^\r\n]{999}/),
  },
];
