/**
 * The demo: the whole suite against the npm package smtp-server, a real server that many people run, started in this
 * process on a free loopback port. It exits 0 when its run is complete, whatever it finds.
 */
import type { AddressInfo, Server } from "node:net";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { certificate, key } from "../reference/certificate.ts";
import { concat, latin1Text, type Octets } from "../base/octets.ts";
import { hashCases } from "../case/load.ts";
import { readArguments } from "../cli/command_line.ts";
import { run } from "../cli/commands/run.ts";
import { printError, printUsageError } from "../cli/print.ts";
import { makeProgressLine } from "../cli/progress.ts";
import { chooseCases } from "../cli/choose_cases.ts";
import { reportedSelection } from "../cli/reported_selection.ts";
import { makeToken } from "../cli/token.ts";
import { version } from "../cli/version.ts";
import { writeReports } from "../cli/write_reports.ts";
import { exitCodes } from "../judge/exit_code.ts";
import { runSuite } from "../run/suite.ts";
import { type DeliveredMail, type Mailbox, type MailboxAccess, parseMail, plainMailbox } from "../targets/mailbox.ts";
import { endpointsOf } from "../targets/endpoint.ts";
import { bareTarget, defaultClient, type Target } from "../targets/target.ts";

const domain = "mx.test"; // RFC 2606 §2
const rcpts = ["alice", ...Array.from({ length: 150 }, (_, index) => `user${index + 1}`)].map((name) =>
  `${name}@${domain}`
);
const known = new Set([...rcpts, "postmaster", `postmaster@${domain}`]);
const user = "alice";
const pass = "correct horse battery staple";
const jobs = 16;

/** A refusal with the code that smtp-server is to answer. */
function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

/** Hosts smtp-server as a small mail host would: known recipients, no relaying without AUTH, trace fields. */
function host(inbox: DeliveredMail[]) {
  return new SMTPServer({
    name: domain,
    key,
    cert: certificate,
    authMethods: ["PLAIN", "LOGIN", "CRAM-MD5"],
    authOptional: true,
    allowInsecureAuth: false,
    disableReverseLookup: true,
    size: 20_000_000,
    onAuth(auth, _session, done) {
      // CRAM-MD5 brings no password, but can check one.
      const isRight = auth.username === user &&
        (auth.password === undefined ? auth.validatePassword(pass) : auth.password === pass);
      done(isRight ? null : refusal(535, "5.7.8 Wrong user or password"), { user: auth.username });
    },
    onRcptTo({ address }, session, done) {
      const isOurs = known.has(address.toLowerCase());
      const isForeign = !address.toLowerCase().endsWith(`@${domain}`);
      if (isOurs || (isForeign && session.user !== undefined)) done();
      else done(isForeign ? refusal(550, "5.7.1 No relaying") : refusal(550, "5.1.1 No such mailbox"));
    },
    onData(stream, session, done) {
      collect(stream).then(
        (content) => {
          inbox.push(parseMail(trace(session) + latin1Text(content)));
          done(null, "2.6.0 Kept");
        },
        (error: Error) => done(error), // The client went away in the midst of its message.
      );
    },
  });
}

/** smtp-server leaves the trace fields of RFC 5321 §4.4 to its host. */
function trace({ secure, user: sender, envelope }: SMTPServerSession): string {
  const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
  const protocol = `ESMTP${secure ? "S" : ""}${sender === undefined ? "" : "A"}`; // RFC 3848
  const date = new Date().toUTCString().replace("GMT", "+0000");
  return `Return-Path: <${from}>\r\nReceived: from ${defaultClient} by ${domain} with ${protocol}; ${date}\r\n`;
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Octets> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return concat(parts);
}

/** The access to a mailbox in memory. */
function accessToInbox(inbox: readonly DeliveredMail[]): MailboxAccess {
  return {
    name: "inbox",
    setting: "the demo",
    findMissing: () => Promise.resolve(undefined),
    open: () => Promise.resolve(openInbox(inbox)),
    secrets: [],
  };
}

function openInbox(inbox: readonly DeliveredMail[]): Mailbox {
  return {
    ...plainMailbox,
    get arrived() {
      return inbox.length;
    },
    find: (text, { after = 0 } = {}) =>
      Promise.resolve(
        inbox.slice(after)
          .filter(({ header, body }) => body.includes(text) || header.some(({ value }) => value.includes(text))),
      ),
  };
}

/** Starts a server on a free loopback port. */
async function listen(server: { listen(port: number, host: string, done: () => void): Server }): Promise<number> {
  const socket = await new Promise<Server>((resolve) => {
    const listening: Server = server.listen(0, "127.0.0.1", () => resolve(listening));
  });
  return (socket.address() as AddressInfo).port;
}

/** Runs the demo; takes what selects cases and shows them, as `smtpspec run` does; gives the exit code. */
async function demo(argv: readonly string[]): Promise<number> {
  const command = readArguments(run, ["demo", ...argv]);
  if (command.kind === "usage") return await printUsageError(command.message, command.hint);
  if (command.kind === "help") {
    return await printUsageError("The demo has no help of its own", "see smtpspec run --help");
  }
  const { options } = command;
  const chosen = await chooseCases(options, "whole suite");
  if (typeof chosen === "number") return chosen;
  const { cases, lintIds, coverage, loaded: { sources } } = chosen;
  const inbox: DeliveredMail[] = [];
  const server = host(inbox);
  server.on("error", () => {}); // A client that resets its connection is no trouble of the demo.
  const port = await listen(server);
  const target: Target = {
    name: "smtp-server from npm, hosted by the demo",
    endpoints: endpointsOf([{ name: "127.0.0.1", listeners: [{ role: "mx", address: { host: "127.0.0.1", port } }] }]),
    ...bareTarget,
    rcpt: rcpts[0],
    rcpts,
    unknownRcpt: `nobody@${domain}`,
    foreignRcpt: "someone@example.org",
    user,
    pass,
    mailboxes: new Map([[rcpts[0] ?? "", accessToInbox(inbox)]]),
    ca: certificate,
  };
  const clock = () => performance.now();
  const progress = makeProgressLine(clock);
  const allowed = ["delivers", "heavy", "hostile"] as const;
  const report = await runSuite({
    version,
    casesHash: await hashCases(sources),
    cases,
    lintIds,
    coverage,
    target,
    termsFor: () => ({ allowed, jobs, delay: 0 }),
    isFailFast: false,
    reported: {
      command: "deno task demo",
      allow: allowed,
      jobs,
      ...reportedSelection(options),
    },
    clock,
    now: () => new Date(),
    token: makeToken,
    signal: new AbortController().signal,
    onProgress: progress.show,
  });
  await progress.clear();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const reports = [
    ...options.reports,
    ...["json", "html"].map((format) => ({ format, file: `reports/demo.${format}` })),
  ];
  const isWritten = await writeReports(report, reports, { ...options, isConsoleAdded: true });
  if (isWritten) await printError(`\nwritten: ${reports.flatMap(({ file }) => file ?? []).join(", ")}\n`);
  return isWritten && report.complete && report.sanityChecks.every(({ passed }) => passed)
    ? exitCodes.conforms
    : exitCodes.untestable;
}

if (import.meta.main) Deno.exit(await demo(Deno.args));
