/** `smtpspec explain`. */
import { allow, type Command } from "../command.ts";
import { selectionFlags } from "../flags.ts";
import { shippedCases } from "../shipped_cases.ts";
import { ofIds } from "../words.ts";

const flags = { cases: selectionFlags.cases };

/** Explains a case, a rule of the reply linter, or a requirement of the catalogue. */
export const explain: Command<typeof flags> = {
  name: "explain",
  description: "explain a case: its requirement, what passes and what fails",
  intro: [
    "Usage: smtpspec explain ID [options]",
    "",
    "Explains a case: the requirement, the RFC section, the steps, what passes and",
    "what fails. The ID of a requirement: its sentence, and the cases that test it.",
    "",
    "  smtpspec explain commands/noop/plain",
    "  smtpspec explain 'mail/paths/quoted-string[space]'",
    "  smtpspec explain 5321-4.1.1.9-a",
  ],
  words: { least: 1, most: Infinity, needed: "the id of a case; see smtpspec list", formOf: ofIds },
  flags,
  judgesServer: false,
  permissions: (_words, { cases }) => allow({ read: [shippedCases, ...cases] }),
  async run(ids, options) {
    const { explainIds } = await import("../actions/explain.ts");
    return await explainIds(ids, options);
  },
};
