/** Where the RFCs leave room: each way in which a right server may differ from ours. */
import { reply } from "../../reference/server/reply.ts";
import { hasBareLineEnd } from "../../reference/server/text.ts";
import { demandsTls } from "../faults/starttls/demands_tls.ts";
import { dialogueChoices } from "./dialogue_choices.ts";
import type { Choice } from "../fault.ts";
import { authChoices } from "./auth_choices.ts";
import { extensionChoices } from "./extension_choices.ts";
import { rareExtensions } from "./rare_choice.ts";
import { afterVerb, both, everyReply, just, offering, onVerb, replyInstead, without } from "../mutations.ts";

/** All choices. */
export const choices: readonly Choice[] = [
  rareExtensions,
  ...authChoices,
  ...dialogueChoices,
  ...extensionChoices,
  {
    id: "vrfy-252",
    description: "answers VRFY with 252 whatever it is asked",
    rfc: "RFC 5321 §7.3",
    areas: ["commands"],
    mutation: onVerb("VRFY", () => (state) => just(state, reply("252 2.1.5", "Send some mail, I'll try my best"))),
  },
  {
    id: "vrfy-502",
    description: "does not implement VRFY",
    rfc: "RFC 5321 §3.5.3",
    areas: ["commands"],
    mutation: both(
      replyInstead("VRFY", /./, "502 5.5.1", "Not implemented"),
      offering((lines) => lines.filter((line) => line !== "VRFY")),
    ),
  },
  {
    id: "expn-550",
    description: "refuses EXPN by policy",
    rfc: "RFC 5321 §7.3",
    areas: ["commands"],
    mutation: both(
      replyInstead("EXPN", /./, "550 5.7.1", "Access denied"),
      offering((lines) => lines.filter((line) => line !== "EXPN")),
    ),
  },
  {
    id: "no-expn",
    description: "does not implement EXPN",
    rfc: "RFC 5321 §3.5.3",
    areas: ["commands"],
    mutation: without("EXPN"),
  },
  {
    id: "no-help",
    description: "does not offer HELP",
    rfc: "RFC 5321 §4.1.1.8",
    areas: ["commands"],
    mutation: without("HELP"),
  },
  {
    id: "help-211",
    description: "answers HELP with 211",
    rfc: "RFC 5321 §4.2.2",
    areas: ["commands"],
    mutation: replyInstead("HELP", /214/, "211 2.0.0", "Read the RFC"),
  },
  {
    id: "no-recipients-554",
    description: "answers DATA without recipients with 554",
    rfc: "RFC 5321 §3.3",
    areas: ["data", "sequence"],
    mutation: afterVerb(
      "DATA",
      (turn, state) =>
        state.port !== "lmtp" && state.sender !== undefined && state.recipients.length === 0
          ? just(state, reply("554 5.5.1", "No valid recipients"))
          : turn,
    ),
  },
  {
    id: "no-recipients-354",
    description: "answers DATA without recipients with 354 and refuses the message",
    rfc: "RFC 5321 §3.3",
    areas: ["data", "sequence"],
    mutation: afterVerb(
      "DATA",
      (turn, state, argument) =>
        state.port !== "lmtp" && argument === "" && state.hello !== undefined && state.recipients.length === 0 &&
          state.chunks === undefined
          ? { ...just(state, reply("354", "Go ahead")), next: { kind: "text" } }
          : turn,
    ),
  },
  {
    id: "mail-without-hello",
    description: "accepts MAIL before EHLO",
    rfc: "RFC 5321 §4.1.4",
    areas: ["ehlo", "sequence"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        right({ ...state, hello: state.hello ?? { verb: "HELO", name: "unknown" } }, argument, context),
    ),
  },
  {
    id: "second-mail-taken",
    description: "accepts a second MAIL and begins a new transaction with it",
    rfc: "RFC 5321 §3.3",
    areas: ["mail", "sequence"],
    mutation: onVerb("MAIL", (right) => (state, argument, context) => {
      const turn = right(context.behaviour.reset(state, "rset"), argument, context);
      return turn.replies[0]?.code === 250 ? turn : { ...turn, state };
    }),
  },
  {
    id: "bare-line-ends-kept",
    description: "keeps bare CR and LF in a message as text",
    rfc: "RFC 5321 §4.1.1.4",
    areas: ["smuggling", "transparency"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        hasBareLineEnd(content) ? undefined : refuseMessage(content, state, context),
    }),
  },
  {
    id: "nul-refused",
    description: "refuses a message with NUL in it",
    rfc: "RFC 5321 §4.1.1.4",
    areas: ["data", "transparency"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        state.sender?.body !== "BINARYMIME" && content.includes("\0")
          ? reply("554 5.6.0", "NUL in the message")
          : refuseMessage(content, state, context),
    }),
  },
  {
    id: "eight-bit-refused",
    description: "refuses eight-bit text without BODY=8BITMIME",
    rfc: "RFC 5321 §2.4",
    areas: ["8bitmime", "transparency"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        state.sender?.body === "7BIT" && /[\x80-\xff]/.test(content)
          ? reply("554 5.6.1", "Eight-bit text in a 7BIT message")
          : refuseMessage(content, state, context),
    }),
  },
  {
    id: "long-lines-taken",
    description: "sets no limit to command lines, text lines and paths",
    rfc: "RFC 5321 §4.5.3.1",
    areas: ["limits"],
    mutation: ({ sizes }) => ({
      sizes: {
        ...sizes,
        textLine: Infinity,
        localPart: Infinity,
        domain: Infinity,
        path: Infinity,
        commandLine: () => Infinity,
      },
    }),
  },
  {
    id: "many-recipients",
    description: "sets no limit to recipients",
    rfc: "RFC 5321 §4.5.3.1.8",
    areas: ["limits"],
    mutation: ({ sizes }) => ({ sizes: { ...sizes, recipients: Infinity } }),
  },
  {
    id: "exactly-100-recipients",
    description: "accepts 100 recipients and no more",
    rfc: "RFC 5321 §4.5.3.1.8",
    areas: ["limits"],
    mutation: ({ sizes }) => ({ sizes: { ...sizes, recipients: 100 } }),
  },
  {
    id: "starttls-refused-in-transaction",
    description: "refuses STARTTLS within a transaction",
    rfc: "RFC 3207 §4",
    areas: ["starttls"],
    mutation: afterVerb(
      "STARTTLS",
      (turn, state) => state.sender === undefined ? turn : just(state, reply("503 5.5.1", "Not within a transaction")),
    ),
  },
  demandsTls,
  {
    id: "any-hello-name",
    description: "treats any printable text as the argument of EHLO",
    rfc: "RFC 5321 §4.1.4",
    areas: ["ehlo"],
    mutation: () => ({ isDomainOrLiteral: (text) => /^[ -~]+$/.test(text) }),
  },
  {
    id: "auth-in-the-clear",
    description: "offers PLAIN and LOGIN outside of TLS",
    rfc: "RFC 4954 §4",
    areas: ["auth"],
    mutation: ({ mechanisms }) => ({
      mechanisms: new Map(
        [...mechanisms].map((
          [name, each],
        ) => [name, /^(PLAIN|LOGIN)$/.test(name) ? { ...each, needsTls: false } : each]),
      ),
    }),
  },
  {
    id: "plain-only",
    description: "has no mechanism but PLAIN",
    rfc: "RFC 4954 §4",
    areas: ["auth"],
    mutation: ({ mechanisms, offers }) => ({
      mechanisms: new Map([...mechanisms].filter(([name]) => name === "PLAIN")),
      offers: (state, context) => offers(state, context).filter((line) => line !== "AUTH "),
    }),
  },
  {
    id: "source-route-declined",
    description: "refuses source routes with 550",
    rfc: "RFC 5321 §3.6.1",
    areas: ["rcpt"],
    mutation: afterVerb(
      "RCPT",
      (turn, state, argument) =>
        argument.startsWith("TO:<@") && turn.replies[0]?.code === 250
          ? just(state, reply("550 5.7.1", "No source routes"))
          : turn,
    ),
  },
  {
    id: "empty-texts",
    description: "leaves the text out of most replies",
    rfc: "RFC 5321 §4.2",
    areas: ["replies"],
    mutation: afterVerb("NOOP RSET MAIL RCPT", (turn) => ({
      ...turn,
      replies: turn.replies.map((each) => ({ ...each, lines: [""] })),
    })),
  },
  {
    id: "several-lines",
    description: "answers in several lines where one would do",
    rfc: "RFC 5321 §4.2.1",
    areas: ["replies", "commands"],
    mutation: everyReply((each) => {
      // A keyword a line (§4.1.1.1), a challenge alone, and in a 250 to VRFY and EXPN a mailbox a line (§3.5.1).
      const isFixed = each.code === 334 ||
        each.code === 250 && (each.enhanced === undefined || each.lines.every((line) => line.startsWith("<")));
      return isFixed ? each : { ...each, lines: [...each.lines, "and so on"] };
    }),
  },
  {
    id: "strict-space-after-colon",
    description: "refuses a space after FROM: and TO:",
    rfc: "RFC 5321 §4.1.1",
    areas: ["mail", "rcpt"],
    mutation: onVerb(
      "MAIL RCPT",
      (right) => (state, argument, context) =>
        /^(FROM|TO):[ \t]/i.test(argument)
          ? just(state, reply("501 5.5.4", "No space after the colon"))
          : right(state, argument, context),
    ),
  },
];
