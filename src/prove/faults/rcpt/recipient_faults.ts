/** Faults of RCPT: how it is read and answered, and whose mailbox it names. */
import { unquote } from "../../../reference/server/path.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb, replyInstead } from "../../mutations.ts";
import { anyKeyword, keywordCase, parameterDropped } from "../mail/path_command_faults.ts";
import { narrowFault } from "../mail/path_faults.ts";

/** Recipients. */
export const recipientFaults: readonly Fault[] = [
  {
    id: "null-recipient",
    description: "treats the empty path as a recipient",
    caughtBy: ["rcpt/syntax/empty-path"],
    mutation: onVerb(
      "RCPT",
      (right) => (state, argument, context) => right(state, argument.replace("<>", "<postmaster>"), context),
    ),
  },
  {
    id: "rcpt-252",
    description: "answers RCPT with 252",
    caughtBy: [],
    warnedBy: ["rcpt/postmaster/without-domain", "rcpt/postmaster/with-domain"],
    mutation: afterVerb(
      "RCPT",
      (turn, state, argument) =>
        turn.replies[0]?.code === 250 && /postmaster/i.test(argument)
          ? just(turn.state ?? state, reply("252 2.1.5", "Perhaps"))
          : turn,
    ),
  },
  {
    id: "rcpt-twice-refused",
    description: "refuses a recipient that is named twice",
    caughtBy: ["rcpt/accepted/same-twice"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        turn.state.recipients.length === 2 && new Set(turn.state.recipients.map(({ mailbox }) => mailbox)).size === 1
          ? just(state, reply("550 5.5.0", "Named already"))
          : turn,
    ),
  },
  {
    id: "unknown-mailbox-450",
    description: "refuses an unknown mailbox with 450",
    caughtBy: ["rcpt/refused/unknown-mailbox"],
    alsoSeenBy: ["rcpt"],
    mutation: replyInstead("RCPT", /550/, "450 4.1.1", "No such mailbox"),
  },
  {
    id: "unknown-mailbox-554",
    description: "refuses an unknown mailbox with 554",
    caughtBy: ["rcpt/refused/unknown-mailbox"],
    alsoSeenBy: ["rcpt/refused"],
    mutation: replyInstead("RCPT", /550/, "554 5.1.1", "No such mailbox"),
  },
  {
    id: "postmaster-without-domain",
    description: "does not recognize <Postmaster> without a domain",
    caughtBy: ["rcpt/postmaster/without-domain"],
    alsoSeenBy: ["rcpt"],
    mutation: ({ readPath }) => ({ readPath: (text, rules) => readPath(text, { ...rules, mayBePostmaster: false }) }),
  },
  {
    id: "postmaster-case",
    description: "recognizes postmaster in lower case only",
    caughtBy: ["rcpt/postmaster/with-domain[upper]", "rcpt/postmaster/without-domain[upper]"],
    alsoSeenBy: ["rcpt"],
    mutation: ({ resolve }) => ({
      resolve: (path, host) =>
        /postmaster/i.test(path.localPart) && /[A-Z]/.test(path.localPart) ? { kind: "unknown" } : resolve(path, host),
    }),
  },
  {
    id: "quotes-compared",
    description: "treats the quotes of a local-part as a part of the name",
    caughtBy: ["rcpt/postmaster/quoted", "rcpt/paths/quoted[quotes]"],
    mutation: ({ resolve }) => ({
      resolve: (path, host) => path.localPart.startsWith('"') ? { kind: "unknown" } : resolve(path, host),
    }),
  },
  narrowFault(
    "odd-recipient",
    "requires letters, digits and dots in the local-part of a recipient",
    /^<[^@"]*[!#$%&'*+/=?^`{|}~_-]+[^@"]*@mx\.test/,
    [
      "rcpt/paths/dot-string[apostrophe]",
      "rcpt/paths/dot-string[underscores]",
    ],
  ),
  {
    id: "own-domain-case",
    description: "recognizes its own domain in lower case only",
    caughtBy: ["rcpt/paths/domain-case[recipient]"],
    alsoSeenBy: ["rcpt"],
    mutation: ({ resolve }) => ({
      resolve: (path, host) => /[A-Z]/.test(path.domain ?? "") ? { kind: "foreign" } : resolve(path, host),
    }),
  },
  {
    id: "route-domain-case",
    description: "recognizes its own domain in lower case only, where it stands in a route",
    caughtBy: ["rcpt/paths/domain-case[over-itself]"],
    alsoSeenBy: ["rcpt/source_route"],
    mutation: ({ readPath }) => ({
      readPath: (text, rules) => /^<@[^:]*[A-Z]/.test(text) ? { kind: "malformed" } : readPath(text, rules),
    }),
  },
  {
    id: "backslash-kept",
    description: "removes the quotes from a local-part and leaves the backslashes",
    caughtBy: ["rcpt/paths/quoted[first-letter-quoted]", "rcpt/postmaster/quoted[one-quoted-letter]"],
    mutation: ({ resolve }) => ({
      resolve: (path, host) => path.localPart.includes("\\") ? { kind: "unknown" } : resolve(path, host),
    }),
  },
  {
    id: "quoted-elsewhere",
    description: "has a mailbox of its own for the quoted form of a local-part",
    caughtBy: ["rcpt/paths/quoted-delivered"],
    mutation: ({ resolve }) => ({
      resolve: (path, host) => {
        const resolved = resolve(path, host);
        return resolved.kind === "mailbox" && unquote(path.localPart) !== path.localPart
          ? { kind: "mailbox", name: path.localPart }
          : resolved;
      },
    }),
  },
  keywordCase("RCPT"),
  anyKeyword("RCPT", ["rcpt/syntax/malformed-path[keyword-of-mail]"]),
  parameterDropped("RCPT", ["rcpt/syntax/unknown-parameter"]),
];
