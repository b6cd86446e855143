/** Faults of the parameters of 8BITMIME, SMTPUTF8 and DSN. */
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
