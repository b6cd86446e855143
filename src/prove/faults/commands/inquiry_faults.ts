/** Faults of the commands that ask for something: VRFY, EXPN and HELP. */
import type { Handler } from "../../../reference/server/behaviour.ts";
import { reply } from "../../../reference/server/reply.ts";
import type { Fault } from "../../fault.ts";
import { afterVerb, just, onVerb, replyInstead } from "../../mutations.ts";

/** Answers arguments of a form in another way. */
const answer = (verb: string, form: RegExp, code: string, ...lines: readonly string[]) =>
  onVerb(
    verb,
    (right): Handler => (state, argument, context) =>
      form.test(argument) ? just(state, reply(code, ...lines)) : right(state, argument, context),
  );

/** VRFY, EXPN, HELP. */
export const inquiryFaults: readonly Fault[] = [
  {
    id: "vrfy-unknown",
    description: "does not implement VRFY",
    caughtBy: ["commands/vrfy/supported"],
    mutation: replyInstead("VRFY", /./, "502 5.5.1", "Not implemented"),
  },
  {
    id: "vrfy-says-yes",
    description: "confirms every address with 250",
    caughtBy: ["commands/vrfy/unknown-user"],
    mutation: replyInstead("VRFY", /550/, "250 2.1.5", "<nobody@mx.test>"),
  },
  {
    id: "vrfy-says-no",
    description: "answers VRFY with 550 for good and bad addresses",
    caughtBy: ["commands/vrfy/always-550"],
    alsoSeenBy: ["commands/vrfy"],
    mutation: replyInstead("VRFY", /250/, "550 5.1.1", "No such mailbox"),
  },
  {
    id: "vrfy-without-mailbox",
    description: "gives no mailbox in the 250 to VRFY",
    caughtBy: ["commands/vrfy/mailbox-in-250"],
    alsoSeenBy: ["commands/vrfy/in-brackets"],
    mutation: replyInstead("VRFY", /250/, "250 2.1.5", "The user exists"),
  },
  {
    id: "vrfy-nothing",
    description: "answers VRFY without an argument with 250",
    caughtBy: ["commands/vrfy/without-argument"],
    mutation: replyInstead("VRFY", /501/, "250 2.1.5", "Try it"),
  },
  {
    id: "vrfy-needs-ehlo",
    description: "requires EHLO before VRFY, EXPN, HELP and NOOP",
    caughtBy: ["commands/vrfy/before-ehlo"],
    mutation: afterVerb(
      "VRFY EXPN HELP NOOP",
      (turn, state) => state.hello === undefined ? just(state, reply("503 5.5.1", "Send EHLO first")) : turn,
    ),
  },
  {
    id: "expn-unknown",
    description: "does not implement EXPN",
    caughtBy: ["commands/expn/supported"],
    mutation: replyInstead("EXPN", /./, "502 5.5.1", "Not implemented"),
  },
  {
    id: "expn-says-yes",
    description: "expands an address that does not exist to itself",
    caughtBy: ["commands/expn/unknown-list"],
    mutation: replyInstead("EXPN", /550/, "250 2.1.5", "<nobody@mx.test>"),
  },
  {
    id: "help-250",
    description: "answers HELP with 250",
    caughtBy: ["commands/help/plain"],
    alsoSeenBy: ["commands/help"],
    mutation: replyInstead("HELP", /214/, "250 2.0.0", "No help here"),
  },
  {
    id: "vrfy-name-alone",
    description: "does not recognize a mailbox by its name alone",
    caughtBy: ["commands/vrfy/name-alone"],
    mutation: answer("VRFY", /^[^@<> ]+$/, "501 5.5.4", "VRFY needs a mailbox with its domain"),
  },
  {
    id: "vrfy-bare-address",
    description: "leaves the angle brackets out of its reply to VRFY",
    caughtBy: ["commands/vrfy/in-brackets"],
    mutation: replyInstead("VRFY", /250/, "250 2.1.5", "alice@mx.test"),
  },
  {
    id: "vrfy-local-domain",
    description: "confirms a mailbox under a name that it alone knows",
    caughtBy: ["commands/vrfy/usable"],
    mutation: replyInstead("VRFY", /250/, "250 2.1.5", "<alice@mx_test>"),
  },
  {
    id: "vrfy-echo",
    description: "confirms a mailbox by an echo of what it was asked",
    caughtBy: ["commands/vrfy/without-route[vrfy-with-route]"],
    alsoSeenBy: ["commands/vrfy"],
    mutation: onVerb("VRFY", (right) => (state, argument, context) => {
      const turn = right(state, argument, context);
      return turn.replies[0]?.code === 250
        ? just(state, reply("250 2.1.5", `<${argument.replace(/^<|>$/g, "")}>`))
        : turn;
    }),
  },
  {
    id: "vrfy-foreign",
    description: "confirms mailboxes of other hosts",
    caughtBy: ["commands/vrfy/foreign-mailbox"],
    mutation: replyInstead("VRFY", /551/, "250 2.1.5", "<someone@example.org>"),
  },
  {
    id: "expn-two-a-line",
    description: "gives all mailboxes of a list in one line",
    caughtBy: ["commands/expn/mailbox-a-line"],
    mutation: answer("EXPN", /^(alice|postmaster|staff)/, "250 2.1.5", "<alice@mx.test>, <user1@mx.test>"),
  },
  {
    id: "expn-route",
    description: "gives the way to a mailbox in its reply to EXPN",
    caughtBy: ["commands/vrfy/without-route[expn]", "commands/vrfy/without-route[expn-list]"],
    alsoSeenBy: ["commands/expn"],
    mutation: answer("EXPN", /^(alice|staff)/, "250 2.1.5", "<@relay.test:alice@mx.test>"),
  },
  {
    id: "expn-without-mailbox",
    description: "gives no mailbox in its reply to EXPN",
    caughtBy: ["commands/expn/mailbox-a-line"],
    alsoSeenBy: ["commands/expn"],
    mutation: answer("EXPN", /^(alice|postmaster|staff)/, "250 2.1.5", "The list has one member"),
  },
  {
    id: "expn-bare",
    description: "leaves the angle brackets out of its reply to EXPN",
    caughtBy: ["commands/expn/in-brackets"],
    mutation: answer("EXPN", /^staff/, "250 2.1.5", "alice@mx.test"),
  },
  {
    id: "expn-malformed-domain",
    description: "gives the members of a list under a name that no domain can have",
    caughtBy: ["commands/expn/usable"],
    mutation: answer("EXPN", /^staff/, "250 2.1.5", "<alice@mx_test>"),
  },
  {
    id: "expn-nothing",
    description: "answers EXPN without an argument with 250",
    caughtBy: ["commands/expn/without-argument"],
    mutation: replyInstead("EXPN", /501/, "250 2.1.5", "Try it"),
  },
  {
    id: "help-topic-250",
    description: "answers HELP with an argument with 250",
    caughtBy: ["commands/help/with-argument"],
    mutation: answer("HELP", /./, "250 2.0.0", "No help on that"),
  },
];
