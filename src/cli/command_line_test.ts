import { assertEquals, fail } from "@std/assert";
import { type Asked, readArguments, readCommandLine } from "./command_line.ts";
import { commands } from "./commands.ts";
import { list } from "./commands/list.ts";
import { run } from "./commands/run.ts";
import { isUsageError, type OptionsOf } from "./flag.ts";
import { readRfc } from "./flag_values.ts";
import { version } from "./version.ts";

const split = (line: string) => line === "" ? [] : line.split(" ");
/** Splits a command line at its spaces and reads it. */
const parse = (line: string) => readCommandLine(split(line), commands);

type RunOptions = OptionsOf<typeof run.flags>;

function optionsOf(line: string): RunOptions {
  const read = readArguments(run, split(line));
  return read.kind === "call" ? read.options : fail(JSON.stringify(read));
}

const withoutFlags: RunOptions = {
  cases: [],
  only: [],
  skip: [],
  shard: undefined,
  areas: [],
  suite: undefined,
  levels: [],
  rfcs: [],
  requirements: [],
  impacts: [],
  lastFailed: undefined,
  isDryRun: false,
  rcpt: [],
  unknownRcpt: undefined,
  foreignRcpt: undefined,
  from: undefined,
  client: undefined,
  user: undefined,
  passEnv: undefined,
  maildir: undefined,
  imap: undefined,
  list: undefined,
  bearerTokenEnv: undefined,
  clientCert: undefined,
  clientKey: undefined,
  proxy: undefined,
  software: undefined,
  imapPassEnv: undefined,
  ca: undefined,
  isOnlyIpv4: false,
  isOnlyIpv6: false,
  allow: undefined,
  mine: [],
  jobs: undefined,
  delay: undefined,
  timeout: undefined,
  wait: undefined,
  budget: undefined,
  baseline: undefined,
  isStrict: false,
  isFailFast: false,
  reports: [],
  isVerbose: false,
  isQuiet: false,
};

Deno.test("readArguments() reads a run without flags, with the defaults", () => {
  const words = ["smtp://127.0.0.1:2525"];
  assertEquals(readArguments(run, words), { kind: "call", words, options: withoutFlags });
});

const flags: Readonly<Record<keyof RunOptions, readonly [line: string, option: Partial<RunOptions>]>> = {
  cases: ["--cases a --cases b", { cases: ["a", "b"] }],
  only: ["--only auth --only **/noop", { only: ["auth", "**/noop"] }],
  skip: ["--skip auth", { skip: ["auth"] }],
  areas: ["--area auth --area data", { areas: ["auth", "data"] }],
  suite: ["--suite 0.1.0", { suite: "0.1.0" }],
  levels: ["--level must --level may", { levels: ["must", "may"] }],
  rfcs: ["--rfc 5321 --rfc 5321§4.1.1.4", { rfcs: ["RFC 5321", "RFC 5321 §4.1.1.4"] }],
  requirements: ["--requirement 5321-4.2-a", { requirements: ["5321-4.2-a"] }],
  impacts: ["--impact security --impact loss", { impacts: ["security", "loss"] }],
  lastFailed: ["--last-failed smtp.json", { lastFailed: "smtp.json" }],
  isDryRun: ["--dry-run", { isDryRun: true }],
  rcpt: ["--rcpt a@mx.test --rcpt=b@mx.test", { rcpt: ["a@mx.test", "b@mx.test"] }],
  unknownRcpt: ["--unknown-rcpt u@mx.test", { unknownRcpt: "u@mx.test" }],
  foreignRcpt: ["--foreign-rcpt f@example.org", { foreignRcpt: "f@example.org" }],
  from: ["--from s@client.test", { from: "s@client.test" }],
  client: ["--client client.example", { client: "client.example" }],
  user: ["--user 0123", { user: "0123" }], // digits stay text
  passEnv: ["--pass-env SMTP_PASS", { passEnv: "SMTP_PASS" }],
  maildir: ["--maildir /srv/mail", { maildir: "/srv/mail" }],
  list: ["--list staff@mx.test", { list: "staff@mx.test" }],
  bearerTokenEnv: ["--bearer-token-env TOKEN", { bearerTokenEnv: "TOKEN" }],
  clientCert: ["--client-cert alice.pem", { clientCert: "alice.pem" }],
  clientKey: ["--client-key alice.key", { clientKey: "alice.key" }],
  proxy: ["--proxy v2", { proxy: "v2" }],
  software: ["--software Postfix/3.9", { software: { name: "postfix", version: "3.9", by: "owner" } }],
  imap: ["--imap imaps://alice@mx.test", { imap: "imaps://alice@mx.test" }],
  imapPassEnv: ["--imap-pass-env WORD", { imapPassEnv: "WORD" }],
  wait: ["--wait 30s", { wait: 30_000 }],
  shard: ["--shard 2/4", { shard: { index: 2, of: 4 } }],
  baseline: ["--baseline known.yaml", { baseline: "known.yaml" }],
  ca: ["--ca ca.pem", { ca: "ca.pem" }],
  isOnlyIpv4: ["-4", { isOnlyIpv4: true }],
  isOnlyIpv6: ["-6", { isOnlyIpv6: true }],
  allow: ["--allow slow,delivers", { allow: ["delivers", "slow"] }],
  mine: ["--mine mx.test --mine 2001:db8::1", { mine: ["mx.test", "2001:db8::1"] }],
  jobs: ["--jobs 200", { jobs: 200 }],
  delay: ["--delay 0ms", { delay: 0 }],
  timeout: ["--timeout 2s", { timeout: 2000 }],
  budget: ["--budget 10min", { budget: 600_000 }],
  isStrict: ["--strict", { isStrict: true }],
  isFailFast: ["--fail-fast", { isFailFast: true }],
  isVerbose: ["--verbose", { isVerbose: true }],
  isQuiet: ["--quiet", { isQuiet: true }],
  reports: ["--report json=a=b.json --report tap", {
    reports: [{ format: "json", file: "a=b.json" }, { format: "tap", file: undefined }],
  }],
};

for (const [option, [line, expected]] of Object.entries(flags)) {
  Deno.test(`readArguments() reads ${line} of run as its option ${option}, before and after the target`, () => {
    assertEquals<RunOptions>(optionsOf(`x ${line}`), { ...withoutFlags, ...expected });
    assertEquals<RunOptions>(optionsOf(`${line} x`), { ...withoutFlags, ...expected });
  });
}

Deno.test("readArguments() reads --allow none as nothing", () => {
  assertEquals(optionsOf("x --allow none").allow, []);
});

Deno.test("readArguments() gives a command the options of its own flags and no others", () => {
  const read = readArguments(list, ["--requirements"]);
  assertEquals(read.kind === "call" && Object.keys(read.options).sort(), [
    "areas",
    "cases",
    "impacts",
    "isJson",
    "lastFailed",
    "levels",
    "listsRequirements",
    "only",
    "requirements",
    "rfcs",
    "shard",
    "skip",
    "suite",
  ]);
});

Deno.test("readCommandLine() reads several words, and all after -- as words", () => {
  const words = (line: string) => {
    const asked = parse(line);
    return asked.kind === "call" ? asked.words : fail(JSON.stringify(asked));
  };
  assertEquals(words("run smtp://x submission://x"), ["smtp://x", "submission://x"]);
  assertEquals(words("check a.yaml b 25"), ["a.yaml", "b", "25"]);
  assertEquals(words("check"), []);
  assertEquals(words("check -- --odd.yaml"), ["--odd.yaml"]);
});

const others: readonly (readonly [line: string, kind: Asked["kind"], about?: string])[] = [
  ["", "help"],
  ["-h", "help"],
  ["--help", "help"],
  ["help", "help"],
  ["help run", "help", "run"],
  ["run --help", "help", "run"],
  ["run x --bogus -h", "help", "run"], // who asks for help gets it
  ["--version", "version"],
  ["-V", "version"],
];

for (const [line, kind, about] of others) {
  Deno.test(`readCommandLine() reads "${line}" as ${kind}`, () => {
    const asked = parse(line);
    assertEquals([asked.kind, asked.kind === "help" ? asked.about?.name : undefined], [kind, about]);
  });
}

const targets = "smtp://HOST:PORT, HOST:PORT, or a target file";
const pathHint = "name it without commas and control characters, which Deno's permissions cannot hold";
const mistakes: readonly (readonly [line: string, message: string, hint: string])[] = [
  ["rnu x", `Unknown command "rnu"`, `did you mean "run"?`],
  ["wibble", `Unknown command "wibble"`, "known: run, list, explain, check, init, render, diff, merge, baseline"],
  ["smtp://x", `Unknown command "smtp://x"`, "write smtpspec run smtp://x"],
  ["mx.test:25", `Unknown command "mx.test:25"`, "write smtpspec run mx.test:25"],
  ["help rnu", `Unknown command "rnu"`, `did you mean "run"?`],
  [
    "--rcpt x run y",
    `Unknown option "--rcpt" before the command`,
    "the command comes first: run, list, explain, check, init, render, diff, merge, baseline",
  ],
  ["run", `"smtpspec run" needs a target: ${targets}`, "see smtpspec run --help"],
  ["run --rcpt a@mx.test", `"smtpspec run" needs a target: ${targets}`, "see smtpspec run --help"],
  ["list x", `"smtpspec list" needs no further words; use --only to select`, "see smtpspec list --help"],
  ["explain", `"smtpspec explain" needs the id of a case; see smtpspec list`, "see smtpspec explain --help"],
  ["init", `"smtpspec init" needs a target: smtp://HOST:PORT`, "see smtpspec init --help"],
  ["render", `"smtpspec render" needs a report: REPORT.json, or several to compare`, "see smtpspec render --help"],
  ["diff a", `"smtpspec diff" needs two reports: OLD.json NEW.json`, "see smtpspec diff --help"],
  ["merge", `"smtpspec merge" needs the reports of all shards: SHARD.json...`, "see smtpspec merge --help"],
  ["baseline", `"smtpspec baseline" needs one report: REPORT.json`, "see smtpspec baseline --help"],
  [
    "baseline r.json --output a --update b",
    "--output and --update exclude each other",
    "--output writes a new baseline, --update an old one",
  ],

  ["run x --rctp a", `Unknown option "--rctp"`, `did you mean "--rcpt"?`],
  ["run x --rctp=a", `Unknown option "--rctp"`, `did you mean "--rcpt"?`],
  ["run x --no-strict", `Unknown option "--no-strict"`, `did you mean "--strict"?`],
  ["run x --wibble", `Unknown option "--wibble"`, ""],
  ["run x --pass secret", `Unknown option "--pass"`, `did you mean "--pass-env"?`],
  ["run x --level mst", `Unknown level "mst" in --level`, `did you mean "must"?`],
  ["run x --level high", `Unknown level "high" in --level`, "known: must, should, may"],
  ["run x --impact lost", `Unknown impact "lost" in --impact`, `did you mean "loss"?`],
  ["run x --rfc SMTP", `Cannot read --rfc "SMTP"`, 'write 5321, or "5321 §4.1.1.4" for a section'],
  ["run x --constructor", `Unknown option "--constructor"`, ""],
  ["run x -v", `Unknown option "-v"`, "options have two hyphens, but -4 and -6"],
  ["run x -5", `Unknown option "-5"`, "options have two hyphens, but -4 and -6"],
  [
    "list --rcpt a",
    `Unknown option "--rcpt"`,
    "known: --cases, --only, --skip, --shard, --area, --level, --rfc, --requirement, --impact, --last-failed, --suite, " +
    "--requirements, --json",
  ],
  ["run x -4 -6", "-4 and -6 exclude each other", "give one of them, or neither"],
  ["run x -46", "-4 and -6 exclude each other", "give one of them, or neither"],

  ["run x --rcpt alice", `Cannot use --rcpt "alice" as an address`, "write local-part@domain, without angle brackets"],
  [
    "run x --client <c>",
    `Cannot use --client "<c>" as the name of a client`,
    "write a host name or an address literal: client.test, [192.0.2.1]",
  ],
  [
    "run x --pass-env SMTP*",
    `Cannot use --pass-env as an environment variable`,
    "write its name, such as SMTP_PASS",
  ],
  ["run x --ca a,b", `Cannot use --ca "a,b" as a path`, pathHint],
  ["run x --report json=a,b", `Cannot use --report "a,b" as a path`, pathHint],
  ["run a,b.yaml", `Cannot use "a,b.yaml" as a path`, pathHint],
  ["diff a.json b,c.json", `Cannot use "b,c.json" as a path`, pathHint],
  ["run x --jobs 0", `Cannot read --jobs "0"`, "a number from 1 to 200"],
  ["run x --jobs 201", `Cannot read --jobs "201"`, "a number from 1 to 200"],
  ["run x --jobs 1.5", `Cannot read --jobs "1.5"`, "a number from 1 to 200"],
  ["run x --delay 1h", `Cannot read --delay "1h"`, "write 500ms, 2s or 5min"],
  ["run x --delay 61min", `Cannot use --delay "61min"`, "from 0ms to 60min"],
  ["run x --timeout 0ms", `Cannot use --timeout "0ms"`, "from 1ms to 60min"], // else no reply could be in time
  ["run x --budget 0ms", `Cannot use --budget "0ms"`, "from 1ms to 60min"], // else nothing could be done
  ["run x --timeout 99999min", `Cannot use --timeout "99999min"`, "from 1ms to 60min"],
  ["run x --shard 0/4", "There is no shard 0/4", "shards count from 1: 1/4 to 4/4"],
  ["run x --shard 5/4", "There is no shard 5/4", "shards count from 1: 1/4 to 4/4"],
  ["run x --shard 0/0", "There is no shard 0/0", "write 1/4"],
  ["run x --shard 2", `Cannot read --shard "2"`, "write 1/4, 2/4, 3/4, 4/4"],
  ["run x --suite 1.2", `Cannot read --suite "1.2" as a version`, `write three numbers: ${version}`],
  [
    "list --suite 999.0.0",
    `Cannot play the suite of 999.0.0: this is smtpspec ${version}`,
    "name this version or an older one",
  ],
  ["run x --allow delivery", `Unknown risk "delivery" in --allow`, `did you mean "delivers"?`],
  ["run x --allow none,heavy", `"none" stands alone in --allow`, "name risks, or none"],
  ["run x --allow ,", `Unknown risk "" in --allow`, "known: delivers, heavy, hostile, slow, none"],
  ["run x --report jsn", `Unknown report format "jsn"`, `did you mean "json"?`],
  ["run x --report json=", `--report json= needs a file after the "="`, ""],
  [
    "run x --report github --report junit",
    "Two reports cannot both go to standard output",
    "write --report FORMAT=FILE for one of them",
  ],
  [
    "run x --report json --report tap",
    "Two reports cannot both go to standard output",
    "write --report FORMAT=FILE for one of them",
  ],
];

for (const [line, message, hint] of mistakes) {
  Deno.test(`readCommandLine() answers "${line}": ${message}`, () => {
    assertEquals(parse(line), { kind: "usage", message, hint });
  });
}

for (const { name, takes, isRepeatable } of Object.values(run.flags)) {
  if (takes === undefined) continue;
  Deno.test(`readCommandLine() asks for a value after ${name}`, () => {
    const expected = { kind: "usage", message: `${name} needs a value: ${takes}`, hint: "" } as const;
    assertEquals(parse(`run x ${name}`), expected);
    assertEquals(parse(`run x ${name}=`), expected);
    assertEquals(parse(`run x ${name} --strict`), expected);
  });

  if (isRepeatable) continue;
  Deno.test(`readCommandLine() refuses a second ${name}`, () => {
    const message = `${name} is given more than once`;
    assertEquals(parse(`run x ${name} 1s ${name} 1s`), { kind: "usage", message, hint: "" });
  });
}

for (const { name, flags } of commands) {
  Deno.test(`readCommandLine() knows no flag of ${name} but its own`, () => {
    const own = new Set(Object.values(flags).map((flag) => flag.name));
    for (const flag of commands.flatMap((other) => Object.values(other.flags))) {
      if (own.has(flag.name)) continue;
      const read = parse(`${name} ${flag.name} x`);
      assertEquals(isUsageError(read) && read.message, `Unknown option "${flag.name}"`);
    }
  });
}

for (
  const text of ["5321 §4.1", "RFC 5321 §4.1", "rfc5321§4.1", "5321-4.1", "5321 section 4.1", "5321 4.1", "5321 §4.1."]
) {
  Deno.test(`readRfc() reads "${text}" as a section`, () => {
    assertEquals(readRfc(text, "--rfc"), "RFC 5321 §4.1");
  });
}
