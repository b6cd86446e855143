/**
 * Prints the permissions that a command line needs, one flag a line: network for the target only, reading for cases,
 * target file, baseline, certificates and mailboxes, writing for reports. Started by the launcher before `smtpspec` itself.
 * What is wrong with the arguments is not said here: the command says it.
 */
import type { Permissions } from "./command.ts";
import { readCommandLine } from "./command_line.ts";
import { commands } from "./commands.ts";
import { printOut } from "./outcome.ts";

/** Gives the flags. Reads the target file, and nothing else. */
export async function permissionsFor(argv: readonly string[]): Promise<string[]> {
  const asked = readCommandLine(argv, commands);
  if (asked.kind !== "call") return [];
  const { net, read, write, env }: Permissions = await asked.command.permissions(asked.words, asked.options);
  return [
    ...flag("net", net),
    ...flag("read", read),
    ...flag("write", write),
    ...flag("env", env),
    "--ignore-env", // the YAML library asks for variables that it does not need
  ];
}

/** A list in a permission cannot hold a comma: a value with one widens the permission to all. */
function flag(name: string, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  return [values.some((value) => value.includes(",")) ? `--allow-${name}` : `--allow-${name}=${values.join(",")}`];
}

if (import.meta.main) await printOut((await permissionsFor(Deno.args)).map((line) => `${line}\n`).join(""));
