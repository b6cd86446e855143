/** argv → which command is called, with which words and options, or what is wrong with it. Pure. */
import { parseArgs } from "@std/cli/parse-args";
import { suggest } from "../base/guess.ts";
import type { Command } from "./command.ts";
import { type Flag, type FlagTable, isUsageError, type OptionsOf, usage, type UsageError } from "./flag.ts";
import { type Given, readOptions } from "./options.ts";

/** The words and options of one command, or that its help is asked for. */
export type Arguments<Flags extends FlagTable> =
  | { readonly kind: "help" }
  | { readonly kind: "call"; readonly words: readonly string[]; readonly options: OptionsOf<Flags> };

/** What a command line asks for. */
export type Asked =
  | { readonly kind: "help"; readonly about: Command | undefined }
  | { readonly kind: "version" }
  | {
    readonly kind: "call";
    readonly command: Command;
    readonly words: readonly string[];
    readonly options: OptionsOf<FlagTable>;
  };

/** Reads a whole command line. */
export function readCommandLine(argv: readonly string[], commands: readonly Command[]): Asked | UsageError {
  const [first, ...rest] = argv;
  if (first === undefined || first === "--help" || first === "-h") return { kind: "help", about: undefined };
  if (first === "help") return readHelp(rest[0], commands);
  if (first === "--version" || first === "-V") return { kind: "version" };
  const names = commands.map(({ name }) => name);
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const isTarget = /:\/\/|^[\w.-]+:[0-9]+$/.test(first);
    const hint = isTarget ? `write smtpspec run ${first}` : suggest(first, names) || "see smtpspec --help";
    return first.startsWith("-")
      ? usage(
        `Unknown option "${/^(?:--[\w-]*|-.)/.exec(first)?.[0] ?? first}" before the command`,
        `the command comes first: ${names.join(", ")}`,
      )
      : usage(`Unknown command "${first}"`, hint);
  }
  const read = readArguments(command, rest);
  switch (read.kind) {
    case "usage":
      return read;
    case "help":
      return { kind: "help", about: command };
    case "call":
      return { ...read, command };
  }
}

function readHelp(topic: string | undefined, commands: readonly Command[]): Asked | UsageError {
  const about = commands.find(({ name }) => name === topic);
  return topic === undefined || about !== undefined
    ? { kind: "help", about }
    : usage(`Unknown command "${topic}"`, suggest(topic, commands.map(({ name }) => name)));
}

/** Reads what follows the name of a command. */
export function readArguments<Flags extends FlagTable>(
  { name, words: { least, most, needed, formOf }, flags }: Pick<Command<Flags>, "name" | "words" | "flags">,
  args: readonly string[],
): Arguments<Flags> | UsageError {
  if (args.includes("--help") || args.includes("-h")) return { kind: "help" };
  const split = splitArguments(Object.values<Flag<unknown>>(flags), args);
  if (isUsageError(split)) return split;
  const { words, given } = split;
  const options = readOptions(flags, given);
  if (isUsageError(options)) return options;
  if (words.length < least || words.length > most) {
    return usage(`"smtpspec ${name}" needs ${needed}`, `see smtpspec ${name} --help`);
  }
  for (const word of words) {
    const form = formOf(word);
    if (form?.fits(word) === false) return usage(`Cannot use "${word}" as ${form.what}`, form.hint);
  }
  return { kind: "call", words, options };
}

/** Splits arguments into flags and words; every flag must be known and have its value. */
function splitArguments(
  flags: readonly Flag<unknown>[],
  args: readonly string[],
): { readonly words: readonly string[]; readonly given: Given } | UsageError {
  let problem: UsageError | undefined;
  const [switches, takers] = [true, false].map((isSwitch) =>
    flags.filter(({ takes }) => (takes === undefined) === isSwitch).map(({ name }) => bare(name))
  );
  const parsed: Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] } = parseArgs([...args], {
    string: ["_", ...takers ?? []],
    boolean: switches ?? [],
    collect: takers ?? [],
    unknown: (argument: string, key?: string) => {
      if (key === undefined) return true;
      // What stands after a name may be a password: "--pass=WORD", "-pWORD".
      const shown = /^(?:--[\w-]*|-.)/.exec(argument)?.[0] ?? argument;
      const hint = shown.startsWith("--")
        ? suggest(shown, flags.map(({ name }) => name))
        : "options have two hyphens, but -4 and -6";
      problem ??= usage(`Unknown option "${shown}"`, hint);
      return false;
    },
  });
  if (problem !== undefined) return problem;
  const given = new Map<string, readonly string[]>();
  for (const { name, takes, isRepeatable } of flags) {
    const value = parsed[bare(name)];
    if (takes === undefined) {
      if (value === true) given.set(name, ["yes"]);
      continue;
    }
    const values = Array.isArray(value) ? value.map(String) : [];
    if (values.length === 0) continue;
    if (values.includes("")) return usage(`${name} needs a value: ${takes}`, "");
    if (values.length > 1 && !isRepeatable) return usage(`${name} is given more than once`, "");
    given.set(name, values);
  }
  return { words: parsed._.map(String), given };
}

/** The name without its hyphens, as `parseArgs()` has it. */
const bare = (name: string) => name.replace(/^--?/, "");
