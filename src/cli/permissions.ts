/**
 * Prints the permissions that a command line needs, one flag a line: network for the target only, reading for cases,
 * target file, baseline, certificates and mailboxes, writing for reports. Started by the launcher before `smtpspec` itself.
 * What is wrong with the arguments is not said here: the command says it.
 */
import { needsOf } from "../targets/mail_source.ts";
import type { Address } from "../wire/open.ts";
import { parseCommand } from "./args.ts";
import { findFacts, isTargetFile } from "./find_target.ts";
import { printOut } from "./outcome.ts";
import { shippedCases } from "./suite_files.ts";

/** Gives the flags. Reads the target file, and nothing else. */
export async function permissionsFor(argv: readonly string[]): Promise<string[]> {
  const command = parseCommand(argv);
  if (command.kind !== "command") return [];
  const { name, words, options } = command;
  const net = new Set<string>();
  const read = new Set<string>([shippedCases, ...options.cases]);
  const write = new Set<string>();
  const env = new Set<string>();
  if (options.passEnv !== undefined) env.add(options.passEnv);
  for (const { file } of options.reports) if (file !== undefined) write.add(file);
  if (options.output !== undefined) write.add(options.output);
  if (options.maildir !== undefined) read.add(options.maildir);
  if (options.ca !== undefined) read.add(options.ca);
  if (options.baseline !== undefined) read.add(options.baseline);
  if (options.update !== undefined) {
    read.add(options.update);
    write.add(options.update);
  }
  if (["check", "render", "diff", "merge", "baseline"].includes(name)) words.forEach((word) => read.add(word));
  if (name === "run" || name === "init") {
    words.filter(isTargetFile).forEach((word) => read.add(word));
    const facts = await findFacts(words);
    if (!("kind" in facts)) {
      facts.endpoints.forEach(({ address }) => addAddress(address, { net, read, write }));
      for (const needs of [...facts.mailboxes.values()].map(needsOf)) {
        needs.net.forEach((address) => net.add(address));
        needs.read.forEach((path) => read.add(path));
        needs.env.forEach((variable) => env.add(variable));
      }
      if (facts.caFile !== undefined) read.add(facts.caFile);
      if (facts.passVariable !== undefined) env.add(facts.passVariable);
    }
  }
  // Before the run it is looked whether a report's file is a folder.
  for (const file of write) read.add(file);
  return [
    ...flag("net", net),
    ...flag("read", read),
    ...flag("write", write),
    ...flag("env", env),
    "--ignore-env", // the YAML library asks for variables that it does not need
  ];
}

/** A socket of the file system is read and written as a file. */
function addAddress(
  address: Address,
  { net, read, write }: Readonly<Record<"net" | "read" | "write", Set<string>>>,
): void {
  if ("path" in address) {
    net.add(`unix:${address.path}`);
    read.add(address.path);
    write.add(address.path);
  } else net.add(`${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`);
}

/** A list in a permission cannot hold a comma: a value with one widens the permission to all. */
function flag(name: string, values: ReadonlySet<string>): string[] {
  if (values.size === 0) return [];
  const list = [...values];
  return [list.some((value) => value.includes(",")) ? `--allow-${name}` : `--allow-${name}=${list.join(",")}`];
}

if (import.meta.main) await printOut((await permissionsFor(Deno.args)).map((line) => `${line}\n`).join(""));
