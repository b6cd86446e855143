/** `smtpspec merge`. */
import { allow, type Command } from "../command.ts";
import { reportFlags, strictFlag } from "../flags.ts";
import { commandVariable } from "../started_as.ts";
import { ofPaths } from "../words.ts";

const flags = { ...reportFlags, isStrict: strictFlag };

/** Merges the reports of all shards. */
export const merge: Command<typeof flags> = {
  name: "merge",
  description: "merge the JSON reports of all shards",
  intro: [
    "Usage: smtpspec merge SHARD.json... [options]",
    "",
    "Merges the JSON reports of all shards of one run, and refuses them where one is",
    "missing or of another run. The exit code is that of the whole run.",
    "",
    "  smtpspec run mx.yaml --shard 1/2 --report json=1.json",
    "  smtpspec run mx.yaml --shard 2/2 --report json=2.json",
    "  smtpspec merge 1.json 2.json --report json=smtp.json",
  ],
  words: { least: 1, most: Infinity, needed: "the reports of all shards: SHARD.json...", formOf: ofPaths },
  flags,
  judgesServer: true,
  async permissions(words, { reports }) {
    const { pathsToWrite } = await import("../file_place.ts");
    return allow({ read: words, write: await pathsToWrite(reports), env: [commandVariable] });
  },
  async run(words, options) {
    const { mergeReports } = await import("../actions/merge.ts");
    return await mergeReports(words, options);
  },
};
