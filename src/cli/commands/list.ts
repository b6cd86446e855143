/** `smtpspec list`. */
import { allow, type Command } from "../command.ts";
import { switchFlag } from "../flag.ts";
import { selectionFlags } from "../flags.ts";
import { shippedCases } from "../shipped_cases.ts";
import { ofIds } from "../words.ts";

const flags = {
  ...selectionFlags,
  listsRequirements: switchFlag(
    "--requirements",
    "The requirements of each RFC with their cases, or why they have none",
  ),
  isJson: switchFlag("--json", "As JSON, for programs"),
};

/** Lists the cases that a run would play, or what of the catalogue the suite tests. */
export const list: Command<typeof flags> = {
  name: "list",
  description: "list the cases, without a connection",
  intro: [
    "Usage: smtpspec list [options]",
    "",
    "Lists the cases, without a connection: id, level, and what each may do. With",
    "--requirements: what each RFC requires, and which cases test it.",
    "",
    "A case is listed that fits each of the flags that select.",
  ],
  words: { least: 0, most: 0, needed: "no further words; use --only to select", formOf: ofIds },
  flags,
  judgesServer: false,
  permissions: (_words, { cases, lastFailed }) =>
    allow({ read: [shippedCases, ...cases, ...(lastFailed === undefined ? [] : [lastFailed])] }),
  async run(_words, options) {
    const { listCases } = await import("../actions/list.ts");
    return await listCases(options);
  },
};
