/** Choices of what a right server may reply where the RFC allows several replies. */
import type { Mutation } from "../../reference/server/behaviour.ts";
import { type Path, showPath } from "../../reference/server/path.ts";
import { reply } from "../../reference/server/reply.ts";
import { hasBareLineEnd } from "../../reference/server/text.ts";
import type { Choice } from "../fault.ts";
import { refusesSessions } from "../faults/greeting/greeting_faults.ts";
import { afterVerb, just, onVerb } from "../mutations.ts";

const nobody = "nobody";

/** Takes mail for mailboxes that do not exist. */
const acceptsUnknown: Mutation = onVerb("RCPT", (right) => (state, argument, context) =>
  right(state, argument, {
    ...context,
    behaviour: {
      ...context.behaviour,
      resolve: (path, host) => {
        const resolved = context.behaviour.resolve(path, host);
        return resolved.kind === "unknown" ? { kind: "mailbox", name: nobody } : resolved;
      },
    },
  }));

/** Reports such mail to its sender (RFC 5321 §6.1), if he is one of ours. */
const reportsUnknown: Mutation = ({ notify }) => ({
  notify: (state, content, context) => {
    const { sender, recipients } = state;
    const lost = recipients.filter(({ mailbox }) => mailbox === nobody).map(({ path }) => path);
    const notified = notify(state, content, context);
    if (sender?.path === undefined || lost.length === 0) return notified;
    const resolved = context.behaviour.resolve(sender.path, context.host);
    if (resolved.kind !== "mailbox") return notified;
    return [...notified, { mailboxes: [resolved.name], mail: report(sender.path, lost), notices: [] }];
  },
});

function report(sender: Path, lost: readonly Path[]): string {
  return `Return-Path: <>\r\nTo: ${showPath(sender)}\r\nSubject: Your mail was not delivered\r\n\r\n` +
    lost.map((path) => `There is no mailbox ${showPath(path)}.\r\n`).join("");
}

const isInvalid = (path: Path | undefined) => path?.domain?.endsWith(".invalid") ?? false;

/** What is replied, and to which recipients and senders. */
export const dialogueChoices: readonly Choice[] = [
  {
    id: "unknown-recipient-taken",
    description: "accepts mail for mailboxes that do not exist, and reports it later",
    rfc: "RFC 5321 §3.3",
    areas: ["rcpt"],
    mutation: (right) => {
      const accepting = { ...right, ...acceptsUnknown(right) };
      return { ...accepting, ...reportsUnknown(accepting) };
    },
  },
  {
    id: "rcpt-251",
    description: "answers RCPT with 251 and another address",
    rfc: "RFC 5321 §3.4",
    areas: ["rcpt"],
    mutation: afterVerb(
      "RCPT",
      (turn) =>
        turn.replies[0]?.code === 250
          ? just(turn.state, reply("251 2.1.5", "User not local; will forward to <someone@mx2.test>"))
          : turn,
    ),
  },
  {
    id: "refuses-sessions",
    description: "refuses sessions with a greeting of 554, and waits for QUIT",
    rfc: "RFC 5321 §3.1",
    areas: ["greeting"],
    mutation: refusesSessions,
  },
  {
    id: "expn-user",
    description: "expands a user name to a list of one",
    rfc: "RFC 5321 §3.5.1",
    areas: ["commands"],
    mutation: onVerb(
      "EXPN",
      (right, _verb) => (state, argument, context) => {
        const asked = context.behaviour.commands.get("VRFY")?.(state, argument, context);
        return asked?.replies[0]?.code === 250 ? asked : right(state, argument, context);
      },
    ),
  },
  {
    id: "bare-line-end-hangs-up",
    description: "refuses a message with a bare CR or LF and closes the connection",
    rfc: "RFC 5321 §7.8",
    areas: ["smuggling", "transparency"],
    mutation: ({ endText }) => ({
      endText: (state, text, context) => {
        const turn = endText(state, text, context);
        const isRefused = (turn.replies[0]?.code ?? 0) >= 400;
        return isRefused && hasBareLineEnd(text) ? { ...turn, next: { kind: "close" } } : turn;
      },
    }),
  },
  {
    id: "sender-deferred",
    description: "defers mail from a domain that it cannot find",
    rfc: "RFC 5321 §3.6.2",
    areas: ["mail"],
    mutation: afterVerb(
      "MAIL",
      (turn, state) =>
        isInvalid(turn.state.sender?.path) ? just(state, reply("450 4.1.8", "Domain not found, come again")) : turn,
    ),
  },
  {
    id: "sender-refused-at-rcpt",
    description: "refuses a sender that it does not like at RCPT",
    rfc: "RFC 5321 §3.3",
    areas: ["rcpt"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        isInvalid(state.sender?.path) ? just(state, reply("550 5.1.8", "The domain of the sender is not there")) : turn,
    ),
  },
];
