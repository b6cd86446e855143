/** Faults that open a way for strangers to relay, and other faults of recipients. */
import type { Mutation } from "../../../reference/server/behaviour.ts";
import { type Path, unquote } from "../../../reference/server/path.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { State } from "../../../reference/server/state.ts";
import type { Fault } from "../../fault.ts";
import { onVerb, replyInstead } from "../../mutations.ts";

/** Looks an address up after changing it. */
const lookUp = (change: (path: Path, host: { readonly domain: string }) => Path): Mutation => ({ resolve }) => ({
  resolve: (path, host) => resolve(change(path, host), host),
});

/** Takes recipients that fit, as if they could be relayed to. */
const takes = (test: (path: Path) => boolean): Mutation => ({ resolve }) => ({
  resolve: (path, host) => test(path) ? { kind: "list", members: [] } : resolve(path, host),
});

/** Relays in sessions that fit. */
const relaysIn = (test: (state: State) => boolean): Mutation =>
  onVerb(
    "RCPT",
    (right) => (state, argument, context) =>
      right(
        state,
        test(state) ? argument.replace(/@example\.org>/, "@mx.test>").replace("someone", "postmaster") : argument,
        context,
      ),
  );

const domainOf = (state: State) => state.sender?.path?.domain?.toLowerCase();

/** Relaying, and recipients. */
export const relayFaults: readonly Fault[] = [
  {
    id: "percent-hack",
    description: "relays to what stands in a local-part with a percent sign or an exclamation mark",
    caughtBy: [
      "rcpt/refused/foreign-mailbox-in-local-part[percent]",
      "rcpt/refused/foreign-mailbox-in-local-part[bang]",
    ],
    mutation: takes(({ localPart }) => /[%!].*\.|\..*[%!]/.test(localPart)),
  },
  {
    id: "quoted-mailbox-relayed",
    description: "removes the quotes from a local-part and reads it as an address",
    caughtBy: [
      "rcpt/refused/foreign-mailbox-in-local-part[quoted-mailbox]",
      "rcpt/refused/foreign-mailbox-in-local-part[quoted-route]",
    ],
    mutation: takes(({ localPart }) => unquote(localPart).includes("@")),
  },
  {
    id: "quoted-foreign-relayed",
    description: "does not look at the domain after a quoted local-part",
    caughtBy: ["rcpt/refused/foreign-mailbox-in-disguise[quoted]"],
    alsoSeenBy: ["rcpt/refused"],
    mutation: takes(({ localPart, domain }) => localPart.startsWith('"') && domain !== "mx.test"),
  },
  {
    id: "literal-relayed",
    description: "accepts mail for any address literal",
    caughtBy: ["rcpt/refused/foreign-mailbox-in-disguise[foreign-literal]"],
    mutation: takes(({ domain }) => domain?.startsWith("[") ?? false),
  },
  {
    id: "own-name-as-suffix",
    description: "treats any domain that ends like its own as its own",
    caughtBy: ["rcpt/refused/foreign-mailbox-in-disguise[own-name-at-the-end]"],
    mutation: takes(({ domain }) => domain?.endsWith("mx.test") === true && domain !== "mx.test"),
  },
  {
    id: "own-name-as-prefix",
    description: "treats any domain that begins like its own as its own",
    caughtBy: ["rcpt/refused/foreign-mailbox-in-disguise[own-name-at-the-beginning]"],
    mutation: takes(({ domain }) => domain?.startsWith("mx.test.") === true),
  },
  {
    id: "mailbox-by-prefix",
    description: "treats any name that begins like a mailbox as the mailbox",
    caughtBy: ["rcpt/refused/longer-name"],
    mutation: takes(({ localPart, domain }) => /^alice./.test(localPart) && domain === "mx.test"),
  },
  {
    id: "relays-for-own-sender",
    description: "relays for a sender with its own domain",
    caughtBy: [
      "rcpt/refused/relay-for-a-claim[own-sender]",
      "rcpt/refused/relay-for-a-claim[own-postmaster]",
      "rcpt/refused/relay-for-a-claim[no-such-sender]",
    ],
    mutation: relaysIn((state) => domainOf(state) === "mx.test"),
  },
  {
    id: "relays-for-null-sender",
    description: "relays for the null reverse-path",
    caughtBy: ["rcpt/refused/relay-for-a-claim[null-sender]"],
    mutation: relaysIn(({ sender }) => sender !== undefined && sender.path === undefined),
  },
  {
    id: "relays-for-own-name",
    description: "relays for a client that gives the name of the server",
    caughtBy: ["rcpt/refused/relay-for-a-name"],
    mutation: relaysIn(({ hello }) => hello?.name === "mx.test"),
  },
  {
    id: "rcpt-251-without-address",
    description: "answers RCPT with 251 and gives no address",
    caughtBy: ["rcpt/accepted/address-in-251"],
    mutation: replyInstead("RCPT", /250/, "251 2.1.5", "User not local; will forward"),
  },
  {
    id: "parameter-unseparated",
    description: "requires no space before the first parameter",
    caughtBy: ["mail/parameters/unseparated", "rcpt/syntax/unseparated-parameter"],
    mutation: onVerb(
      "MAIL RCPT",
      (right) => (state, argument, context) => right(state, argument.replace(/>(?=[A-Z])/, "> "), context),
    ),
  },
  {
    id: "unknown-recipient-lost",
    description: "accepts mail for mailboxes that do not exist and reports to nobody that it is lost",
    caughtBy: ["rcpt/delivered/refused-later"],
    mutation: ({ resolve }) => ({
      resolve: (path, host) => {
        const resolved = resolve(path, host);
        return resolved.kind === "unknown" ? { kind: "mailbox", name: "nobody" } : resolved;
      },
    }),
  },
  {
    id: "unknown-recipient-after-data",
    description: "refuses the whole message for a recipient that it had accepted",
    choice: "unknown-recipient-taken",
    caughtBy: ["rcpt/delivered/refused-after-the-data"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        state.recipients.some(({ mailbox }) => mailbox === "nobody")
          ? reply("550 5.1.1", "No such mailbox")
          : refuseMessage(content, state, context),
    }),
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
];
