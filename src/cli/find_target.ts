/** The target out of URLs, flags or a target file. */
import { hideInProblems } from "../base/passwords_in_files.ts";
import { isProblem } from "../base/problem.ts";
import { readYaml } from "../case/yaml.ts";
import { readSource, type SourceRead } from "../case/read_source.ts";
import type { Reading } from "../case/reader.ts";
import { bareTarget, type Target } from "../targets/target.ts";
import { endpointsOf, gatherHosts, type Listener } from "../targets/endpoint.ts";
import { readTargetFile, type TargetFile } from "../targets/target_file.ts";
import { parseTarget } from "../targets/url.ts";
import { completeTarget } from "./complete_target.ts";
import type { FindingOptions } from "./find_hosts.ts";
import { targetFlags, type TargetOptions } from "./flags.ts";
import { defaultOptions } from "./options.ts";
import { describeReadError } from "./print.ts";
import { type TargetError, targetError } from "./target_error.ts";
import { isTargetFile } from "./words.ts";

/** The options of a command that takes none about its target. */
export const noTargetOptions: TargetOptions = defaultOptions(targetFlags);

/** Finds the target that the words and flags describe; reads files and the password's environment variable. */
export async function findTarget(
  words: readonly string[],
  options: TargetOptions & FindingOptions,
): Promise<Target | TargetError> {
  const facts = await findFacts(words);
  return "kind" in facts ? facts : await completeTarget(facts, options);
}

/** Finds what the words describe, before flags replace any of it. */
export async function findFacts(words: readonly string[]): Promise<TargetFile | TargetError> {
  const file = words.find(isTargetFile);
  if (file !== undefined && words.length > 1) {
    return targetError("A target file stands alone", "its ports say where the server listens");
  }
  return file === undefined ? factsOfWords(words) : await factsOfFile(file);
}

/** Nothing is said of where secrets and certificates are. */
const noPlaces = {
  passVariable: undefined,
  tokenVariable: undefined,
  caFile: undefined,
  certFile: undefined,
  keyFile: undefined,
};

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
    ...bareTarget,
    name: words.join(" "),
    endpoints: endpointsOf(hosts),
    mailboxes: new Map(),
    ...noPlaces,
  };
}

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
  if (read.source === undefined) return { kind: "problems", problems: hideInProblems(read.problems) };
  const { node, problems } = readYaml(read.source);
  const reading: Reading = { problems: [...problems], uses: [] };
  const facts = node === undefined ? undefined : readTargetFile(reading, node);
  return reading.problems.length > 0 || facts === undefined
    ? { kind: "problems", problems: hideInProblems(reading.problems) }
    : facts;
}
