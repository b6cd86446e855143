/** Faults of 8BITMIME. */
import { reply } from "../../../reference/server/reply.ts";
import { longestLine } from "../../../reference/server/text.ts";
import type { Fault } from "../../fault.ts";
import { mailRule, rcptRule, refuseArgument } from "../../mutations.ts";

const narrow = (id: string, description: string, caught: string, form: RegExp): Fault => ({
  id,
  description,
  caughtBy: [`8bitmime/body/${caught}`],
  alsoSeenBy: ["8bitmime"],
  mutation: refuseArgument("MAIL", form),
});

const kept = (
  id: string,
  description: string,
  variants: readonly string[],
  change: (content: string) => string,
): Fault => ({
  id,
  description,
  caughtBy: variants.map((variant) => `8bitmime/body/every-octet[${variant}]`),
  alsoSeenBy: ["8bitmime"],
  mutation: ({ store }) => ({ store: (content, trace) => store(change(content), trace) }),
});

const isUtf8 = /^(?:[^\x80-\xff]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})*$/;

/** BODY, and eight-bit content. */
export const bodyFaults: readonly Fault[] = [
  narrow("body-refused", "does not recognize BODY", "values", /BODY=/i),
  narrow("body-capitals", "recognizes 8BITMIME in upper case only", "values[lower-case]", /8bitmime/),
  narrow("body-mixed-case", "recognizes 8BITMIME in one case only", "values[mixed-case]", /8BitMime/),
  narrow("body-7bit-capitals", "recognizes 7BIT in upper case only", "values[lower-7bit]", /7bit/),
  narrow("body-bounces-refused", "recognizes no BODY after <>", "null-reverse-path", /^FROM:<> BODY/i),
  {
    id: "body-any",
    description: "accepts any value of BODY",
    caughtBy: ["8bitmime/body/wrong-values"],
    mutation: mailRule("BODY", () => () => undefined),
  },
  {
    id: "body-begins",
    description: "looks at the first letters of the value of BODY",
    caughtBy: ["8bitmime/body/wrong-values[half]", "8bitmime/body/wrong-values[longer]"],
    mutation: mailRule(
      "BODY",
      (right) => (value, ...rest) => /^[78]BIT/i.test(value ?? "") ? undefined : right(value, ...rest),
    ),
  },
  {
    id: "body-binary-anyway",
    description: "accepts BODY=BINARYMIME without offering BINARYMIME",
    choice: "no-binarymime",
    caughtBy: ["8bitmime/body/binary-not-offered"],
    mutation: mailRule(
      "BODY",
      (right) => (value, ...rest) => /^BINARYMIME$/i.test(value ?? "") ? undefined : right(value, ...rest),
    ),
  },
  {
    id: "body-in-rcpt",
    description: "ignores BODY in RCPT",
    caughtBy: ["8bitmime/body/parameter-of-rcpt"],
    mutation: rcptRule("BODY", () => () => undefined),
  },
  {
    id: "eight-bit-short-lines",
    description: "accepts lines of eight-bit text up to 998 octets, CRLF included",
    caughtBy: ["8bitmime/body/long-line"],
    mutation: ({ refuseMessage }) => ({
      refuseMessage: (content, ...rest) =>
        /[\x80-\xff]/.test(content) && longestLine(content) > 998
          ? reply("554 5.6.0", "A line is too long")
          : refuseMessage(content, ...rest),
    }),
  },
  {
    id: "eighth-bit-cleared",
    description: "clears the eighth bit of every octet",
    caughtBy: ["8bitmime/body/all-bits"],
    alsoSeenBy: ["transparency", "8bitmime/body"],
    mutation: ({ store }) => ({
      store: (content, trace) =>
        store(content.replace(/[\x80-\xff]/g, (each) => String.fromCharCode(each.charCodeAt(0) & 0x7f)), trace),
    }),
  },
  kept(
    "eight-bit-only-utf8",
    "makes question marks of what is no UTF-8",
    ["low-half", "high-half"],
    (content) => isUtf8.test(content) ? content : content.replace(/[\x80-\xff]/g, "?"),
  ),
  kept(
    "eight-bit-telnet",
    "discards octets of 255",
    ["high-half", "alone-at-line-ends"],
    (content) => content.replaceAll("\xff", ""),
  ),
  kept(
    "eight-bit-c1",
    "discards the controls of ISO 8859",
    ["low-half"],
    (content) => content.replace(/([^\xc2])[\x80-\x9f]/g, "$1"),
  ),
  kept("eight-bit-trimmed", "removes white space of ISO 8859 at the ends of lines", ["alone-at-line-ends"], (
    content,
  ) => content.replace(/[\x85\xa0]+(?=\r\n)/g, "")),
];
