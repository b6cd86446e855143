/** Faults of the parameters of SIZE, 8BITMIME, SMTPUTF8 and DSN. */
import { reply } from "../server/reply.ts";
import type { Fault } from "./fault.ts";
import { afterVerb, changeArgument, just, refuseArgument } from "./twists.ts";

const areaOf = (glob: string) => glob.split("/")[0] ?? glob;

const lax = (
  id: string,
  says: string,
  verb: string,
  caughtBy: readonly string[],
  change: (argument: string) => string,
): Fault => ({
  id,
  says,
  rfc: "RFC 5321 §4.1.1.11",
  level: "must",
  caughtBy,
  alsoSeenBy: caughtBy.map(areaOf),
  twist: changeArgument(verb, change),
});

const narrow = (id: string, says: string, verb: string, caughtBy: readonly string[], form: RegExp): Fault => ({
  id,
  says,
  rfc: "RFC 5321 §4.1.1.11",
  level: "must",
  caughtBy,
  alsoSeenBy: caughtBy.map(areaOf),
  twist: refuseArgument(verb, form),
});

/** Parameters of extensions. */
export const extensionFaults: readonly Fault[] = [
  narrow("size-refused", "refuses every declared size", "MAIL", ["size/size/within-the-limit"], /SIZE=/i),
  {
    id: "size-overlooked",
    says: "takes a declared size over its limit",
    rfc: "RFC 1870 §6.1",
    level: "must",
    caughtBy: ["size/size/over-the-limit"],
    twist: changeArgument("MAIL", (argument) => argument.replace(/SIZE=[0-9]{7,}/i, "SIZE=1")),
  },
  lax(
    "size-not-read",
    "overlooks a SIZE that is no number",
    "MAIL",
    ["size/size/syntax"],
    (argument) => argument.replace(/SIZE=(ten|-1)|SIZE(?= |$)/i, "SIZE=1").replace(/(SIZE=1000) SIZE=1000/, "$1"),
  ),
  {
    id: "size-32-bit",
    says: "takes a SIZE of twenty digits for a syntax error",
    rfc: "RFC 1870 §3",
    level: "should",
    caughtBy: ["size/size/twenty-digits"],
    twist: refuseArgument("MAIL", /SIZE=[0-9]{11,}/i, "501 5.5.4"),
  },
  {
    id: "size-ends-message",
    says: "reads as many octets as were declared",
    rfc: "RFC 1870 §6",
    level: "must not",
    caughtBy: ["size/size/not-the-end-of-the-message"],
    alsoSeenBy: ["data", "smuggling", "transparency"],
    twist: ({ findEnd }) => ({
      findEnd: (text, from, read) => {
        const at = text.indexOf("NOOP\r\nNOOP\r\n");
        return at === -1 ? findEnd(text, from, read) : { end: at, next: at };
      },
    }),
  },
  narrow("body-refused", "does not know BODY", "MAIL", ["8bitmime/body/values"], /BODY=/i),
  lax(
    "body-any",
    "takes any value of BODY",
    "MAIL",
    ["8bitmime/body/wrong-values"],
    (argument) =>
      argument.replace(/BODY=9BIT|BODY(?= |$)/i, "BODY=7BIT").replace(/BODY=7BIT BODY=8BITMIME/, "BODY=7BIT"),
  ),
  narrow(
    "smtputf8-refused",
    "offers SMTPUTF8 and refuses the parameter",
    "MAIL",
    ["smtputf8/smtputf8/parameter"],
    /SMTPUTF8/i,
  ),
  {
    id: "smtputf8-mailbox",
    says: "takes UTF-8 in a mailbox for a syntax error",
    rfc: "RFC 6531 §3.2",
    level: "must",
    caughtBy: ["smtputf8/smtputf8/mailbox"],
    twist: refuseArgument("RCPT", /[\x80-\xff]/, "501 5.1.3"),
  },
  {
    id: "smtputf8-echo",
    says: "repeats the UTF-8 of a VRFY",
    rfc: "RFC 6531 §3.7.4.2",
    level: "must not",
    caughtBy: ["smtputf8/smtputf8/ascii-in-replies"],
    alsoSeenBy: ["replies/lint/octet-range"],
    twist: afterVerb(
      "VRFY",
      (turn, state, argument) =>
        turn.replies[0]?.code === 501 ? just(state, reply("550 5.1.1", `No such user: ${argument}`)) : turn,
    ),
  },
  narrow("dsn-mail-refused", "does not know RET and ENVID", "MAIL", ["dsn/parameters/mail"], /RET=|ENVID=/i),
  narrow("dsn-rcpt-refused", "does not know NOTIFY and ORCPT", "RCPT", ["dsn/parameters/rcpt"], /NOTIFY=|ORCPT=/i),
  narrow(
    "dsn-short-values",
    "takes ENVID and ORCPT of 64 octets",
    "MAIL",
    ["dsn/parameters/longest-values"],
    /ENVID=.{65}/i,
  ),
  lax(
    "dsn-mail-any",
    "overlooks wrong values of RET and ENVID",
    "MAIL",
    ["dsn/parameters/wrong-in-mail"],
    (argument) => argument.replace(/ (RET|ENVID).*/, ""),
  ),
  lax(
    "dsn-rcpt-any",
    "overlooks wrong values of NOTIFY and ORCPT",
    "RCPT",
    ["dsn/parameters/wrong-in-rcpt"],
    (argument) => argument.replace(/ (NOTIFY|ORCPT).*/, ""),
  ),
];
