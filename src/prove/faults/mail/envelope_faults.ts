/** Faults of MAIL and RCPT around the path: keywords, parameters, codes, and whose mailbox it is. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Path } from "../../../reference/server/path.ts";
import { reply } from "../../../reference/server/reply.ts";
import { beginsAnyway } from "./begins_anyway.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, narrowPath, onVerb, replyInstead } from "../../mutations.ts";

/** Looks an address up after changing it. */
const lookUp = (change: (path: Path, host: { readonly domain: string }) => Path): Mutation => ({ resolve }) => ({
  resolve: (path, host) => resolve(change(path, host), host),
});

/** MAIL and RCPT. */
export const envelopeFaults: readonly Fault[] = [
  {
    id: "mail-251",
    description: "answers MAIL with 251",
    caughtBy: [],
    warnedBy: ["mail/accepted/own-sender"],
    alsoSeenBy: ["mail", "ehlo"],
    mutation: replyInstead("MAIL", /250/, "251 2.1.0", "Sender accepted"),
  },
  {
    id: "null-sender-refused",
    description: "refuses the null reverse-path",
    caughtBy: ["mail/accepted/null-reverse-path", "submission/submission/null-sender"],
    alsoSeenBy: ["mail/parameters/unknown"],
    mutation: narrowPath(/^<>/),
  },
  {
    id: "null-sender-recipient",
    description: "refuses recipients of mail with the null reverse-path",
    caughtBy: ["mail/accepted/null-reverse-path", "rcpt/postmaster/from-null-reverse-path"],
    mutation: afterVerb(
      "RCPT",
      (turn, state) =>
        state.sender !== undefined && state.sender.path === undefined
          ? just(state, reply("550 5.1.8", "No bounces"))
          : turn,
    ),
  },
  {
    id: "null-recipient",
    description: "treats the empty path as a recipient",
    caughtBy: ["rcpt/syntax/empty-path"],
    mutation: onVerb(
      "RCPT",
      (right) => (state, argument, context) => right(state, argument.replace("<>", "<postmaster>"), context),
    ),
  },
  ...(["MAIL", "RCPT"] as const).map((verb): Fault => ({
    id: `${verb.toLowerCase()}-keyword-case`,
    description: `recognizes ${verb === "MAIL" ? "FROM" : "TO"} in upper case only`,
    caughtBy: [
      `${verb.toLowerCase()}/accepted/keyword-case[lower]`,
      `${verb.toLowerCase()}/accepted/keyword-case[mixed]`,
    ],
    mutation: onVerb(
      verb,
      (right) => (state, argument, context) =>
        /^(FROM|TO):/.test(argument) || !/^(from|to):/i.test(argument)
          ? right(state, argument, context)
          : just(state, reply("501 5.5.4", "Syntax")),
    ),
  })),
  ...(["MAIL", "RCPT"] as const).map((verb): Fault => ({
    id: `${verb.toLowerCase()}-any-keyword`,
    description: `accepts whatever stands before the path of ${verb}`,
    caughtBy: [
      verb === "MAIL" ? "mail/syntax/no-reverse-path[keyword-of-rcpt]" : "rcpt/syntax/malformed-path[keyword-of-mail]",
    ],
    mutation: onVerb(
      verb,
      (right) => (state, argument, context) =>
        right(state, argument.replace(/^[A-Z ]*:?[ \t]*(?=<)/i, verb === "MAIL" ? "FROM:" : "TO:"), context),
    ),
  })),
  {
    id: "mail-nothing",
    description: "treats MAIL without a path as the null reverse-path",
    caughtBy: ["mail/syntax/no-reverse-path[nothing-after-colon]"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) => right(state, argument.replace(/^FROM:[ \t]*$/i, "FROM:<>"), context),
    ),
  },
  {
    id: "syntax-500",
    description: "answers wrong arguments of MAIL and RCPT with 500",
    caughtBy: ["mail/syntax/no-reverse-path", "rcpt/syntax/no-forward-path"],
    alsoSeenBy: ["mail", "rcpt"],
    mutation: replyInstead("MAIL RCPT", /501/, "500 5.5.2", "Syntax error"),
  },
  ...(["MAIL", "RCPT"] as const).map((verb): Fault => ({
    id: `${verb.toLowerCase()}-parameter-dropped`,
    description: `ignores parameters of ${verb} that it does not recognize`,
    caughtBy: verb === "MAIL"
      ? ["mail/parameters/unknown", "mail/parameters/unknown-after-known", "mail/parameters/malformed"]
      : ["rcpt/syntax/unknown-parameter"],
    mutation: onVerb(
      verb,
      (right) => (state, argument, context) =>
        right(
          state,
          argument.replace(/> (.*)$/, (_, words: string) =>
            [
              ">",
              ...words.split(" ").filter((word) => !/^[=-]|^XQZ9|^X-?NO-?SUCH/i.test(word)),
            ].join(" ").replace(
              /> *$/,
              ">",
            )),
          context,
        ),
    ),
  })),
  {
    id: "parameter-501",
    description: "answers unknown parameters with 501",
    caughtBy: [],
    warnedBy: ["mail/parameters/unknown", "rcpt/syntax/unknown-parameter"],
    alsoSeenBy: ["mail/parameters"],
    mutation: replyInstead("MAIL RCPT", /555/, "501 5.5.4", "Unknown parameter"),
  },
  {
    id: "parameter-first-only",
    description: "reads the first parameter of MAIL only",
    caughtBy: ["mail/parameters/unknown-after-known"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) => right(state, argument.replace(/(> [^ ]+) .*$/, "$1"), context),
    ),
  },
  {
    id: "parameter-case",
    description: "recognizes the keywords of parameters in upper case only",
    caughtBy: [
      "mail/parameters/keyword-case",
      "size/size/within-the-limit[lower-case]",
      "8bitmime/body/values[lower-case]",
    ],
    alsoSeenBy: ["8bitmime/body", "size/size"],
    mutation: onVerb(
      "MAIL",
      (right) => (state, argument, context) =>
        /> .*[a-z]+=/.test(argument)
          ? just(state, reply("555 5.5.4", "Unknown parameter"))
          : right(state, argument, context),
    ),
  },
  {
    id: "parameter-refused-and-begun",
    description: "refuses a parameter and begins the transaction nevertheless",
    caughtBy: ["mail/parameters/refused-parameter-begins-nothing"],
    mutation: beginsAnyway(/555/),
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
    id: "open-relay",
    description: "relays for everybody",
    caughtBy: ["rcpt/refused/foreign-mailbox"],
    mutation: lookUp((path, { domain }) => path.domain === "example.org" ? { localPart: "postmaster", domain } : path),
  },
  {
    id: "route-relays",
    description: "relays over a source route that begins with its own domain",
    caughtBy: ["rcpt/delivered/routed-to-itself", "rcpt/refused/foreign-mailbox-in-disguise[routed-over-itself]"],
    alsoSeenBy: ["rcpt"],
    mutation: onVerb(
      "RCPT",
      (right) => (state, argument, context) =>
        right(state, argument.replace(/<@mx\.test:.*>/, "<postmaster>"), context),
    ),
  },
  {
    id: "postmaster-anywhere",
    description: "accepts mail for the postmaster of any domain",
    caughtBy: ["rcpt/refused/foreign-mailbox-in-disguise[foreign-postmaster]"],
    mutation: lookUp((path, { domain }) => /^postmaster$/i.test(path.localPart) ? { ...path, domain } : path),
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
];
