/** Faults of the parser of paths: valid ones refused, invalid ones accepted. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { narrowPath } from "../../mutations.ts";

/** Takes a malformed path after mending it. */
export const lax = (mend: (text: string) => string): Mutation => ({ readPath }) => ({
  readPath: (text, rules) => {
    const read = readPath(text, rules);
    return read.kind === "malformed" ? readPath(mend(text), rules) : read;
  },
});

export const laxFault = (
  id: string,
  description: string,
  variants: readonly string[],
  mend: (text: string) => string,
): Fault => ({
  id: `path-${id}`,
  description,
  caughtBy: variants.flatMap((
    variant,
  ) => [`mail/syntax/malformed-path[${variant}]`, `rcpt/syntax/malformed-path[${variant}]`]),
  mutation: lax(mend),
});

export const narrowFault = (id: string, description: string, form: RegExp, caughtBy: readonly string[]): Fault => ({
  id: `path-${id}`,
  description,
  caughtBy,
  alsoSeenBy: ["mail/paths", "rcpt"],
  mutation: narrowPath(form),
});

/** Paths. */
export const pathFaults: readonly Fault[] = [
  laxFault(
    "not-closed",
    "accepts a path without its last bracket",
    ["not-closed"],
    (text) => text.replace(/^(<[^>]*)$/, "$1>"),
  ),
  laxFault(
    "not-opened",
    "accepts a path without its first bracket",
    ["not-opened"],
    (text) => text.replace(/^([^<]+>)$/, "<$1"),
  ),
  laxFault(
    "twice-opened",
    "accepts a path in double brackets",
    ["twice-opened"],
    (text) => text.replace(/^<<(.*)>>$/, "<$1>"),
  ),
  laxFault(
    "double-dot",
    "accepts dots at odd places of a local-part",
    ["double-dot", "leading-dot", "trailing-dot"],
    (text) =>
      text.replace(/^<([^@"]*)@/, (_, local: string) => `<${local.replace(/\.{2,}/g, "").replace(/^\.|\.$/g, "")}@`),
  ),
  laxFault(
    "display-name",
    "accepts a name before the brackets",
    ["display-name"],
    (text) => text.replace(/^[A-Za-z]+ </, "<"),
  ),
  laxFault(
    "space",
    "ignores spaces in a path",
    ["space-in-local-part", "space-in-domain"],
    (text) => text.replaceAll(" ", ""),
  ),
  laxFault(
    "two-at-signs",
    "accepts an address with two at signs",
    ["two-at-signs"],
    (text) => text.replace(/@[^@>]*@/, "@"),
  ),
  laxFault(
    "quote-in-the-middle",
    "accepts quotes within a word",
    ["quote-in-the-middle", "bare-backslash"],
    (text) => text.replace(/["\\]/g, ""),
  ),
  laxFault(
    "domain-dot",
    "accepts a domain that begins with a dot or a hyphen",
    ["dot-before-domain"],
    (text) => text.replace(/@[.-]+/, "@"),
  ),
  {
    id: "path-text-after",
    description: "ignores what stands after a path",
    caughtBy: ["mail/syntax/malformed-path[text-behind]", "rcpt/syntax/malformed-path[closed-too-often]"],
    alsoSeenBy: ["mail/parameters/unseparated", "rcpt/syntax/unseparated-parameter"],
    mutation: ({ readParameters }) => ({
      readParameters: (text, rules) => readParameters(text.startsWith(" ") ? text : "", rules),
    }),
  },
  {
    id: "path-literal-over-255",
    description: "accepts any numbers in an address literal",
    caughtBy: ["mail/syntax/malformed-path[literal-over-255]"],
    mutation: lax((text) => text.replace(/@\[[0-9A-Fa-f.:]+\]/, "@[192.0.2.1]")),
  },
  {
    id: "path-underscore",
    description: "accepts a domain with an underscore",
    caughtBy: ["mail/syntax/underscore-in-domain"],
    mutation: lax((text) => text.replace(/@.*/, (domain) => domain.replaceAll("_", "-"))),
  },
  {
    id: "path-control",
    description: "discards control characters from a path",
    caughtBy: ["mail/syntax/control-character", "rcpt/syntax/control-character"],
    alsoSeenBy: ["mail/syntax", "rcpt/syntax"],
    mutation: lax((text) => text.replace(/[^ -~\x80-\xff]/g, "")),
  },
  {
    id: "path-nul-ends",
    description: "reads a path up to its first NUL, as strings of C end",
    caughtBy: ["mail/syntax/control-character-in-domain", "rcpt/syntax/control-character-in-domain"],
    alsoSeenBy: ["mail/syntax", "rcpt/syntax"],
    mutation: ({ flawOf, readPath }) => ({
      flawOf: (line) => flawOf(/^(MAIL|RCPT)/.test(line) ? line.replaceAll("\0", "") : line),
      readPath: (text, rules) => readPath(text.replace(/\0.*$/, ">"), rules),
    }),
  },
  {
    id: "path-eight-bit",
    description: "clears the eighth bit of a path",
    caughtBy: ["rcpt/syntax/eight-bit", "mail/syntax/eight-bit"],
    mutation: lax((text) => text.replace(/[\x80-\xff]/g, (each) => String.fromCharCode(each.charCodeAt(0) & 0x7f))),
  },
  narrowFault("quoted", "does not recognize quoted local-parts", /^<(@[^:]*:)?"/, [
    "mail/paths/quoted-string",
    "rcpt/postmaster/quoted",
  ]),
  narrowFault("apostrophe", "accepts letters, digits, dots and hyphens only", /^<[^@>]*[!#$%&'*+/=?^`{|}~][^@>]*@/, [
    "mail/paths/dot-string[plus]",
    "mail/paths/dot-string[apostrophe]",
  ]),
  narrowFault("digit-domain", "requires a letter at the start of each label", /@(?:[^>]*\.)?[0-9][^>\]]*>/, [
    "mail/paths/domain-form[digit-first]",
  ]),
  narrowFault("capital-domain", "does not recognize a domain in upper case", /@[^>[]*[A-Z]/, [
    "mail/paths/domain-case",
    "rcpt/source_route/recognised[capitals]",
  ]),
  narrowFault("literal", "does not recognize address literals", /@\[/, [
    "mail/paths/address-literal",
    "rcpt/syntax/address-literal",
  ]),
  narrowFault("route", "does not recognize source routes", /^<@[^>]+:/, [
    "mail/paths/source-route",
    "rcpt/source_route/recognised",
    "rcpt/source_route/ignored",
  ]),
];
