/** Querying what a server offers. */
import { exitCodes } from "../../judge/exit_code.ts";
import { type Probe, probe } from "../../run/probe.ts";
import { runSanityCheck, type SanityCheck } from "../../run/sanity_check.ts";
import type { Env } from "../../run/env.ts";
import { secretsOf } from "../../session/secrets.ts";
import { FactBook } from "../../session/fact_book.ts";
import { LintBook } from "../../session/lint_book.ts";
import { Health } from "../../run/health.ts";
import { LastSeen } from "../../run/last_seen.ts";
import { Suspicions } from "../../run/suspicions.ts";
import { Obstacles } from "../../run/obstacles.ts";
import { Pool } from "../../run/pool.ts";
import type { Endpoint } from "../../targets/endpoint.ts";
import { hostsOf, isLoopback, type Target } from "../../targets/target.ts";
import { hintOf } from "../../report/sanity_hint.ts";
import { hasGreeted } from "../../run/failed_check.ts";
import { showListener } from "../../targets/url.ts";
import { ownTerms, strangeTerms } from "../terms.ts";
import { plainLine } from "../../base/show.ts";
import { placeToWrite, schemaComment } from "../schema_line.ts";
import { findTarget, noTargetOptions } from "../find_target.ts";
import type { TargetOptions } from "../flags.ts";
import { writeNewFile } from "../new_file.ts";
import { printMessage, printOut, printProblems, printUsageError } from "../print.ts";

/** How the server is queried, and where the target file is written. */
export interface InitOptions extends Pick<TargetOptions, "client" | "proxy" | "isOnlyIpv4" | "isOnlyIpv6"> {
  readonly output: string | undefined;
}

/** Queries what a server offers, and writes a target file to fill in. */
export async function initTarget(words: readonly string[], options: InitOptions): Promise<number> {
  const target = await findTarget(words, { ...noTargetOptions, ...options });
  if ("kind" in target) {
    return target.kind === "problems"
      ? await printProblems(target.problems)
      : await printUsageError(target.message, target.hint);
  }
  const clock = () => performance.now();
  const obstacles = new Obstacles();
  const env: Env = {
    target,
    secrets: secretsOf(target),
    clock,
    now: () => new Date(),
    token: () => "init",
    mailboxes: new Map(),
    lints: new LintBook(),
    facts: new FactBook(),
    pool: new Pool({ jobs: strangeTerms.jobs, delay: isLoopback(target) ? ownTerms.delay : strangeTerms.delay, clock }),
    obstacles,
    health: new Health(clock, obstacles),
    lastSeen: new LastSeen(clock),
    portsInTls: new Map(),
    suspicions: new Suspicions(),
    temporary: new Set(),
    refusals: new Map(),
    refusedMechanisms: new Map(),
    signal: new AbortController().signal,
  };
  const asked: { endpoint: Endpoint; check: SanityCheck; found: Probe }[] = [];
  for (const endpoint of target.endpoints) {
    const check = await runSanityCheck(env, endpoint);
    const found = hasGreeted(check) ? await probe(env, endpoint) : undefined;
    if (found === undefined || found.offers.size === 0) {
      const { name, role } = endpoint;
      const described = { name, role, address: showListener(endpoint) };
      const hint = hintOf({ ...check, endpoint: name }, { endpoints: [described], fixtures: [] });
      await printMessage("error", `Cannot query the endpoint ${name}: ${check.reason ?? "it offers nothing"}`, hint);
      return exitCodes.untestable;
    }
    asked.push({ endpoint, check, found });
  }
  const comment = schemaComment("target", placeToWrite(options.output));
  const text = `#${comment}\n${writeTargetFile(target, asked.map(({ endpoint, found }) => ({ endpoint, found })))}`;
  if (options.output === undefined) await printOut(text);
  else {
    const obstacle = await writeNewFile(options.output, text, "name another file");
    if (obstacle !== undefined) return await printUsageError(obstacle.message, obstacle.hint);
  }
  return exitCodes.conforms;
}

/** Writes a target file with what is known, and comments on what to add. */
export function writeTargetFile(
  target: Target,
  asked: readonly { readonly endpoint: Endpoint; readonly found: Probe }[],
): string {
  const offers = asked.flatMap(({ endpoint, found }) =>
    [...found.offers].map(([state, { keywords }]) =>
      `#   ${endpoint.name}, ${state}: ${
        plainLine(keywords.map(({ keyword, params }) => [keyword, ...params].join(" ")).join(", "))
      }`
    )
  );
  return [
    "# A target of smtpspec. Cases that need what is missing are skipped.",
    "# What the server offered:",
    ...offers,
    "",
    `name: ${JSON.stringify(hostsOf(target).join(" "))} # what reports call it`,
    ...writeHosts(target),
    `client: ${JSON.stringify(target.client)} # the name to give in EHLO`,
    `from: ${JSON.stringify(target.from)} # the sender; some servers look its domain up`,
    "",
    "# rcpt: alice@mx.test # a mailbox that accepts mail",
    "# rcpts: user[1-100]@mx.test # a hundred of them",
    "# unknown_rcpt: nobody@mx.test # an address of the server's domain that does not exist",
    "# foreign_rcpt: someone@example.org # an address for which the server must not relay",
    "# list: staff@mx.test # a mailing list of the server",
    "# user: alice # a user who may authenticate",
    "# pass: env SMTP_PASS # the password, by environment variable only",
    "# bearer_token: env SMTP_TOKEN # a token of OAuth 2.0 for the user, by environment variable only",
    "# client_cert: alice.pem # a certificate for the client to show in TLS",
    "# client_key: alice.key # the key of that certificate",
    "# mailboxes: {alice@mx.test: {maildir: /srv/mx/alice/Maildir}} # to read delivered mail back",
    "# mailboxes: {alice@mx.test: {imap: imaps://alice@mx.test, pass: env IMAP_PASS}} # or over IMAP",
    "# ca: /etc/ssl/my-root.pem # root certificates instead of the built-in ones",
    "# within: {greeting: 30s, reply: 10s, end-of-data: 60s, delivery: 30s}",
    "# connections: 4 # the most at once",
    ...target.proxy === undefined
      ? ["# proxy: v1 # the server is behind a proxy that begins with the header of the PROXY protocol"]
      : [`proxy: ${target.proxy} # the header with which a connection begins`],
    "",
  ].join("\n");
}

/** Writes one host with its ports, or several. */
function writeHosts(target: Target): string[] {
  const [first = "localhost", ...others] = hostsOf(target);
  const portsOf = (name: string) =>
    target.endpoints.filter(({ host }) => host === name)
      .map(({ role, address }) => `${role}: ${"path" in address ? JSON.stringify(address.path) : address.port}`).join(
        ", ",
      );
  if (others.length === 0) return [`host: ${JSON.stringify(first)}`, `ports: {${portsOf(first)}}`];
  return [
    "hosts:",
    ...[first, ...others].map((name) => `  - {host: ${JSON.stringify(name)}, ports: {${portsOf(name)}}}`),
  ];
}
