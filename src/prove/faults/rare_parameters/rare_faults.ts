/** Faults of parameters that few servers have. */
import type { Fault } from "../../fault.ts";
import { changeArgument, mailRule, offering, rcptRule, refuseArgument, replyInstead } from "../../mutations.ts";
import { acceptsAll, rare, taken } from "./rare.ts";

const file = "rare_parameters";

/** Parameters of MAIL and RCPT. */
export const rareFaults: readonly Fault[] = [
  rare(
    "requiretls-parameter",
    "offers REQUIRETLS with a word",
    [`${file}/requiretls/keyword`],
    offering((lines) => lines.map((line) => line === "REQUIRETLS" ? `${line} YES` : line)),
  ),
  rare(
    "requiretls-refused",
    "refuses REQUIRETLS",
    [`${file}/requiretls/parameter`],
    refuseArgument(
      "MAIL",
      /REQUIRETLS/i,
    ),
  ),
  rare(
    "requiretls-value",
    "accepts a value of REQUIRETLS",
    [`${file}/requiretls/no-value`],
    mailRule(
      "REQUIRETLS",
      acceptsAll,
    ),
  ),
  rare(
    "release-on-mx",
    "offers FUTURERELEASE everywhere",
    [`${file}/futurerelease/submission-only`],
    offering((
      lines,
      { port },
    ) => port === "mx" || port === "lmtp" ? [...lines, "FUTURERELEASE 60 2100-01-01T00:00:00Z"] : lines),
  ),
  rare(
    "release-bare",
    "offers FUTURERELEASE without numbers",
    [`${file}/futurerelease/keyword`],
    offering((lines) => lines.map((line) => line.replace(/^FUTURERELEASE.*/, "FUTURERELEASE"))),
  ),
  rare("release-refused", "refuses each time", [`${file}/futurerelease/hold`], refuseArgument("MAIL", /HOLD/i)),
  rare("release-any", "accepts any time", [`${file}/futurerelease/too-far`], (right) => ({
    mailParameters: new Map([...right.mailParameters, ["HOLDFOR", taken], ["HOLDUNTIL", taken]]),
  })),
  rare("release-several", "accepts the first of several times", [
    `${file}/futurerelease/several`,
  ], changeArgument("MAIL", (argument) => argument.replace(/( HOLD\S+)( HOLD\S+)+/, "$1"))),
  rare("release-after-delivery", "ignores that it would be late", [
    `${file}/futurerelease/later-than-delivery`,
  ], changeArgument("MAIL", (argument) => argument.replace(/( HOLD\S+) BY=\S+/, "$1"))),
  rare(
    "priority-refused",
    "refuses every priority",
    [`${file}/mt_priority/valid`],
    refuseArgument(
      "MAIL",
      /MT-PRIORITY/i,
    ),
  ),
  rare("priority-any", "accepts any priority", [`${file}/mt_priority/invalid`], mailRule("MT-PRIORITY", acceptsAll)),
  rare(
    "priority-number",
    "reads a priority as any number",
    [
      `${file}/mt_priority/invalid[zero-first]`,
      `${file}/mt_priority/invalid[plus-sign]`,
      `${file}/mt_priority/invalid[minus-zero]`,
    ],
    mailRule(
      "MT-PRIORITY",
      (right) => (value, ...rest) => right(value === undefined ? value : String(Number(value)), ...rest),
    ),
  ),
  rare(
    "priority-not-in-received",
    "leaves the priority out of Received",
    [`${file}/mt_priority/trace`],
    ({ trace }) => ({
      trace: (...asked) => trace(...asked).replace(/ PRIORITY \S+;/, ";"),
    }),
  ),
  rare("solicit-refused", "refuses SOLICIT", [`${file}/no_soliciting/valid`], refuseArgument("MAIL", /SOLICIT/i)),
  rare("solicit-any", "accepts any SOLICIT", [
    `${file}/no_soliciting/invalid`,
    `${file}/no_soliciting/unwanted-class`,
  ], mailRule("SOLICIT", acceptsAll)),
  rare("solicit-short", "accepts no SOLICIT in a line of more than 512 octets", [
    `${file}/no_soliciting/long-line`,
  ], refuseArgument("MAIL", /.{512}/)),
  rare("solicit-silent", "does not name the class that it refuses", [
    `${file}/no_soliciting/unwanted-class`,
  ], replyInstead("MAIL", /550/, "550 5.7.1", "Not wanted")),
  rare("rrvs-refused", "refuses RRVS", [`${file}/rrvs/valid`], refuseArgument("RCPT", /RRVS/i, "501 5.5.4")),
  rare(
    "rrvs-capitals",
    "recognizes RRVS in upper case only",
    [`${file}/rrvs/valid[lower-case]`],
    refuseArgument(
      "RCPT",
      /rrvs/,
      "501 5.5.4",
    ),
  ),
  rare("rrvs-any", "accepts any RRVS", [`${file}/rrvs/invalid`], rcptRule("RRVS", acceptsAll)),
  rare(
    "rrvs-roles",
    "does not ignore RRVS for a role account",
    [`${file}/rrvs/role-account`],
    refuseArgument(
      "RCPT",
      /postmaster.*RRVS=19/i,
      "550 5.7.17",
    ),
  ),
  rare("mtrk-refused", "refuses MTRK", [`${file}/mtrk/valid`], refuseArgument("MAIL", /MTRK/i)),
  rare("mtrk-any", "accepts any MTRK", [`${file}/mtrk/invalid`], mailRule("MTRK", acceptsAll)),
  rare("transid-refused", "refuses TRANSID", [`${file}/checkpoint/valid`], refuseArgument("MAIL", /TRANSID/i)),
  rare("transid-any", "accepts any TRANSID", [`${file}/checkpoint/invalid`], mailRule("TRANSID", acceptsAll)),
];
