/** Outcomes into the report. */
import { clip, escapeOctets, plainLine } from "../base/show.ts";
import { latin1 } from "../base/octets.ts";
import { placeOf } from "../base/source.ts";
import type { Covered } from "../case/coverage.ts";
import { type Lint, lintId, lints } from "../judge/lint.ts";
import type { Skip } from "../plan/plan.ts";
import { idAt } from "../plan/result_id.ts";
import type { Offer } from "../smtp/ehlo.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { fixturesOf } from "../targets/facts.ts";
import { hostsOf, type Target } from "../targets/target.ts";
import { showListener } from "../targets/url.ts";
import { makeLintResult } from "../report/lint_result.ts";
import {
  countVerdicts,
  type Report,
  type ReportEndpoint,
  type ReportOffer,
  type ReportRequirement,
  type ReportSanityCheck,
  type ReportTarget,
  type Result,
  schemaVersion,
} from "../report/report.ts";
import { detectSoftware, type KnownSoftware } from "../software/detect.ts";
import type { Probe } from "./probe.ts";
import type { SanityCheck } from "./sanity_check.ts";
import type { LintBook } from "../session/lint_book.ts";
import type { PlayedRun } from "./run.ts";
import type { Secrets } from "../wire/secrets.ts";

/** Makes the result of a run. */
export function resultOf(outcome: PlayedRun): Result {
  const { run, verdict, reason, deviation, deviations, notes, attempts, transcript, dropped, took } = outcome;
  return {
    ...describeCase(run),
    endpoint: run.endpoint.name,
    role: run.endpoint.role,
    verdict,
    reason: reason === undefined ? null : plainLine(reason),
    deviation: deviation ?? null,
    deviations,
    notes: notes.map(plainLine),
    attempts,
    durationMs: round(took),
    transcript: transcript.map((event) => ({ ...event, at: round(event.at) })),
    dropped,
  };
}

/** Makes the result of a run that was stopped before it had one. */
export function resultOfUnplayed(run: Omit<Skip, "reason">, reason: string): Result {
  return { ...resultOfSkip({ ...run, reason }), verdict: "inconclusive" };
}

/** Makes the result of a case that was not played. */
export function resultOfSkip(skip: Skip): Result {
  return {
    ...describeCase(skip),
    endpoint: skip.endpoint?.name ?? null,
    role: skip.endpoint?.role ?? null,
    verdict: "skip",
    reason: plainLine(skip.reason),
    deviation: null,
    deviations: [],
    notes: [],
    attempts: 0,
    durationMs: 0,
    transcript: [],
    dropped: 0,
  };
}

function describeCase({ id, case: each }: Pick<Skip, "id" | "case">) {
  return {
    id,
    again: id,
    area: each.area,
    title: each.title,
    level: each.level,
    demand: each.demand,
    ...(each.impact === undefined ? {} : { impact: each.impact }),
    why: each.why ?? null,
    rfc: each.rfc,
    requirement: each.requirements,
    source: placeOf(each.span),
  };
}

/** Names the host of a result, unless it is the only one. */
export function withHost(result: Result, host: string | undefined): Result {
  return host === undefined ? result : { ...result, host };
}

/** What the linter found on a host, and which results are wanted, by the id without the host. */
export interface LintedHost {
  readonly host: string | undefined;
  readonly lintIds: ReadonlySet<string>;
  /** Those that are wanted only where their rule was broken. */
  readonly lintIdsIfBroken: ReadonlySet<string>;
  readonly env: { readonly lints: LintBook };
}

/** Makes the results of the linter's rules, each by host. A rule that was put to no reply is skipped. */
export function resultsOfLints(hosts: readonly LintedHost[]): Result[] {
  return lints.flatMap((lint) =>
    hosts.filter((each) => isWanted(lint, each)).map(({ host, env }) => {
      const { rule, level, demand, impact, rfc, requirements: requirement } = lint;
      const facts = { id: idAt(lintId(lint), host), level, demand, impact, rfc, requirement };
      const occurrences = env.lints.occurrences(rule).map(({ run, mark, why, received, isTolerated }) => ({
        run,
        event: mark.event,
        why,
        received,
        isTolerated,
      }));
      const [first] = env.lints.occurrences(rule);
      return withHost(makeLintResult(facts, { checked: env.lints.checked(rule), occurrences }, first?.shown), host);
    })
  );
}

function isWanted(lint: Lint, { lintIds, lintIdsIfBroken, env }: LintedHost): boolean {
  const id = lintId(lint);
  return lintIds.has(id) || (lintIdsIfBroken.has(id) && env.lints.occurrences(lint.rule).length > 0);
}

/** All that a report is made of. */
export interface Tally {
  readonly suite: Report["suite"];
  readonly target: Target;
  readonly secrets: Secrets;
  readonly probes: ReadonlyMap<Endpoint, Probe>;
  readonly sanityChecks: readonly { readonly when: "first" | "last"; readonly check: SanityCheck }[];
  readonly facts: Report["facts"];
  readonly options: Report["options"];
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly isComplete: boolean;
  readonly results: readonly Result[];
  readonly coverage: readonly Covered[];
}

/** Puts the report together. */
export function tally(parts: Tally): Report {
  const { results } = parts;
  return {
    schemaVersion,
    suite: parts.suite,
    target: {
      ...describeTarget(parts.target),
      endpoints: parts.target.endpoints.map((each) => {
        const checks = parts.sanityChecks.map(({ check }) => check);
        return describeEndpoint(each, {
          probe: parts.probes.get(each),
          checks,
          target: parts.target,
          secrets: parts.secrets,
        });
      }),
    },
    options: parts.options,
    startedAt: parts.startedAt.toISOString(),
    durationMs: round(parts.durationMs),
    complete: parts.isComplete,
    sanityChecks: parts.sanityChecks.map(({ when, check }) => describeSanityCheck(check, when)),
    ...(parts.facts === undefined || parts.facts.length === 0 ? {} : { facts: parts.facts }),
    summary: countVerdicts(results),
    requirements: requirementsOf(results, parts.coverage),
    results,
  };
}

/** Describes a sanity check. */
export function describeSanityCheck(check: SanityCheck, when: ReportSanityCheck["when"]): ReportSanityCheck {
  return {
    endpoint: check.endpoint.name,
    when,
    passed: check.isPassed,
    reason: check.reason === undefined ? null : plainLine(check.reason),
    ...(check.obstacles.length === 0 ? {} : { obstacles: check.obstacles.map(plainLine) }),
    durationMs: round(check.took),
    transcript: check.transcript.map((event) => ({ ...event, at: round(event.at) })),
  };
}

/** Describes a target but for its endpoints. */
export function describeTarget(target: Target): Omit<ReportTarget, "endpoints"> {
  return {
    name: target.name,
    hosts: hostsOf(target),
    client: target.client,
    from: target.from,
    rcpt: target.rcpt ?? null,
    fixtures: fixturesOf(target),
  };
}

/** What is known of an endpoint. */
export interface EndpointFacts {
  readonly probe: Probe | undefined;
  readonly checks: readonly Pick<SanityCheck, "endpoint" | "transcript">[];
  readonly target: Pick<Target, "software">;
  readonly secrets: Secrets;
}

/** Describes an endpoint, with what it was found to offer and to be. */
export function describeEndpoint(endpoint: Endpoint, facts: EndpointFacts): ReportEndpoint {
  const { probe, secrets } = facts;
  const offer = Object.fromEntries(
    [...probe?.offers ?? []].map(([state, offered]) => [state, describeOffer(offered, secrets)]),
  );
  const software = softwareAt(endpoint, facts);
  return {
    ...{ name: endpoint.name, role: endpoint.role, address: showListener(endpoint), offer, tls: probe?.tls ?? null },
    ...(software === undefined ? {} : { software }),
  };
}

/** What software an endpoint is: its owner decides, then its greeting, then its answer to EHLO. */
function softwareAt(endpoint: Endpoint, { probe, checks, target }: EndpointFacts): KnownSoftware | undefined {
  const check = checks.find((each) => each.endpoint === endpoint);
  const greeting = check?.transcript.find((event) => event.kind === "received");
  const [offer] = probe?.offers.values() ?? [];
  return target.software ??
    detectSoftware({ greeting: greeting?.kind === "received" ? greeting.text : "", hello: offer?.greeting ?? "" });
}

const mostKeywords = 200; // our choices: no server offers so much, and who reads a report wants no more
const mostCharacters = 600;

function describeOffer({ greeting, keywords }: Offer, secrets: Secrets): ReportOffer {
  const show = (text: string) => clip(escapeOctets(latin1(secrets.mask(text))), mostCharacters);
  const lines = keywords.slice(0, mostKeywords).map(({ keyword, params }) => show([keyword, ...params].join(" ")));
  const left = keywords.length - lines.length;
  return { greeting: show(greeting), keywords: left === 0 ? lines : [...lines, `and ${left} more`] };
}

function requirementsOf(
  results: readonly Result[],
  coverage: readonly Covered[],
): Record<string, ReportRequirement> {
  const tested = new Map<string, string[]>();
  for (const { id, requirement } of results) {
    for (const each of requirement) {
      const ids = tested.get(each);
      if (ids === undefined) tested.set(each, [id]);
      else ids.push(id);
    }
  }
  return Object.fromEntries(
    coverage.map(({ requirement: { id, rfc, section, level, wording, says, observe }, cases, reason }) => [
      id,
      {
        ...{ rfc, section, level, ...(wording === "keyword" ? {} : { wording }), says, observe, cases },
        ...{ results: tested.get(id) ?? [], untested: reason ?? null },
      },
    ]),
  );
}

const round = (time: number) => Math.round(time * 1000) / 1000;
