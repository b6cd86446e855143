/** The flags of each command, as tables: parsing, help and "did you mean" are made of them. */

/** One flag. `value` names what it takes; a flag without one is a switch. */
export interface Flag {
  readonly value?: string;
  readonly isList?: boolean;
  readonly says: string;
}
export type Flags = { readonly [name: string]: Flag };

export const selectionFlags = {
  cases: { value: "DIR", isList: true, says: "Case files of your own, instead of the shipped ones (repeatable)" },
  only: { value: "GLOB", isList: true, says: "Only the cases that fit: auth, auth/plain/*, '**/noop*' (repeatable)" },
  skip: { value: "GLOB", isList: true, says: "All but the cases that fit (repeatable)" },
  shard: { value: "I/N", says: "Part I of N, from 1/N to N/N: a stable split by case; see merge" },
  area: { value: "AREA", isList: true, says: "Only the cases of an area: auth, data, ehlo, ... (repeatable)" },
} satisfies Flags;

export const targetFlags = {
  rcpt: { value: "ADDRESS", isList: true, says: "A mailbox that accepts mail; several make a list (repeatable)" },
  "unknown-rcpt": { value: "ADDRESS", says: "An address of the server's domain that does not exist" },
  "foreign-rcpt": { value: "ADDRESS", says: "An address for which the server must not relay" },
  from: { value: "ADDRESS", says: "The sender (default: sender@client.test)" },
  client: { value: "NAME", says: "The name to give in EHLO (default: client.test)" },
  user: { value: "NAME", says: "Somebody who may authenticate" },
  "pass-env": { value: "VAR", says: "The environment variable that holds the password" },
  maildir: { value: "DIR", says: "The Maildir of --rcpt, to read delivered mail back" },
  ca: { value: "FILE", says: "Root certificates (PEM) instead of the built-in ones" },
  "4": { says: "IPv4 only" },
  "6": { says: "IPv6 only" },
} satisfies Flags;

export const runFlags = {
  ...targetFlags,
  ...selectionFlags,
  allow: { value: "CLASSES", says: "What cases may do: delivers,heavy,hostile,slow or none" },
  jobs: { value: "N", says: "The most connections at once (default: 16 on loopback, else 2)" },
  delay: { value: "TIME", says: "The pause between two connections (default: 0ms on loopback, else 1s)" },
  timeout: { value: "TIME", says: "How long a reply may take (default: 10s)" },
  wait: { value: "TIME", says: "How long the server may be starting (default: not at all)" },
  baseline: { value: "FILE", says: "Known failures to live with: only others break the run" },
  strict: { says: "A warning breaks the run as a failure does" },
  "fail-fast": { says: "Stop at the first failure" },
  verbose: { says: "Show passed cases, and the transcripts of warnings" },
  report: {
    value: "FORMAT[=FILE]",
    isList: true,
    says: "console, html, json, junit, markdown, github, ndjson or tap, to a file or to standard output (repeatable)",
  },
} satisfies Flags;

export const commandFlags = {
  run: runFlags,
  list: {
    ...selectionFlags,
    requirements: { says: "The requirements of each RFC with their cases, or why they have none" },
  },
  explain: { cases: selectionFlags.cases },
  check: {},
  init: {
    client: targetFlags.client,
    "4": targetFlags["4"],
    "6": targetFlags["6"],
    output: { value: "FILE", says: "Write the target file there instead of standard output" },
  },
  render: { report: runFlags.report, verbose: runFlags.verbose },
  diff: {},
  merge: { report: runFlags.report, verbose: runFlags.verbose, strict: runFlags.strict },
  baseline: {
    output: { value: "FILE", says: "Write a new baseline there instead of standard output" },
    update: { value: "FILE", says: "Bring this one up to date: comments, reasons and links stay" },
    strict: { says: "Warnings too, for run --strict" },
  },
} satisfies { readonly [command: string]: Flags };

export type CommandName = keyof typeof commandFlags;
export const commandNames = Object.keys(commandFlags) as readonly CommandName[];

/** One line about each command. */
export const commandSays: Readonly<Record<CommandName, string>> = {
  run: "test a server and report",
  list: "list the cases, without a connection",
  explain: "explain a case: its requirement, what passes and what fails",
  check: "validate case files, target files and baselines",
  init: "ask a server what it offers and write a target file",
  render: "make another format of a saved JSON report",
  diff: "compare two saved JSON reports: what broke, what got better",
  merge: "put the JSON reports of all shards together",
  baseline: "write the failures of a saved JSON report down as known",
};
