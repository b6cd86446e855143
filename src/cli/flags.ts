/** The flags that several commands share. */
import { type Flag, listFlag, type OptionsOf, switchFlag, valueFlag } from "./flag.ts";
import { addressForm, clientForm, plainText, variableForm } from "../targets/form.ts";
import { imapForm } from "../targets/imap_url.ts";
import {
  readAs,
  readForce,
  readImpact,
  readPath,
  readProxy,
  readReports,
  readRfc,
  readShard,
  readSoftwareName,
  readSuite,
  readText,
  type ReportRequest,
} from "./flag_values.ts";

/** What selects cases. */
export const selectionFlags = {
  cases: listFlag({
    name: "--cases",
    takes: "DIR",
    description: "Case files of your own, instead of the shipped ones (repeatable)",
    read: readPath,
  }),
  only: listFlag({
    name: "--only",
    takes: "GLOB",
    description: "Only the cases that match: auth, auth/plain/*, '**/noop*', '@mx2.test' (repeatable)",
    read: readText,
  }),
  skip: listFlag({
    name: "--skip",
    takes: "GLOB",
    description: "Leave out the cases that match (repeatable)",
    read: readText,
  }),
  shard: valueFlag({
    name: "--shard",
    takes: "I/N",
    description: "Part I of N, from 1/N to N/N: a stable split by case; see merge",
    read: readShard,
  }),
  areas: listFlag({
    name: "--area",
    takes: "AREA",
    description: "Only the cases of an area: auth, data, ehlo, ... (repeatable)",
    read: readText,
  }),
  levels: listFlag({
    name: "--level",
    takes: "LEVEL",
    description: "Only what an RFC requires so strongly: must, should or may (repeatable)",
    read: readForce,
  }),
  rfcs: listFlag({
    name: "--rfc",
    takes: "RFC",
    description: "Only the cases about an RFC, 5321, or a section of it, '5321 §4.1' (repeatable)",
    read: readRfc,
  }),
  requirements: listFlag({
    name: "--requirement",
    takes: "ID",
    description: "Only the cases that test a requirement: 5321-4.1.1.9-a (repeatable)",
    read: readText,
  }),
  impacts: listFlag({
    name: "--impact",
    takes: "IMPACT",
    description: "Only the cases whose failure means so much: security, loss, interoperability or form (repeatable)",
    read: readImpact,
  }),
  lastFailed: valueFlag({
    name: "--last-failed",
    takes: "FILE",
    description: "Only what failed or warned in a saved JSON report",
    read: readPath,
  }),
  suite: valueFlag({
    name: "--suite",
    takes: "VERSION",
    description: "Only the cases that this version had, so that an update adds no failures",
    read: readSuite,
  }),
};
export type SelectionOptions = OptionsOf<typeof selectionFlags>;

/** What describes a target beyond its address. */
export const targetFlags = {
  rcpt: listFlag({
    name: "--rcpt",
    takes: "ADDRESS",
    description: "A mailbox that accepts mail; several make a list (repeatable)",
    read: readAs(addressForm),
  }),
  unknownRcpt: valueFlag({
    name: "--unknown-rcpt",
    takes: "ADDRESS",
    description: "An address of the server's domain that does not exist",
    read: readAs(addressForm),
  }),
  foreignRcpt: valueFlag({
    name: "--foreign-rcpt",
    takes: "ADDRESS",
    description: "An address for which the server must not relay",
    read: readAs(addressForm),
  }),
  list: valueFlag({
    name: "--list",
    takes: "ADDRESS",
    description: "A mailing list of the server",
    read: readAs(addressForm),
  }),
  from: valueFlag({
    name: "--from",
    takes: "ADDRESS",
    description: "The sender (default: sender@client.test)",
    read: readAs(addressForm),
  }),
  client: valueFlag({
    name: "--client",
    takes: "NAME",
    description: "The name to give in EHLO (default: client.test)",
    read: readAs(clientForm),
  }),
  user: valueFlag({
    name: "--user",
    takes: "NAME",
    description: "A user who may authenticate",
    read: readAs(plainText),
  }),
  passEnv: valueFlag({
    name: "--pass-env",
    takes: "VAR",
    description: "The environment variable that holds the password",
    read: readAs(variableForm),
  }),
  bearerTokenEnv: valueFlag({
    name: "--bearer-token-env",
    takes: "VAR",
    description: "The environment variable that holds a token of OAuth 2.0 for --user",
    read: readAs(variableForm),
  }),
  clientCert: valueFlag({
    name: "--client-cert",
    takes: "FILE",
    description: "A certificate for the client to show in TLS (PEM)",
    read: readPath,
  }),
  clientKey: valueFlag({
    name: "--client-key",
    takes: "FILE",
    description: "The key of --client-cert (PEM)",
    read: readPath,
  }),
  maildir: valueFlag({
    name: "--maildir",
    takes: "DIR",
    description: "The Maildir of --rcpt, to read delivered mail back",
    excludes: { name: "--imap", hint: "give one of them" },
    read: readPath,
  }),
  imap: valueFlag({
    name: "--imap",
    takes: "URL",
    description: "The mailbox of --rcpt over IMAP, to read delivered mail back: imaps://USER@HOST:PORT",
    read: readAs(imapForm),
  }),
  imapPassEnv: valueFlag({
    name: "--imap-pass-env",
    takes: "VAR",
    description: "The environment variable that holds the password of --imap (default: that of --pass-env)",
    read: readAs(variableForm),
  }),
  ca: valueFlag({
    name: "--ca",
    takes: "FILE",
    description: "Root certificates (PEM) instead of the built-in ones",
    read: readPath,
  }),
  proxy: valueFlag({
    name: "--proxy",
    takes: "VERSION",
    description: "Begin each connection with the header of the PROXY protocol, v1 or v2: for a server behind a proxy",
    read: readProxy,
  }),
  software: valueFlag({
    name: "--software",
    takes: "NAME",
    description: "What the server is, where its greeting does not say it: postfix, or postfix/3.9. The report then " +
      "names settings of it",
    read: readSoftwareName,
  }),
  isOnlyIpv4: switchFlag("-4", "Connect over IPv4 only", { name: "-6", hint: "give one of them, or neither" }),
  isOnlyIpv6: switchFlag("-6", "Connect over IPv6 only"),
};
export type TargetOptions = OptionsOf<typeof targetFlags>;

/** What makes reports. */
export const reportFlags = {
  reports: {
    name: "--report",
    takes: "FORMAT[=FILE]",
    isRepeatable: true,
    description:
      "console, html, json, junit, markdown, github, ndjson or tap, to a file or to standard output (repeatable)",
    excludes: undefined,
    read: (given) => readReports(given, "--report"),
  } satisfies Flag<readonly ReportRequest[]>,
  isVerbose: switchFlag("--verbose", "Show everything: passed cases, each transcript, counts by area", {
    name: "--quiet",
    hint: "give one of them, or neither",
  }),
  isQuiet: switchFlag("--quiet", "Print nothing but the line with the counts"),
};
export type ReportFlagOptions = OptionsOf<typeof reportFlags>;

/** Whether warnings count as failures. */
export const strictFlag = switchFlag("--strict", "Treat a warning as a failure");
