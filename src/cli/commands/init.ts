/** `smtpspec init`. */
import { allow, type Command } from "../command.ts";
import { valueFlag } from "../flag.ts";
import { readPath } from "../flag_values.ts";
import { targetFlags } from "../flags.ts";
import { defaultOptions } from "../options.ts";
import { ofTargets } from "../words.ts";

const flags = {
  client: targetFlags.client,
  proxy: targetFlags.proxy,
  isOnlyIpv4: targetFlags.isOnlyIpv4,
  isOnlyIpv6: targetFlags.isOnlyIpv6,
  output: valueFlag({
    name: "--output",
    takes: "FILE",
    description: "Write the target file there instead of to standard output",
    read: readPath,
  }),
};

/** Queries what a server offers, and writes a target file to fill in. */
export const init: Command<typeof flags> = {
  name: "init",
  description: "query what a server offers and write a target file",
  intro: [
    "Usage: smtpspec init TARGET... [options]",
    "",
    "Queries what a server offers and writes a commented target file to fill in.",
    "",
    "  smtpspec init smtp://127.0.0.1:2525 submission://127.0.0.1:2587 > mx.yaml",
  ],
  words: { least: 1, most: Infinity, needed: "a target: smtp://HOST:PORT", formOf: ofTargets },
  flags,
  judgesServer: false,
  async permissions(words, options, lookUp) {
    const { targetPermissions } = await import("../target_permissions.ts");
    const target = await targetPermissions(words, { ...defaultOptions(targetFlags), ...options }, lookUp);
    const { pathsToWrite } = await import("../file_place.ts");
    return allow({ ...target, write: [...target.write, ...await pathsToWrite([{ file: options.output }])] });
  },
  async run(words, options) {
    const { initTarget } = await import("../actions/init.ts");
    return await initTarget(words, options);
  },
};
