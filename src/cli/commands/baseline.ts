/** `smtpspec baseline`. */
import { allow, type Command } from "../command.ts";
import { switchFlag, valueFlag } from "../flag.ts";
import { readPath } from "../flag_values.ts";
import { ofPaths } from "../words.ts";

const flags = {
  output: valueFlag({
    name: "--output",
    takes: "FILE",
    description: "Write a new baseline there instead of to standard output",
    excludes: { name: "--update", hint: "--output writes a new baseline, --update an old one" },
    read: readPath,
  }),
  update: valueFlag({
    name: "--update",
    takes: "FILE",
    description: "Bring this one up to date: comments, reasons and links stay",
    read: readPath,
  }),
  isStrict: switchFlag("--strict", "Warnings too, for run --strict"),
};

/** Writes a baseline of the failures of a saved report, or brings one up to date. */
export const baseline: Command<typeof flags> = {
  name: "baseline",
  description: "record the failures of a saved JSON report as known",
  intro: [
    "Usage: smtpspec baseline REPORT.json [options]",
    "",
    "Records the failures of a saved JSON report as known, for",
    "smtpspec run --baseline FILE. A known failure does not break a run. What does:",
    "another failure of the same case, and an entry that has expired (exit code 1);",
    "a case that passes though it was known to fail, and an entry that names no case",
    "(exit code 2).",
    "",
    "  smtpspec baseline smtp.json --output known.yaml",
    "  smtpspec baseline smtp.json --update known.yaml",
  ],
  words: { least: 1, most: 1, needed: "one report: REPORT.json", formOf: ofPaths },
  flags,
  judgesServer: false,
  async permissions(words, { output, update }) {
    const { pathsToWrite } = await import("../file_place.ts");
    return allow({ read: words, write: await pathsToWrite([{ file: output }, { file: update }]) });
  },
  async run([report = ""], options) {
    const { makeBaseline } = await import("../actions/baseline.ts");
    return await makeBaseline(report, options);
  },
};
