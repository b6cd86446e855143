/**
 * Prints the permissions that a command line needs, as JSON: network for the target only, reading for cases, target
 * file, baseline, certificates and mailboxes, writing for reports. A second line has the addresses of the target's
 * hosts, see `handed_addresses.ts`: they are looked up here, and what is allowed are the addresses. Started by the launcher before `smtpspec` itself.
 * What is wrong with the arguments is not said here: the command says it.
 */
import { allow, type LookUp, type Permissions } from "./command.ts";
import { readCommandLine } from "./command_line.ts";
import { commands } from "./commands.ts";
import { lookUp } from "../wire/look_up.ts";
import { writeAddresses } from "./handed_addresses.ts";
import { printOut } from "./print.ts";

/** Gives the permissions. Reads the target file, looks its hosts up, and does nothing else. */
export async function permissionsFor(argv: readonly string[], lookUp: LookUp): Promise<Permissions> {
  const asked = readCommandLine(argv, commands);
  return asked.kind === "call" ? await asked.command.permissions(asked.words, asked.options, lookUp) : allow({});
}

if (import.meta.main) {
  const { addresses, ...lists } = await permissionsFor(Deno.args, lookUp);
  await printOut(`${JSON.stringify(lists)}\n${writeAddresses(addresses)}\n`);
}
