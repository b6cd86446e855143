/** The target whole: what flags replace, passwords, certificates, the addresses of hosts, and mailboxes. */
import { isProblem, type PlainProblem, problem } from "../base/problem.ts";
import type { Target } from "../targets/target.ts";
import type { TargetFile } from "../targets/target_file.ts";
import { accessTo, needsOf } from "../targets/mail_source.ts";
import { lookUp } from "../wire/look_up.ts";
import { type ClientIdentity, findIdentityFlaw } from "../wire/tls.ts";
import { findHosts, type FindingOptions } from "./find_hosts.ts";
import type { TargetOptions } from "./flags.ts";
import { handedAddresses } from "./handed_addresses.ts";
import { sourcesOf } from "./mail_flags.ts";
import { readPem } from "./read_pem.ts";
import { type TargetError, targetError, type TargetUsageError } from "./target_error.ts";

/** Lets the flags replace facts of the words, and fetches passwords and certificates. */
export async function completeTarget(
  facts: TargetFile,
  options: TargetOptions & FindingOptions,
): Promise<Target | TargetError> {
  const { passVariable, tokenVariable, caFile, certFile, keyFile, ...rest } = facts;
  const rcpt = options.rcpt[0] ?? facts.rcpt;
  const sources = sourcesOf(facts, { rcpt, options });
  if ("message" in sources) return sources;
  const needs = [...sources.values()].map(({ source }) => needsOf(source));
  const named = { pass: options.passEnv ?? passVariable, token: options.bearerTokenEnv ?? tokenVariable };
  const variables = readVariables([named.pass, named.token, ...needs.flatMap(({ env }) => env)]);
  if ("message" in variables) return variables;
  const [pass, bearerToken] = [variables.get(named.pass ?? ""), variables.get(named.token ?? "")];
  const user = options.user ?? facts.user;
  const missing = findMissingFlag(options, { user, secret: pass ?? bearerToken });
  if (missing !== undefined) return missing;
  const caPath = options.ca ?? caFile;
  const ca = caPath === undefined ? undefined : await readPem(caPath, "certificate");
  if (isProblem(ca)) return targetError(ca.message, "--ca names a file of root certificates (PEM)");
  const clientIdentity = await readIdentity(options.clientCert ?? certFile, options.clientKey ?? keyFile);
  if (isProblem(clientIdentity)) {
    return targetError(clientIdentity.message, "--client-cert and --client-key name a certificate and its key (PEM)");
  }
  const places = [...rest.endpoints.map(({ address }) => address), ...needs.flatMap(({ places }) => places)];
  const addresses = handedAddresses() ?? await findHosts(places, options, lookUp);
  const around = { variables, pass, addresses, ca };
  return {
    ...rest,
    addresses,
    client: options.client ?? rest.client,
    from: options.from ?? rest.from,
    rcpt,
    rcpts: options.rcpt.length > 0 ? options.rcpt : rest.rcpts,
    unknownRcpt: options.unknownRcpt ?? rest.unknownRcpt,
    foreignRcpt: options.foreignRcpt ?? rest.foreignRcpt,
    list: options.list ?? rest.list,
    user,
    pass,
    bearerToken,
    clientIdentity,
    mailboxes: new Map(
      [...sources].map(([address, { source, setting }]) => [address, accessTo(source, { setting, around })] as const),
    ),
    ca,
    proxy: options.proxy ?? rest.proxy,
    software: options.software ?? rest.software,
  };
}

/** Reads environment variables; an error says which is not set. */
function readVariables(names: readonly (string | undefined)[]): Map<string, string> | TargetUsageError {
  const variables = new Map<string, string>();
  for (const name of names.flatMap((each) => each ?? [])) {
    const value = Deno.env.get(name);
    if (value === undefined) {
      // What is no usual name of a variable may be the password itself.
      const shown = /^[A-Z][A-Z0-9_]*$/.test(name) ? name : "that is named";
      return targetError(`The environment variable ${shown} is not set`, "it must hold the password");
    }
    variables.set(name, value);
  }
  return variables;
}

/** Says which flag lacks another one, or undefined. */
function findMissingFlag(
  { user: flag, passEnv, bearerTokenEnv }: TargetOptions,
  { user, secret }: { readonly user: string | undefined; readonly secret: string | undefined },
): TargetUsageError | undefined {
  if (passEnv !== undefined && user === undefined) return targetError("--pass-env needs --user", "");
  if (bearerTokenEnv !== undefined && user === undefined) return targetError("--bearer-token-env needs --user", "");
  if (flag === undefined || secret !== undefined) return undefined;
  return targetError(
    "--user needs --pass-env",
    "the password is never an argument; a token comes by --bearer-token-env",
  );
}

/** Reads the certificate of the client and its key. */
async function readIdentity(
  certPath: string | undefined,
  keyPath: string | undefined,
): Promise<ClientIdentity | PlainProblem | undefined> {
  if (certPath === undefined && keyPath === undefined) return undefined;
  if (certPath === undefined || keyPath === undefined) {
    return problem(
      `A ${certPath === undefined ? "key" : "certificate"} of the client needs its ${
        certPath === undefined ? "certificate" : "key"
      }`,
    );
  }
  const cert = await readPem(certPath, "certificate");
  if (isProblem(cert)) return cert;
  const key = await readPem(keyPath, "key");
  if (isProblem(key)) return key;
  const flaw = findIdentityFlaw({ cert, key });
  return flaw === undefined ? { cert, key } : problem(`Cannot use "${certPath}" with "${keyPath}": ${flaw}`);
}
