/** The choice to have the extensions that few servers have. */
import {
  atrn,
  etrn,
  priorityClause,
  rareMailParameters,
  rareOffers,
  rareRcptParameters,
} from "../../reference/server/rare_extensions.ts";
import type { Choice } from "../fault.ts";

/** All of them at once. */
export const rareExtensions: Choice = {
  id: "rare-extensions",
  description: "has the extensions that few servers have",
  rfc: "RFC 5321 §2.2.1",
  areas: ["rare_parameters", "deliverby", "etrn"],
  mutation: ({ commands, mailParameters, offers, rcptParameters, sizes, trace }) => ({
    commands: new Map([...commands, ["ETRN", etrn], ["ATRN", atrn]]),
    mailParameters: new Map([...mailParameters, ...rareMailParameters]),
    rcptParameters: new Map([...rcptParameters, ...rareRcptParameters]),
    offers: (state, context) => [...offers(state, context), ...rareOffers(state)],
    sizes: {
      ...sizes,
      // BY RFC 2852 §2, MT-PRIORITY RFC 6710 §3, SOLICIT RFC 3865 §4.1, MTRK RFC 3885 §2, TRANSID RFC 1845 §2,
      // REQUIRETLS RFC 8689 §2, HOLDFOR RFC 4865 §3; RRVS RFC 7293 §3.1
      commandLine: (verb) =>
        sizes.commandLine(verb) +
        (verb === "MAIL" ? 17 + 15 + 1007 + 40 + 88 + 11 + 34 : verb === "RCPT" ? 33 : 0),
    },
    trace: (state, sender, host) => {
      const clause = priorityClause(sender.parameters);
      return trace(state, sender, host).replace(/;(?=\r\n\t[^\r\n]*\r\n$)/, `${clause};`);
    },
  }),
};
