/** Faults that let a client write header lines: into the Received field, out of xtext, and in notifications. */
import { decodeXtext } from "../../../reference/server/parameters.ts";
import type { Parameter } from "../../../reference/server/parameter.ts";
import type { Mutation } from "../../../reference/server/behaviour.ts";
import type { Fault } from "../../fault.ts";
import { all, mailRule } from "../../mutations.ts";

const standsForALineEnd = /\+0A/;

/** Accepts EHLO and HELO with such octets in the line. */
const acceptsInHello = (octets: RegExp): Mutation => ({ flawOf, isDomainOrLiteral }) => ({
  flawOf: (line) => /^(EHLO|HELO) /.test(line) && octets.test(line) ? undefined : flawOf(line),
  isDomainOrLiteral: (text) => octets.test(text) || isDomainOrLiteral(text),
});

/** Writes a field of the decoded value of a parameter above the message. */
const fieldOf = (keyword: string): Mutation => ({ trace }) => ({
  trace: (state, sender, host) => {
    const given: Parameter[] = [...sender.parameters, ...state.recipients.flatMap(({ parameters }) => parameters)];
    const value = given.find((each) => each.keyword === keyword)?.value;
    const field = value === undefined || !standsForALineEnd.test(value)
      ? ""
      : `X-Original-${keyword}: ${decodeXtext(value)}\r\n`;
    return field + trace(state, sender, host);
  },
});

/** Accepts xtext that stands for a line end. */
const acceptsLineEnds: Mutation = all(
  mailRule(
    "ENVID",
    (right) => (value, ...rest) => standsForALineEnd.test(value ?? "") ? undefined : right(value, ...rest),
  ),
  ({ isOriginalRecipient }) => ({
    isOriginalRecipient: (value, isXtext) => standsForALineEnd.test(value) || isOriginalRecipient(value, isXtext),
  }),
);

/** Header lines that nobody wrote. */
export const injectionFaults: readonly Fault[] = [
  {
    id: "hello-begins-a-field",
    description: "copies a line end of an EHLO name into the Received field",
    caughtBy: ["trace/injection/hello[ehlo-lf]", "trace/injection/hello[helo-lf]"],
    mutation: acceptsInHello(/[\r\n]/),
  },
  {
    id: "hello-with-controls",
    description: "accepts control octets in an EHLO name and copies them into the Received field",
    caughtBy: ["trace/injection/control-octets", "ehlo/argument/control-octets"],
    alsoSeenBy: ["trace/injection/hello"],
    // deno-lint-ignore no-control-regex
    mutation: acceptsInHello(/[\0-\t\x0e-\x1f\x7f-\xff]/),
  },
  ...["ENVID", "ORCPT", "AUTH"].map((keyword): Fault => ({
    id: `xtext-in-header-${keyword.toLowerCase()}`,
    description: `decodes ${keyword} into a field of the message`,
    caughtBy: [`trace/injection/parameter[${keyword.toLowerCase()}]`],
    alsoSeenBy: ["dsn/parameters/control-characters", "trace/injection/report"],
    mutation: all(acceptsLineEnds, fieldOf(keyword)),
  })),
  {
    id: "xtext-in-report",
    description: "decodes ENVID and ORCPT into a notification, line ends and all",
    caughtBy: ["trace/injection/report"],
    alsoSeenBy: ["dsn/parameters/control-characters"],
    mutation: acceptsLineEnds,
  },
];
