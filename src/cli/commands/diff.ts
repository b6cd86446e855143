/** `smtpspec diff`. */
import { allow, type Command } from "../command.ts";
import { ofPaths } from "../words.ts";

const flags = {};

/** Compares two saved reports. */
export const diff: Command<typeof flags> = {
  name: "diff",
  description: "compare two saved JSON reports: what broke, what improved",
  intro: [
    "Usage: smtpspec diff OLD.json NEW.json",
    "",
    "Compares two saved JSON reports: what broke, what improved, what is no longer",
    "judged. Baselines are ignored. The exit code is 1 where something is worse.",
  ],
  words: { least: 2, most: 2, needed: "two reports: OLD.json NEW.json", formOf: ofPaths },
  flags,
  judgesServer: false,
  permissions: (words) => allow({ read: words }),
  async run([before = "", after = ""]) {
    const { compareReports } = await import("../actions/diff.ts");
    return await compareReports(before, after);
  },
};
