/** Faults of SIZE. */
import { reply } from "../../../reference/server/reply.ts";
import { beginsAnyway } from "../mail/begins_anyway.ts";
import type { Fault } from "../../fault.ts";
import { changeArgument, just, mailRule, rcptRule, recode, refuseArgument } from "../../mutations.ts";

const tooBig = reply("552 5.3.4", "Too big");

/** Takes a size that some way of reading it makes small. */
const misread = (id: string, description: string, variant: string, read: (value: bigint) => bigint): Fault => ({
  id,
  description,
  caughtBy: [`size/size/over-the-limit[${variant}]`],
  alsoSeenBy: ["size/size/over-the-limit", "size/size/twenty-digits", "size/size/twenty-one-digits"],
  mutation: mailRule("SIZE", (right) => (value, ...rest) => {
    const isNumber = /^[0-9]{1,20}$/.test(value ?? "");
    return right(isNumber ? String(read(BigInt(value ?? ""))) : value, ...rest);
  }),
});

const narrow = (id: string, description: string, caught: string, form: RegExp): Fault => ({
  id,
  description,
  caughtBy: [`size/size/${caught}`],
  alsoSeenBy: ["size", "limits/message/declared"],
  mutation: refuseArgument("MAIL", form, "501 5.5.4"),
});

/** The SIZE parameter. */
export const sizeFaults: readonly Fault[] = [
  narrow("size-refused", "refuses every declared size", "within-the-limit", /SIZE=/i),
  narrow("size-capitals", "recognizes SIZE in upper case only", "within-the-limit[lower-case]", /size=/),
  narrow("size-mixed-case", "recognizes SIZE in one case only", "within-the-limit[mixed-case]", /SiZe=/),
  narrow("size-zero-refused", "refuses a SIZE of 0", "within-the-limit[zero]", /SIZE=0( |$)/i),
  narrow("size-zeros-refused", "refuses a SIZE with zeros in front", "within-the-limit[zeros-before]", /SIZE=00/i),
  narrow(
    "size-small-refused",
    "refuses a SIZE that is too small for a message",
    "within-the-limit[one]",
    /SIZE=1( |$)/i,
  ),
  narrow("size-bounces-refused", "recognizes no parameter after <>", "null-reverse-path", /^FROM:<> SIZE/i),
  narrow("size-not-in-long-lines", "accepts no SIZE after a long path", "longest-line", /^.{200,} SIZE=/i),
  {
    id: "size-limit-excluded",
    description: "refuses the size that it offers",
    caughtBy: ["size/size/just-the-limit"],
    mutation: mailRule(
      "SIZE",
      (right) => (value, context, command) =>
        value === String(context.behaviour.sizes.message) ? tooBig : right(value, context, command),
    ),
  },
  {
    id: "size-over-limit-accepted",
    description: "accepts a declared size over its limit",
    caughtBy: ["size/size/over-the-limit[by-one]"],
    alsoSeenBy: ["size"],
    mutation: mailRule("SIZE", (right) => (value, ...rest) => {
      const refusal = right(value, ...rest);
      return refusal?.code === 552 ? undefined : refusal;
    }),
  },
  misread("size-32-bits", "keeps a declared size in 32 bits", "over-32-bits", (value) => value % 2n ** 32n),
  misread(
    "size-63-bits",
    "treats a size of 63 bits as unlimited",
    "over-63-bits",
    (value) => value >= 2n ** 63n - 1n ? 0n : value,
  ),
  misread("size-64-bits", "keeps a declared size in 64 bits", "over-64-bits", (value) => value % 2n ** 64n),
  misread(
    "size-overflows",
    "treats a size that overflows as none",
    "20-digits",
    (value) => value >= 2n ** 64n ? 0n : value,
  ),
  {
    id: "size-452",
    description: "answers a size over its limit with 452",
    caughtBy: [],
    warnedBy: ["size/size/over-the-limit"],
    mutation: mailRule("SIZE", (right) => (value, ...rest) => {
      const refusal = right(value, ...rest);
      return refusal?.code === 552 ? reply("452 4.3.1", "Too big") : refusal;
    }),
  },
  {
    id: "size-refused-begins",
    description: "begins a transaction with a MAIL that it refuses because of its size",
    caughtBy: ["size/size/refused-mail"],
    alsoSeenBy: ["size", "mail"],
    mutation: beginsAnyway(/552/),
  },
  {
    id: "size-not-read",
    description: "ignores every SIZE",
    caughtBy: ["size/size/syntax", "size/size/over-the-limit", "size/size/twice", "size/size/twenty-one-digits"],
    alsoSeenBy: ["size"],
    mutation: changeArgument("MAIL", (argument) => argument.replace(/ SIZE(=\S*)?/gi, "")),
  },
  {
    id: "size-digits-first",
    description: "reads the digits that a SIZE begins with and no further",
    caughtBy: ["size/size/syntax[unit]", "size/size/syntax[fraction]", "size/size/syntax[exponent]"],
    mutation: mailRule("SIZE", (right) => (value, ...rest) => right(value?.replace(/^([0-9]+).*/, "$1"), ...rest)),
  },
  {
    id: "size-21-digits-taken",
    description: "treats a SIZE with too many digits as none",
    caughtBy: ["size/size/twenty-one-digits"],
    mutation: mailRule(
      "SIZE",
      (right) => (value, ...rest) => right(/^[0-9]{21,}$/.test(value ?? "") ? "0" : value, ...rest),
    ),
  },
  {
    id: "size-20-digits-refused",
    description: "treats a SIZE of twenty digits as a syntax error",
    caughtBy: ["size/size/twenty-digits"],
    alsoSeenBy: ["size"],
    mutation: refuseArgument("MAIL", /SIZE=[0-9]{11,}/i, "501 5.5.4"),
  },
  {
    id: "size-in-rcpt",
    description: "ignores SIZE in RCPT",
    caughtBy: ["size/size/parameter-of-rcpt"],
    mutation: rcptRule("SIZE", () => () => undefined),
  },
  {
    id: "parameters-twice",
    description: "ignores that a parameter comes twice",
    caughtBy: ["8bitmime/body/twice", "size/size/twice"],
    alsoSeenBy: ["8bitmime", "dsn", "auth", "mail"],
    mutation: () => ({ hasTwice: () => false }),
  },
];

/** The size of what is sent. */
export const transferFaults: readonly Fault[] = [
  {
    id: "size-ends-message",
    description: "reads as many octets as were declared",
    caughtBy: ["size/size/not-the-end-of-the-message"],
    alsoSeenBy: ["data", "smuggling", "transparency"],
    mutation: ({ findEnd }) => ({
      findEnd: (text, from, read) => {
        const at = text.indexOf("NOOP\r\nNOOP\r\n");
        return at === -1 ? findEnd(text, from, read) : { end: at, next: at };
      },
    }),
  },
  {
    id: "size-not-enforced",
    description: "accepts messages over the limit that it offers",
    caughtBy: ["size/transfer/over-the-limit"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) => {
        const refusal = refuseMessage(content, state, context);
        return refusal?.code === 552 ? undefined : refusal;
      },
    }),
  },
  {
    id: "size-554-after-data",
    description: "refuses messages over its limit with 554",
    caughtBy: [],
    warnedBy: ["size/transfer/over-the-limit"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) => {
        const refusal = refuseMessage(content, state, context);
        return recode(refusal === undefined ? [] : [refusal], /552/, "554 5.3.4", "Too big")[0];
      },
    }),
  },
  {
    id: "size-rest-run",
    description: "executes what follows its limit as commands",
    caughtBy: ["size/transfer/after-a-refusal", "size/transfer/over-the-limit"],
    alsoSeenBy: ["size/transfer/dots-do-not-count"],
    mutation: ({ findEnd, sizes }) => ({
      findEnd: (text, from, read) =>
        text.length > sizes.message + 10_000
          ? { end: sizes.message + 1, next: sizes.message + 1 }
          : findEnd(text, from, read),
    }),
  },
  {
    id: "size-below-offer",
    description: "accepts nine tenths of the size that it offers",
    caughtBy: ["size/transfer/as-declared"],
    alsoSeenBy: ["size/transfer/dots-do-not-count"],
    mutation: ({ refuseMessage, sizes }) => ({
      refuseMessage: (content, ...rest) =>
        content.length > sizes.message * 0.9 ? tooBig : refuseMessage(content, ...rest),
    }),
  },
  {
    id: "size-counts-dots",
    description: "counts the dots of transparency too",
    caughtBy: ["size/transfer/dots-do-not-count"],
    mutation: ({ endText, sizes, reset }) => ({
      endText: (state, text, context) =>
        text.length > sizes.message ? just(reset(state, "end"), tooBig) : endText(state, text, context),
    }),
  },
  {
    id: "size-declared-excluded",
    description: "refuses a message of exactly the declared size",
    caughtBy: ["size/transfer/small-as-declared"],
    alsoSeenBy: ["size/transfer"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, state, context) =>
        content.length >= declaredIn(state.sender?.parameters ?? []) ? tooBig : refuseMessage(content, state, context),
    }),
  },
  {
    id: "size-declared-counts-dots",
    description: "compares the stuffed message with the declared size",
    caughtBy: ["size/transfer/small-with-dots"],
    alsoSeenBy: ["size/transfer/dots-do-not-count"],
    mutation: ({ endText, reset }) => ({
      endText: (state, text, context) =>
        text.length > declaredIn(state.sender?.parameters ?? [])
          ? just(reset(state, "end"), tooBig)
          : endText(state, text, context),
    }),
  },
];

function declaredIn(parameters: readonly { readonly keyword: string; readonly value: string | undefined }[]): number {
  const value = parameters.find(({ keyword }) => keyword === "SIZE")?.value;
  return value === undefined ? Infinity : Number(value);
}
