/** Faults of local-parts: quotes and backslashes, and what stands around them. */
import { unquote } from "../../../reference/server/path.ts";
import type { Fault } from "../../fault.ts";
import { lax, laxFault, narrowFault } from "./path_faults.ts";

/** Local-parts. */
export const localPartFaults: readonly Fault[] = [
  laxFault(
    "no-at-sign",
    "accepts a local-part without a domain",
    ["no-at-sign"],
    (text) => text.replace(/^<([A-Za-z0-9]+)>/, "<$1@mx.test>"),
  ),
  laxFault(
    "dot-after-domain",
    "ignores a dot after a domain",
    ["dot-behind-domain"],
    (text) => text.replace(/\.>/, ">"),
  ),
  laxFault(
    "route-without-at-sign",
    "treats all up to a colon as a route",
    ["route-without-at-sign"],
    (text) => text.replace(/^<[^@:"]+:/, "<"),
  ),
  laxFault(
    "text-after-quotes",
    "joins quoted and plain text to a local-part",
    ["text-behind-quotes"],
    (text) => text.replace(/^<"([a-z]*)"([a-z]+)@/, "<$1$2@"),
  ),
  {
    id: "path-route-without-colon",
    description: "treats a comma as the end of a route",
    caughtBy: ["mail/syntax/malformed-path[route-without-colon]"],
    mutation: lax((text) => text.replace(/^<@[^,:>]+,/, "<")),
  },
  {
    id: "path-quote-before-bracket",
    description: "treats a quote after a backslash as the end of a quoted string",
    caughtBy: ["mail/syntax/malformed-path[quote-before-bracket]"],
    mutation: lax((text) => text.replace(/\\"@/, '"@')),
  },
  {
    id: "path-without-brackets",
    description: "accepts a path without its brackets",
    caughtBy: ["mail/syntax/without-brackets", "rcpt/syntax/without-brackets"],
    mutation: lax((text) => text.replace(/^([^<> ]+@[^<> ]+)$/, "<$1>")),
  },
  narrowFault("quoted-space", "recognizes a backslash before quotes and backslashes only", /^<"[^"]*\\[^"\\]/, [
    "mail/paths/quoted-string[quoted-space]",
    "rcpt/paths/quoted-string[quoted-space]",
  ]),
  narrowFault("ends-with-backslash", "treats the quote after two backslashes as a quoted one", /\\\\"@/, [
    "mail/paths/quoted-string[ends-with-backslash]",
    "rcpt/paths/quoted-string[ends-with-backslash]",
  ]),
  narrowFault("colon-in-quotes", "looks for the colon of a route within quotes", /^<"[^"]*[:,]/, [
    "mail/paths/quoted-string[colon-and-comma]",
    "rcpt/paths/quoted-string[like-a-route]",
  ]),
  narrowFault(
    "odd-recipient",
    "requires letters, digits and dots in the local-part of a recipient",
    /^<[^@"]*[!#$%&'*+/=?^`{|}~_-]+[^@"]*@mx\.test/,
    [
      "rcpt/paths/dot-string[apostrophe]",
      "rcpt/paths/dot-string[underscores]",
    ],
  ),
  narrowFault("single-label", "requires a dot in every domain", /@[A-Za-z]+>/, [
    "mail/paths/domain-form[single-label]",
  ]),
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
];
