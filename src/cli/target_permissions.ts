/** What a target makes Deno allow: its ports, and the files and variables that flags and target file name. */
import { needsOf } from "../targets/mail_source.ts";
import type { Address } from "../wire/open.ts";
import { allow, type Permissions } from "./command.ts";
import { findFacts } from "./find_target.ts";
import type { TargetOptions } from "./flags.ts";
import { isTargetFile } from "./words.ts";

/** Gives the permissions. Reads the target file, and nothing else. */
export async function targetPermissions(words: readonly string[], options: TargetOptions): Promise<Permissions> {
  const paths = [options.maildir, options.ca].flatMap((path) => path ?? []);
  const variables = [options.passEnv].flatMap((name) => name ?? []);
  const files = words.filter(isTargetFile);
  const facts = await findFacts(words);
  if ("kind" in facts) return allow({ read: [...files, ...paths], env: variables });
  const addresses = facts.endpoints.map(({ address }) => address);
  const sockets = addresses.flatMap((address) => "path" in address ? [address.path] : []);
  const mailboxes = [...facts.mailboxes.values()].map(needsOf);
  return allow({
    net: [...addresses.map(showAddress), ...mailboxes.flatMap(({ net }) => net)],
    read: [
      ...files,
      ...paths,
      ...[facts.caFile].flatMap((path) => path ?? []),
      ...mailboxes.flatMap(({ read }) => read),
    ],
    write: sockets, // a socket of the file system is read and written as a file
    env: [
      ...variables,
      ...[facts.passVariable].flatMap((name) => name ?? []),
      ...mailboxes.flatMap(({ env }) => env),
    ],
  });
}

function showAddress(address: Address): string {
  if ("path" in address) return `unix:${address.path}`;
  return `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
}
