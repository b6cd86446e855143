/** Faults of extensions that few servers have. */
import { reply } from "../../../reference/server/reply.ts";
import type { Mutation, ParameterRule } from "../../../reference/server/behaviour.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { rareExtensions } from "../../choices/rare_choice.ts";
import {
  afterVerb,
  changeArgument,
  just,
  mailRule,
  offering,
  onVerb,
  rcptRule,
  refuseArgument,
  replyInstead,
} from "../../mutations.ts";

const rare = (id: string, description: string, caughtBy: readonly string[], mutation: Mutation): Fault => ({
  id,
  description,
  choice: rareExtensions.id,
  caughtBy,
  alsoSeenBy: [...new Set(caughtBy.map((glob) => glob.replace(/\/[^/]*$/, "")))],
  mutation,
});

const taken: ParameterRule = () => undefined;
const acceptsAll = () => taken;
const file = "rare_parameters";

const etrnFaults: readonly Fault[] = [
  rare("etrn-unknown", "offers ETRN and does not recognize it", [
    "etrn/etrn/answers",
    "ehlo/keywords/offered-works",
  ], onVerb("ETRN", () => (state) => just(state, reply("502 5.5.1", "Not implemented")))),
  onlyWarned(
    rare("etrn-521", "refuses ETRN with 554", ["etrn/etrn/answers"], replyInstead("ETRN", /251/, "554 5.7.0", "No")),
  ),
  rare("etrn-any", "accepts any node", ["etrn/etrn/syntax"], replyInstead("ETRN", /50[01]/, "250 2.0.0", "Ok")),
  rare(
    "etrn-in-transaction",
    "accepts ETRN within a transaction",
    ["etrn/etrn/within-a-transaction"],
    onVerb(
      "ETRN",
      (right) => (state, ...rest) => ({ ...right({ ...state, sender: undefined }, ...rest), state }),
    ),
  ),
  rare(
    "etrn-resets",
    "clears the transaction at an ETRN",
    ["etrn/etrn/transaction-goes-on"],
    afterVerb(
      "ETRN",
      (turn, state, _argument, { behaviour }) => ({ ...turn, state: behaviour.reset(state, "rset") }),
    ),
  ),
  rare(
    "etrn-leaves",
    "accepts no mail after an ETRN",
    ["etrn/etrn/session-goes-on"],
    afterVerb(
      "ETRN",
      (turn, state) => ({ ...turn, state: { ...state, hello: undefined } }),
    ),
  ),
  rare(
    "atrn-for-all",
    "turns the session round for a stranger",
    ["etrn/atrn/before-auth"],
    replyInstead(
      "ATRN",
      /530/,
      "250 2.0.0",
      "Ok now reversing the connection",
    ),
  ),
  rare(
    "atrn-without-auth",
    "offers ATRN without AUTH and STARTTLS",
    ["etrn/atrn/with-auth"],
    offering((lines, { port }) => lines.filter((line) => port !== "mx" || !/^AUTH|^STARTTLS/.test(line))),
  ),
  onlyWarned(
    rare(
      "atrn-before-tls",
      "offers ATRN before STARTTLS, and AUTH after it",
      ["etrn/atrn/with-auth"],
      offering((lines, { port }) => lines.filter((line) => port !== "mx" || !line.startsWith("AUTH"))),
    ),
  ),
];

const deliverByFaults: readonly Fault[] = [
  rare("by-refused", "refuses every BY", ["deliverby/deliverby/valid"], refuseArgument("MAIL", / BY=/i, "501 5.5.4")),
  rare(
    "by-capitals",
    "recognizes BY in upper case only",
    ["deliverby/deliverby/valid[lower-case]"],
    refuseArgument(
      "MAIL",
      / by=/,
      "501 5.5.4",
    ),
  ),
  rare("by-unsigned", "recognizes no sign in BY", [
    "deliverby/deliverby/valid[plus-sign]",
    "deliverby/deliverby/passed-time[negative]",
  ], refuseArgument("MAIL", / BY=[-+]/i, "501 5.5.4")),
  rare("by-no-trace", "does not recognize the trace of BY", [
    "deliverby/deliverby/valid[notify-trace]",
    "deliverby/deliverby/valid[return-trace]",
  ], refuseArgument("MAIL", / BY=\S*T/i, "501 5.5.4")),
  rare("by-any", "accepts any value of BY", [
    "deliverby/deliverby/syntax",
    "deliverby/deliverby/return-in-the-past",
    "deliverby/deliverby/below-the-minimum",
  ], mailRule("BY", acceptsAll)),
  onlyWarned(rare(
    "by-minimum-high",
    "refuses what is below the minimum with 501",
    ["deliverby/deliverby/below-the-minimum"],
    afterVerb(
      "MAIL",
      (turn, state) => turn.replies[0]?.code === 555 ? just(state, reply("501 5.5.4", "No")) : turn,
    ),
  )),
];

const limitsFaults: readonly Fault[] = [
  rare(
    "limits-made-up",
    "announces a limit of its own",
    ["limits_extension/limits/registered"],
    offering((lines) => lines.map((line) => line.startsWith("LIMITS") ? `${line} LINEMAX=5` : line)),
  ),
  rare(
    "limits-zero",
    "announces a limit of 0",
    ["limits_extension/limits/numbers"],
    offering((lines) => lines.map((line) => line.startsWith("LIMITS") ? `${line} MAILMAX=0` : line)),
  ),
  rare(
    "limits-no-number",
    "announces a limit without a number",
    ["limits_extension/limits/numbers"],
    offering((lines) => lines.map((line) => line.startsWith("LIMITS") ? `${line} RCPTDOMAINMAX` : line)),
  ),
  rare("limits-not-kept", "accepts fewer recipients than it announces", ["limits_extension/limits/recipients"], (
    { sizes },
  ) => ({ sizes: { ...sizes, recipients: 50 } })),
];

const parameterFaults: readonly Fault[] = [
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

/** ETRN, ATRN, DELIVERBY, LIMITS, and parameters of MAIL and RCPT. */
export const rareFaults: readonly Fault[] = [...etrnFaults, ...deliverByFaults, ...limitsFaults, ...parameterFaults];
