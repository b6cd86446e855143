/** `smtpspec diff`. */
import { allow, type Command } from "../command.ts";
import { switchFlag } from "../flag.ts";
import { ofPaths } from "../words.ts";

const flags = {
  isStrict: switchFlag("--strict", "A failure of what only NEW.json judges counts too: the exit code is 1"),
};

/** Compares two saved reports. */
export const diff: Command<typeof flags> = {
  name: "diff",
  description: "compare two saved JSON reports: what broke, what improved",
  intro: [
    "Usage: smtpspec diff OLD.json NEW.json",
    "",
    "Compares two saved JSON reports: what broke, what improved, what is no longer",
    "judged. Baselines are ignored. The exit code is 1 where something is worse.",
    "",
    "  smtpspec diff old.json new.json --strict",
  ],
  words: { least: 2, most: 2, needed: "two reports: OLD.json NEW.json", formOf: ofPaths },
  flags,
  judgesServer: false,
  permissions: (words) => allow({ read: words }),
  async run([before = "", after = ""], options) {
    const { compareReports } = await import("../actions/diff.ts");
    return await compareReports(before, after, options);
  },
};
