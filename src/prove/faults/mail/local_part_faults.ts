/** Faults of local-parts: quotes and backslashes, and what stands around them. */
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
  narrowFault("single-label", "requires a dot in every domain", /@[A-Za-z]+>/, [
    "mail/paths/domain-form[single-label]",
  ]),
];
