/** The target out of URLs, flags or a target file. */
import { readBounded } from "../base/bounded_file.ts";
import { isProblem } from "../base/problem.ts";
import type { Problem } from "../base/frame.ts";
import type { Milliseconds } from "../base/time.ts";
import { readYaml } from "../case/yaml.ts";
import { readSource, type SourceRead } from "../case/read_source.ts";
import type { Reading } from "../case/reader.ts";
import { defaultClient, defaultDeadlines, defaultFrom, type Target } from "../targets/target.ts";
import { type Addresses, type Family, findAddresses, type Finding } from "../targets/addresses.ts";
import { type Address, endpointsOf, gatherHosts, type Listener } from "../targets/endpoint.ts";
import { readTargetFile, type TargetFile } from "../targets/target_file.ts";
import { accessTo, flagOf, type MailSource, mailSources, needsOf } from "../targets/mail_source.ts";
import { parseTarget } from "../targets/url.ts";
import { lookUp } from "../wire/look_up.ts";
import { targetFlags, type TargetOptions } from "./flags.ts";
import { isTargetFile } from "./words.ts";
import { findLoneFlag, sourceOfFlags } from "./mail_flags.ts";
import { handedAddresses } from "./handed_addresses.ts";
import { defaultOptions } from "./options.ts";
import { describeReadError } from "./print.ts";

/** What is wrong with a target: a sentence with a hint, or problems of its file. */
export type TargetError =
  | { readonly kind: "usage"; readonly message: string; readonly hint: string }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** The options of a command that takes none about its target. */
export const noTargetOptions: TargetOptions = defaultOptions(targetFlags);

/** Gives the IP version to which the options narrow connections; 0 for any. */
function familyOf({ isOnlyIpv4, isOnlyIpv6 }: Pick<TargetOptions, "isOnlyIpv4" | "isOnlyIpv6">): Family {
  return isOnlyIpv4 ? 4 : isOnlyIpv6 ? 6 : 0;
}

/** The options that decide how the hosts of a target are found. */
export type FindingOptions = Pick<TargetOptions, "isOnlyIpv4" | "isOnlyIpv6"> & {
  /** For how long the server may be starting. */
  readonly wait?: Milliseconds | undefined;
};

/** Finds the addresses of all hosts to connect to. */
export function findHosts(
  places: readonly Address[],
  options: FindingOptions,
  lookUp: Finding["lookUp"],
): Promise<Addresses> {
  const hosts = places.flatMap((place) => "host" in place ? [place.host] : []);
  return findAddresses(hosts, {
    family: familyOf(options),
    within: options.wait ?? 0,
    clock: () => performance.now(),
    lookUp,
  });
}

/** Finds the target that the words and flags describe; reads files and the password's environment variable. */
export async function findTarget(
  words: readonly string[],
  options: TargetOptions & FindingOptions,
): Promise<Target | TargetError> {
  const facts = await findFacts(words);
  return "kind" in facts ? facts : await complete(facts, options);
}

/** Finds what the words describe, before flags replace any of it. */
export async function findFacts(words: readonly string[]): Promise<TargetFile | TargetError> {
  const file = words.find(isTargetFile);
  if (file !== undefined && words.length > 1) {
    return targetError("A target file stands alone", "its ports say where the server listens");
  }
  return file === undefined ? factsOfWords(words) : await factsOfFile(file);
}

function factsOfWords(words: readonly string[]): TargetFile | TargetError {
  const listeners: Listener[] = [];
  for (const word of words) {
    const listener = parseTarget(word);
    if (isProblem(listener)) return targetError(listener.message, "");
    listeners.push(listener);
  }
  const hosts = gatherHosts(listeners);
  if (isProblem(hosts)) return targetError(hosts.message, "a host has one port for each role");
  return {
    name: words.join(" "),
    endpoints: endpointsOf(hosts),
    client: defaultClient,
    from: defaultFrom,
    rcpt: undefined,
    rcpts: [],
    unknownRcpt: undefined,
    foreignRcpt: undefined,
    user: undefined,
    passVariable: undefined,
    mailboxes: new Map(),
    caFile: undefined,
    deadlines: defaultDeadlines,
    connections: undefined,
  };
}

const mailboxesKey = "mailboxes"; // of a target file

/** Says which mailbox of a target is not there, before anything connects; undefined where all are. */
export async function findMissingMailbox({ mailboxes }: Target): Promise<TargetError | undefined> {
  for (const [address, { name, setting, findMissing }] of mailboxes) {
    const missing = await findMissing();
    if (missing === undefined) continue;
    return targetError(
      `Cannot read the ${name} of ${address}: ${missing.why}`,
      `${setting} names it: correct that${missing.hint === "" ? "" : `, or ${missing.hint}`}`,
    );
  }
  return undefined;
}

const caHint = "--ca names a file of root certificates (PEM)";
const maxCaOctets = 10_000_000; // our choice: all the roots that browsers know have 200,000

/** Reads a target file. */
export async function factsOfFile(path: string): Promise<TargetFile | TargetError> {
  let read: SourceRead;
  try {
    read = await readSource(path);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return targetError(message, "a target is smtp://HOST:PORT, HOST:PORT, or a target file (.yaml)");
  }
  if (read.source === undefined) return { kind: "problems", problems: read.problems };
  const { node, problems } = readYaml(read.source);
  const reading: Reading = { problems: [...problems], uses: [] };
  const facts = node === undefined ? undefined : readTargetFile(reading, node);
  return reading.problems.length > 0 || facts === undefined ? { kind: "problems", problems: reading.problems } : facts;
}

/** Lets the flags replace facts of the words, and fetches password and certificates. */
async function complete(
  facts: TargetFile,
  options: TargetOptions & FindingOptions,
): Promise<Target | TargetError> {
  const rcpt = options.rcpt[0] ?? facts.rcpt;
  const { passVariable, caFile, ...rest } = facts;
  const variable = options.passEnv ?? passVariable;
  const pass = variable === undefined ? undefined : Deno.env.get(variable);
  if (variable !== undefined && pass === undefined) {
    return noVariable(variable);
  }
  const user = options.user ?? facts.user;
  if (options.passEnv !== undefined && user === undefined) return targetError("--pass-env needs --user", "");
  if (options.user !== undefined && pass === undefined) {
    return targetError("--user needs --pass-env", "the password is never an argument");
  }
  const caPath = options.ca ?? caFile;
  let ca: string | undefined;
  try {
    const read = caPath === undefined ? undefined : await readBounded(caPath, { most: maxCaOctets, of: "file" });
    if (isProblem(read)) return targetError(`Cannot read "${caPath}": ${read.message}`, caHint);
    ca = read === undefined ? undefined : new TextDecoder().decode(read);
  } catch (error) {
    const message = describeReadError(caPath ?? "", error);
    if (message === undefined) throw error;
    return targetError(message, caHint);
  }
  const sources = sourcesOf(facts, { rcpt, options });
  if ("message" in sources) return sources;
  const needs = [...sources.values()].map(({ source }) => needsOf(source));
  const variables = new Map<string, string>();
  for (const name of needs.flatMap(({ env }) => env)) {
    const value = Deno.env.get(name);
    if (value === undefined) return noVariable(name);
    variables.set(name, value);
  }
  const places = [...rest.endpoints.map(({ address }) => address), ...needs.flatMap(({ places }) => places)];
  const addresses = handedAddresses() ?? await findHosts(places, options, lookUp);
  const around = { variables, pass, addresses, ca };
  const mailboxes = new Map(
    [...sources].map(([address, { source, setting }]) => [address, accessTo(source, { setting, around })] as const),
  );
  return {
    ...rest,
    addresses,
    client: options.client ?? rest.client,
    from: options.from ?? rest.from,
    rcpt,
    rcpts: options.rcpt.length > 0 ? options.rcpt : rest.rcpts,
    unknownRcpt: options.unknownRcpt ?? rest.unknownRcpt,
    foreignRcpt: options.foreignRcpt ?? rest.foreignRcpt,
    user,
    pass,
    mailboxes,
    ca,
  };
}

interface NamedSource {
  readonly source: MailSource;
  /** Where it was named. */
  readonly setting: string;
}

/** Gives the mailboxes that can be read back, by address; that of the recipient as the flags have it. */
function sourcesOf(
  { mailboxes }: Pick<TargetFile, "mailboxes">,
  { rcpt, options }: { readonly rcpt: string | undefined; readonly options: TargetOptions },
): Map<string, NamedSource> | Extract<TargetError, { kind: "usage" }> {
  const sources = new Map<string, NamedSource>(
    [...mailboxes].map(([address, source]) => [address, { source, setting: mailboxesKey }] as const),
  );
  const lone = findLoneFlag(options);
  if (lone !== undefined) return targetError(lone, "");
  const source = sourceOfFlags(options);
  if (source === undefined) return sources;
  const { kind } = source;
  if (rcpt === undefined) {
    return targetError(`${flagOf(kind)} needs --rcpt`, `it is the ${mailSources[kind].name} of that recipient`);
  }
  return sources.set(rcpt, { source, setting: flagOf(kind) });
}

function noVariable(name: string): Extract<TargetError, { kind: "usage" }> {
  return targetError(`The environment variable ${name} is not set`, "it must hold the password");
}

function targetError(message: string, hint: string): Extract<TargetError, { kind: "usage" }> {
  return { kind: "usage", message, hint };
}
