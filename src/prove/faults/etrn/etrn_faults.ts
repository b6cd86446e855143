/** Faults of ETRN and ATRN. */
import { reply } from "../../../reference/server/reply.ts";
import { type Fault, onlyWarned } from "../../fault.ts";
import { afterVerb, just, offering, onVerb, replyInstead } from "../../mutations.ts";
import { rare } from "../rare_parameters/rare.ts";

/** ETRN and ATRN. */
export const etrnFaults: readonly Fault[] = [
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
