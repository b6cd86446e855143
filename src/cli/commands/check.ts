/** `smtpspec check`. */
import { allow, type Command } from "../command.ts";
import { shippedCases } from "../shipped_cases.ts";
import { ofPaths } from "../words.ts";

const flags = {};

/** Validates case files, target files and baselines. */
export const check: Command<typeof flags> = {
  name: "check",
  description: "validate case files, target files and baselines",
  intro: [
    "Usage: smtpspec check [PATH...]",
    "",
    "Validates case files, folders of them, target files and baselines, and shows all",
    "problems of all files at once. Without a PATH: the shipped cases.",
  ],
  words: { least: 0, most: Infinity, needed: "", formOf: ofPaths },
  flags,
  judgesServer: false,
  permissions: (paths) => allow({ read: [shippedCases, ...paths] }),
  async run(paths) {
    const { checkFiles } = await import("../actions/check.ts");
    return await checkFiles(paths);
  },
};
