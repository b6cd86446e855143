/** `smtpspec render`. */
import { allow, type Command } from "../command.ts";
import { reportFlags } from "../flags.ts";
import { ofPaths } from "../words.ts";

/** Converts a saved report to other formats, or compares several side by side. */
export const render: Command<typeof reportFlags> = {
  name: "render",
  description: "convert a saved JSON report to another format",
  intro: [
    "Usage: smtpspec render REPORT.json... --report FORMAT[=FILE]",
    "",
    "Converts a saved JSON report to another format. Without --report: console.",
    "Several reports are compared side by side, as html or markdown.",
    "",
    "  smtpspec render smtp.json --report html=smtp.html",
    "  smtpspec render postfix.json exim.json --report html=compared.html",
  ],
  words: { least: 1, most: Infinity, needed: "a report: REPORT.json, or several to compare", formOf: ofPaths },
  flags: reportFlags,
  judgesServer: false,
  async permissions(words, { reports }) {
    const { pathsToWrite } = await import("../file_place.ts");
    return allow({ read: words, write: await pathsToWrite(reports) });
  },
  async run(words, options) {
    const { renderReports } = await import("../actions/render.ts");
    return await renderReports(words, options);
  },
};
