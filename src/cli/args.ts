/** argv → what is to be done, or what is wrong with it. Pure. */
import { parseArgs } from "@std/cli/parse-args";
import { suggest } from "../base/guess.ts";
import { parseDuration } from "../base/time.ts";
import { type Risk, risks } from "../case/case.ts";
import type { Shard } from "../plan/shard.ts";
import { reporters } from "../report/reporter.ts";
import { commandFlags, type CommandName, commandNames, type Flags } from "./flags.ts";

/** A mistake on the command line, and how to mend it. */
export interface UsageError {
  readonly kind: "usage";
  readonly message: string;
  readonly hint: string;
}

export interface ReportWish {
  readonly format: string;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/** The values of a command's flags, with their forms checked. */
export interface Options {
  readonly cases: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly area: readonly string[];
  readonly shard: Shard | undefined;
  readonly rcpt: readonly string[];
  readonly unknownRcpt: string | undefined;
  readonly foreignRcpt: string | undefined;
  readonly from: string | undefined;
  readonly client: string | undefined;
  readonly user: string | undefined;
  readonly passEnv: string | undefined;
  readonly maildir: string | undefined;
  readonly ca: string | undefined;
  readonly family: 0 | 4 | 6;
  readonly allow: readonly Risk[] | undefined;
  readonly jobs: number | undefined;
  readonly delay: number | undefined;
  readonly timeout: number | undefined;
  readonly wait: number | undefined;
  readonly baseline: string | undefined;
  readonly isStrict: boolean;
  readonly isFailFast: boolean;
  readonly isVerbose: boolean;
  readonly listsRequirements: boolean;
  readonly output: string | undefined;
  readonly update: string | undefined;
  readonly reports: readonly ReportWish[];
}

export type Command =
  | { readonly kind: "help"; readonly about: CommandName | undefined }
  | { readonly kind: "version" }
  | {
    readonly kind: "command";
    readonly name: CommandName;
    readonly words: readonly string[];
    readonly options: Options;
  };

const longest = 3_600_000; // our choice: an hour, as in target files
const mostJobs = 200; // our choice: more would measure the client

/** Reads the arguments. */
export function parseCommand(argv: readonly string[]): Command | UsageError {
  const [first, ...rest] = argv;
  if (first === undefined || first === "--help" || first === "-h") return { kind: "help", about: undefined };
  if (first === "help") return parseHelp(rest[0]);
  if (first === "--version" || first === "-V") return { kind: "version" };
  const name = commandNames.find((known) => known === first);
  if (name === undefined) {
    const isTarget = /:\/\/|^[\w.-]+:[0-9]+$/.test(first);
    const hint = isTarget ? `write smtpspec run ${first}` : suggest(first, commandNames) || "see smtpspec --help";
    return first.startsWith("-")
      ? usage(`Unknown option "${first}" before the command`, `the command comes first: ${commandNames.join(", ")}`)
      : usage(`Unknown command "${first}"`, hint);
  }
  if (rest.includes("--help") || rest.includes("-h")) return { kind: "help", about: name };
  const flags: Flags = commandFlags[name];
  const split = splitArguments(flags, rest);
  if ("kind" in split) return split;
  const options = readOptions(split.values);
  if ("kind" in options) return options;
  const complaint = complainAboutWords(name, split.words);
  return complaint ?? { kind: "command", name, words: split.words, options };
}

function parseHelp(topic: string | undefined): Command | UsageError {
  const about = commandNames.find((known) => known === topic);
  if (topic !== undefined && about === undefined) {
    return usage(`Unknown command "${topic}"`, suggest(topic, commandNames));
  }
  return { kind: "help", about };
}

function complainAboutWords(name: CommandName, words: readonly string[]): UsageError | undefined {
  const wanted: Record<CommandName, string | undefined> = {
    run: words.length > 0 ? undefined : "a target: smtp://HOST:PORT, HOST:PORT, or a target file",
    list: words.length === 0 ? undefined : "no further words; use --only to select",
    explain: words.length > 0 ? undefined : "the id of a case; see smtpspec list",
    check: undefined,
    init: words.length > 0 ? undefined : "a target: smtp://HOST:PORT",
    render: words.length > 0 ? undefined : "a report: REPORT.json, or several to compare",
    diff: words.length === 2 ? undefined : "two reports: OLD.json NEW.json",
    merge: words.length > 0 ? undefined : "the reports of all shards: SHARD.json...",
    baseline: words.length === 1 ? undefined : "one report: REPORT.json",
  };
  const missing = wanted[name];
  return missing === undefined
    ? undefined
    : usage(`"smtpspec ${name}" needs ${missing}`, `see smtpspec ${name} --help`);
}

type Values = ReadonlyMap<string, readonly string[]>;

/** Splits arguments into flags and words; every flag must be known and have its value. */
function splitArguments(
  flags: Flags,
  rest: readonly string[],
): { readonly words: readonly string[]; readonly values: Values } | UsageError {
  const names = Object.keys(flags);
  const takes = names.filter((name) => flags[name]?.value !== undefined);
  const switches = names.filter((name) => flags[name]?.value === undefined);
  let problem: UsageError | undefined;
  const parsed: Readonly<Record<string, unknown>> & { readonly _: readonly unknown[] } = parseArgs([...rest], {
    string: ["_", ...takes],
    boolean: switches,
    collect: takes,
    unknown: (argument: string, key?: string) => {
      if (key === undefined) return true;
      const shown = argument.split("=")[0] ?? argument;
      const hint = shown.startsWith("--")
        ? suggest(shown, names.map(dashed))
        : "options have two hyphens, but -4 and -6";
      problem ??= usage(`Unknown option "${shown}"`, hint);
      return false;
    },
  });
  if (problem !== undefined) return problem;
  const values = new Map<string, readonly string[]>();
  for (const name of switches) if (parsed[name] === true) values.set(name, ["yes"]);
  for (const name of takes) {
    const given = ((parsed[name] ?? []) as readonly unknown[]).map(String);
    if (given.length === 0) continue;
    if (given.includes("")) return usage(`${dashed(name)} needs a value: ${flags[name]?.value}`, "");
    if (given.length > 1 && flags[name]?.isList !== true) return usage(`${dashed(name)} is given more than once`, "");
    values.set(name, given);
  }
  return { words: parsed._.map(String), values };
}

const dashed = (name: string) => name.length === 1 ? `-${name}` : `--${name}`;

function readOptions(values: Values): Options | UsageError {
  const list = (name: string) => values.get(name) ?? [];
  const one = (name: string) => values.get(name)?.[0];
  const allow = readAllow(one("allow"));
  const jobs = readCount("--jobs", one("jobs"));
  const delay = readTime("--delay", one("delay"), 0);
  const timeout = readTime("--timeout", one("timeout"), 1);
  const wait = readTime("--wait", one("wait"), 0);
  const reports = readReports(list("report"));
  const shard = readShard(one("shard"));
  for (const read of [allow, jobs, delay, timeout, wait, reports, shard]) {
    if (typeof read === "object" && "kind" in read) return read;
  }
  if (values.has("output") && values.has("update")) {
    return usage("--output and --update exclude each other", "--output writes a new baseline, --update an old one");
  }
  if (values.has("4") && values.has("6")) return usage("-4 and -6 exclude each other", "give one of them, or neither");
  return {
    cases: list("cases"),
    only: list("only"),
    skip: list("skip"),
    area: list("area"),
    shard: shard as Shard | undefined,
    rcpt: list("rcpt"),
    unknownRcpt: one("unknown-rcpt"),
    foreignRcpt: one("foreign-rcpt"),
    from: one("from"),
    client: one("client"),
    user: one("user"),
    passEnv: one("pass-env"),
    maildir: one("maildir"),
    ca: one("ca"),
    family: values.has("4") ? 4 : values.has("6") ? 6 : 0,
    allow: allow as readonly Risk[] | undefined,
    jobs: jobs as number | undefined,
    delay: delay as number | undefined,
    timeout: timeout as number | undefined,
    wait: wait as number | undefined,
    baseline: one("baseline"),
    isStrict: values.has("strict"),
    isFailFast: values.has("fail-fast"),
    isVerbose: values.has("verbose"),
    listsRequirements: values.has("requirements"),
    output: one("output"),
    update: one("update"),
    reports: reports as readonly ReportWish[],
  };
}

function readAllow(text: string | undefined): readonly Risk[] | undefined | UsageError {
  if (text === undefined) return undefined;
  if (text === "none") return [];
  const words = text.split(",");
  if (words.includes("none")) return usage(`"none" stands alone in --allow`, "give classes, or none");
  const unknown = words.find((word) => !risks.some((risk) => risk === word));
  if (unknown !== undefined) {
    return usage(`Unknown class "${unknown}" in --allow`, suggest(unknown, [...risks, "none"]));
  }
  return risks.filter((risk) => words.includes(risk));
}

function readCount(flag: string, text: string | undefined): number | undefined | UsageError {
  if (text === undefined) return undefined;
  const count = /^[0-9]{1,4}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= mostJobs
    ? count
    : usage(`Cannot read ${flag} "${text}"`, `a number from 1 to ${mostJobs}`);
}

function readTime(flag: string, text: string | undefined, least: number): number | undefined | UsageError {
  if (text === undefined) return undefined;
  const time = parseDuration(text);
  if (time === undefined) return usage(`Cannot read ${flag} "${text}"`, "write 500ms, 2s or 5min");
  return time >= least && time <= longest
    ? time
    : usage(`Cannot use ${flag} "${text}"`, `from ${least}ms to ${longest / 60_000}min`);
}

function readShard(text: string | undefined): Shard | undefined | UsageError {
  if (text === undefined) return undefined;
  const [, index, of] = /^([0-9]{1,3})\/([0-9]{1,3})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined) {
    return usage(`Cannot read --shard "${text}"`, "write 1/4, 2/4, 3/4, 4/4");
  }
  if (index >= 1 && index <= of) return { index, of };
  return usage(`There is no shard ${text}`, of === 0 ? "write 1/4" : `shards count from 1: 1/${of} to ${of}/${of}`);
}

function readReports(texts: readonly string[]): readonly ReportWish[] | UsageError {
  const wishes: ReportWish[] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    const format = at === -1 ? text : text.slice(0, at);
    if (!reporters.has(format)) return usage(`Unknown report format "${format}"`, suggest(format, reporters.keys()));
    if (at === text.length - 1) return usage(`--report ${text} needs a file behind the "="`, "");
    wishes.push({ format, file: at === -1 ? undefined : text.slice(at + 1) });
  }
  // Annotations are lines of a log: they stand below the console report, and beside no other.
  const shown = wishes.filter(({ file }) => file === undefined).map(({ format }) => format).toSorted();
  if (shown.length > 1 && shown.join() !== "console,github") {
    return usage("Two reports cannot both go to standard output", "write --report FORMAT=FILE for one of them");
  }
  return wishes;
}

function usage(message: string, hint: string): UsageError {
  return { kind: "usage", message, hint };
}
