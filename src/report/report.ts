/**
 * The report: lossless, plain data, every other format is rendered from it. Its JSON is this type. All octets that a
 * server sent are escaped as in a `bytes` string, so that the file is printable ASCII wherever a server could write.
 */
import type { Place } from "../base/source.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Impact, Level } from "../case/case.ts";
import type { Role } from "../smtp/role.ts";
import type { Observe } from "../case/requirements.ts";
import { describeWording, type Wording } from "../case/wording.ts";
import type { Deviation } from "../judge/deviation.ts";
import { type Verdict, verdicts } from "../judge/verdict.ts";
import type { KnownSoftware } from "../software/detect.ts";
import type { Exchange, TlsFacts } from "../wire/transcript.ts";

/** The version of this shape. A field that goes or changes its meaning raises it; a new one does not. */
export const schemaVersion = 2;

export interface Report {
  readonly schemaVersion: typeof schemaVersion;
  readonly suite: {
    readonly name: "smtpspec";
    readonly version: string;
    /** SHA-256 over the texts of all case files, in hex. */
    readonly casesHash: string;
  };
  readonly target: ReportTarget;
  readonly options: ReportOptions;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: Milliseconds;
  /** False when the run was cut short, by Ctrl-C or --fail-fast. */
  readonly complete: boolean;
  /** The sanity check of each endpoint, before the cases and after them. */
  readonly sanityChecks: readonly ReportSanityCheck[];
  /** What was learnt of the server by the way, which no result is about. Absent for nothing. */
  readonly facts?: readonly ReportFact[];
  readonly summary: Readonly<Record<Verdict, number>>;
  /** All requirements of the catalogue, by id: what the suite tests, what this run tested, and what has no case. */
  readonly requirements: Readonly<Record<string, ReportRequirement>>;
  /** In the order of the case files; the linter's rules come last. */
  readonly results: readonly Result[];
  /** The baseline of known failures that was applied to the results; absent where there was none. */
  readonly baseline?: ReportBaseline;
  /** Results that were left out to make the report small, counted by area; absent in a whole report. */
  readonly leftOut?: Readonly<Record<string, Readonly<Record<Verdict, number>>>>;
}

export interface ReportBaseline {
  readonly file: string;
  readonly entries: readonly Known[];
  /** The entries that no longer hold, in the order of the file. */
  readonly staleEntries: readonly StaleEntry[];
}

/** One entry of a baseline: a failure or warning that somebody has decided to live with. */
export interface Known {
  readonly id: string;
  readonly verdict: "fail" | "warn";
  /** The key of what was received, or the beginning of one; null fits anything. */
  readonly saw: string | null;
  readonly why: string | null;
  readonly link: string | null;
  /** The last day on which the entry holds, in UTC: 2027-01-31. */
  readonly expires: string | null;
  /** Where it stands in the baseline. */
  readonly source: Place;
}

/** Why an entry is stale: there is no such case, it passes, it fails in another way, or the entry has expired. */
export interface StaleEntry {
  readonly kind: "gone" | "passes" | "other" | "expired";
  readonly id: string;
  /** A sentence about what is stale, and what to do. */
  readonly description: string;
  readonly source: Place;
}

export interface ReportTarget {
  readonly name: string;
  /** The hosts that were tested, one or several. */
  readonly hosts: readonly string[];
  readonly endpoints: readonly ReportEndpoint[];
  readonly client: string;
  readonly from: string;
  readonly rcpt: string | null;
  /** What was provided besides: unknown_rcpt, foreign_rcpt, user, mailbox, "rcpts 100". */
  readonly fixtures: readonly string[];
}

export interface ReportEndpoint {
  /** Its role; of several hosts, ROLE@HOST. */
  readonly name: string;
  readonly role: Role;
  /** As a target is written: smtp://127.0.0.1:2525. */
  readonly address: string;
  /** What EHLO offered in each state that was reached: plain, tls, auth, tls+auth. */
  readonly offer: Readonly<Record<string, ReportOffer>>;
  readonly tls: TlsFacts | null;
  /** What software it is; absent where that is not known. */
  readonly software?: KnownSoftware;
}

export interface ReportOffer {
  readonly greeting: string;
  readonly keywords: readonly string[];
}

export interface ReportOptions {
  /**
   * The command line that named this target, as smtpspec was started and without what selected cases: deno task smtpspec
   * run mx.yaml.
   */
  readonly command: string;
  /** The risks that were allowed, on some host at least. */
  readonly allow: readonly string[];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly areas: readonly string[];
  /** must, should or may: the levels that were selected; this and what follows is absent where it selected nothing. */
  readonly levels?: readonly string[];
  /** The RFCs and sections: RFC 5321 §4.1. */
  readonly rfcs?: readonly string[];
  readonly requirements?: readonly string[];
  readonly impacts?: readonly string[];
  /** The report whose failures and warnings were played again, as it was named. */
  readonly lastFailed?: string;
  /** The version up to which cases were selected; absent for all. */
  readonly suite?: string;
  /** The part of the selection that was run, counted from 1; absent for the whole. */
  readonly shard?: { readonly index: number; readonly of: number };
  readonly jobs: number;
}

export interface ReportSanityCheck {
  /** The name of the endpoint. */
  readonly endpoint: string;
  readonly when: "first" | "last";
  readonly passed: boolean;
  /** Why it failed. */
  readonly reason: string | null;
  /** Why some results are inconclusive though it passed, a sentence each: what has to be mended. Absent for none. */
  readonly obstacles?: readonly string[];
  readonly durationMs: Milliseconds;
  readonly transcript: readonly Exchange[];
}

/** A fact about an endpoint: a limit that it announces or that was met, how long its greeting takes. It has no verdict. */
export interface ReportFact {
  /** The name of the endpoint. */
  readonly endpoint: string;
  /** What it is about: "recipients of a message". */
  readonly about: string;
  readonly value: string;
  /** In which case, or session of the runner's own, it was seen first; null for what the server announces. */
  readonly run: string | null;
}

export interface ReportRequirement {
  readonly rfc: number;
  readonly section: string;
  readonly level: Level;
  /** How the RFC says it; absent where it uses a key word of RFC 2119, and in reports that do not know. */
  readonly wording?: Exclude<Wording, "keyword">;
  readonly says: string;
  /** Where it can be seen. */
  readonly observe: Observe;
  /** The cases of the suite that test it, without their variants. */
  readonly cases: readonly string[];
  /** Ids of the results of this run that test it. */
  readonly results: readonly string[];
  /** Why the suite has no case for it; null if it has one, or if no reason is known. */
  readonly untested: string | null;
}

export interface Result {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly level: Level;
  readonly demand: string;
  /** What follows from a failure; absent where the case does not say so. */
  readonly impact?: Impact;
  readonly why: string | null;
  readonly rfc: readonly string[];
  readonly requirement: readonly string[];
  /** The name of the endpoint where it was played, and its role; null where there is none for it. */
  readonly endpoint: string | null;
  readonly role: Role | null;
  /** The host that it is about; absent where the run tested one. */
  readonly host?: string;
  readonly verdict: Verdict;
  /** One line: why the verdict is not a plain pass. */
  readonly reason: string | null;
  /** What the verdict is based on. */
  readonly deviation: Deviation | null;
  /** Further deviations, on which the verdict is not based: what is worth a note, though a server may do it. */
  readonly deviations: readonly Deviation[];
  readonly notes: readonly string[];
  readonly attempts: number;
  /** The pattern for `--only` that plays it again: its id, or for a rule of the linter a case that broke it. */
  readonly again: string;
  readonly source: Place | null;
  readonly durationMs: Milliseconds;
  readonly transcript: readonly Exchange[];
  /** How many events of the transcript were left out. */
  readonly dropped: number;
  /** What the reply linter saw of its rule; absent for a case. */
  readonly linted?: Linted;
  /** The entry of the baseline that names this result; absent where there is none. */
  readonly known?: Known;
}

/** What the reply linter saw of one rule in all sessions. */
export interface Linted {
  /** How many replies the rule was put to. */
  readonly checked: number;
  /** The first hundred breaches. */
  readonly occurrences: readonly {
    /** The id of the result in whose session it was seen, or "sanity check of ENDPOINT". */
    readonly run: string;
    readonly event: number;
    readonly why: string;
    readonly received: string;
    readonly isTolerated: boolean;
  }[];
}

/** Completes the sentence of a result: "The server MUST NOT …". */
export function sentenceOf(result: Pick<Result, "level" | "demand">): string {
  return `The server ${result.level.toUpperCase()} ${result.demand}`;
}

/** Says what a result rests on where the RFC has no key word for it; undefined otherwise, and where nothing is known. */
export function wordingOf(
  { level, requirement }: Pick<Result, "level" | "requirement">,
  report: Report,
): string | undefined {
  const known = requirement.flatMap((id) =>
    Object.hasOwn(report.requirements, id) ? report.requirements[id] ?? [] : []
  );
  return describeWording(level, known.map((each) => ({ level: each.level, wording: each.wording ?? "keyword" })));
}

/** Counts verdicts. */
export function countVerdicts(results: readonly Pick<Result, "verdict">[]): Record<Verdict, number> {
  const counts = noVerdicts();
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

/** Counts nothing: each verdict has its zero. */
export function noVerdicts(): Record<Verdict, number> {
  return { pass: 0, warn: 0, fail: 0, xfail: 0, xpass: 0, inconclusive: 0, skip: 0, error: 0 };
}

/** The verdicts that have a place where counts are shown: some only where there are some. */
export function shownVerdicts(counts: Readonly<Record<Verdict, number>>): readonly Verdict[] {
  const rare: readonly Verdict[] = ["xfail", "xpass", "error"];
  return verdicts.filter((verdict) => !rare.includes(verdict) || counts[verdict] > 0);
}

/** Gives why a failure is accepted, and where it is discussed; undefined where the baseline has neither. */
export function whyKnown(known: Known | undefined): string | undefined {
  const words = [known?.why, known?.link].filter((word) => typeof word === "string");
  return words.length === 0 ? undefined : words.join(", ");
}

/** Gives the reason that a result shares with others of its verdict: of a known failure it is why it is wrong. */
export function sharedReason({ verdict, known, deviation, reason }: Result): string {
  return (verdict === "xfail" ? whyKnown(known) ?? deviation?.because : undefined) ?? reason ?? "no reason was given";
}

/** Groups results by area, in the order of the areas. */
export function byArea(results: readonly Result[]): Map<string, Result[]> {
  return Map.groupBy(results, ({ area }) => area);
}

/** Gives the command that plays one result again. */
export function againCommand({ options }: Report, { again }: Result): string {
  return `${options.command} --only ${quoteForShell(again)}`;
}

/** Quotes a word of a command line where the shell would make something else of it. */
export function quoteForShell(word: string): string {
  return /^[A-Za-z0-9_./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
