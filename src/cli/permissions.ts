/**
 * Prints the permissions that a command line needs, as JSON: network for the target only, reading for cases, target
 * file, baseline, certificates and mailboxes, writing for reports. Started by the launcher before `smtpspec` itself.
 * What is wrong with the arguments is not said here: the command says it.
 */
import { allow, type Permissions } from "./command.ts";
import { readCommandLine } from "./command_line.ts";
import { commands } from "./commands.ts";
import { printOut } from "./outcome.ts";

/** Gives the permissions. Reads the target file, and nothing else. */
export async function permissionsFor(argv: readonly string[]): Promise<Permissions> {
  const asked = readCommandLine(argv, commands);
  return asked.kind === "call" ? await asked.command.permissions(asked.words, asked.options) : allow({});
}

if (import.meta.main) await printOut(`${JSON.stringify(await permissionsFor(Deno.args))}\n`);
