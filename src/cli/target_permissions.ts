/** What a target makes Deno allow: its ports, and the files and variables that flags and target file name. */
import { needsOf } from "../targets/mail_source.ts";
import { type Addresses, addressesOf } from "../targets/addresses.ts";
import type { Address } from "../targets/endpoint.ts";
import { allow, type LookUp, type Permissions } from "./command.ts";
import { findFacts } from "./find_target.ts";
import { findHosts, type FindingOptions } from "./find_hosts.ts";
import type { TargetOptions } from "./flags.ts";
import { addressesVariable } from "./handed_addresses.ts";
import { sourceOfFlags } from "./mail_flags.ts";
import { isTargetFile } from "./words.ts";

/** Gives the permissions. Reads the target file, looks its hosts up, and does nothing else. */
export async function targetPermissions(
  words: readonly string[],
  options: TargetOptions & FindingOptions,
  lookUp: LookUp,
): Promise<Permissions> {
  const given = sourceOfFlags(options);
  const own = given === undefined ? [] : [needsOf(given)];
  const paths = [...own.flatMap(({ read }) => read), ...defined(options.ca, options.clientCert, options.clientKey)];
  const variables = [...defined(options.passEnv, options.bearerTokenEnv), ...own.flatMap(({ env }) => env)];
  const files = words.filter(isTargetFile);
  const facts = await findFacts(words);
  if ("kind" in facts) return allow({ read: [...files, ...paths], env: variables });
  const listening = facts.endpoints.map(({ address }) => address);
  const sockets = listening.flatMap((address) => "path" in address ? [address.path] : []);
  const mailboxes = [...own, ...[...facts.mailboxes.values()].map(needsOf)];
  const places = mailboxes.flatMap((needs) => needs.places);
  const addresses = await findHosts([...listening, ...places], options, lookUp);
  return allow({
    net: [...listening, ...places].flatMap((address) => placesOf(address, addresses)),
    read: [
      ...files,
      ...paths,
      ...defined(facts.caFile, facts.certFile, facts.keyFile),
      ...mailboxes.flatMap(({ read }) => read),
    ],
    write: sockets, // a socket of the file system is read and written as a file
    env: [
      ...variables,
      ...defined(facts.passVariable, facts.tokenVariable),
      ...mailboxes.flatMap(({ env }) => env),
      addressesVariable,
    ],
    addresses,
  });
}

const defined = (...values: readonly (string | undefined)[]) => values.flatMap((value) => value ?? []);

/** Gives the places to connect to: all addresses of a host, and none where it has none. */
function placesOf(address: Address, addresses: Addresses): string[] {
  if ("path" in address) return [`unix:${address.path}`];
  const found = addressesOf(addresses, address.host);
  return found.kind === "found"
    ? found.addresses.map((each) => `${each.includes(":") ? `[${each}]` : each}:${address.port}`)
    : [];
}
