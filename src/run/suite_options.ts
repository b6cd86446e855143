/** What a suite is to run, and how. */
import type { Milliseconds } from "../base/time.ts";
import type { Case, Risk } from "../case/case.ts";
import type { Covered } from "../case/coverage.ts";
import type { Estimate } from "../plan/estimate.ts";
import type { ReportEvent } from "../report/events.ts";
import type { ReportOptions, Result } from "../report/report.ts";
import type { Target } from "../targets/target.ts";
import type { RunBudget } from "./run_budget.ts";

/** On which terms a host is tested. */
export interface Terms {
  /** The risks that cases may take. */
  readonly allowed: readonly Risk[];
  /** The most connections at once. */
  readonly jobs: number;
  /** The pause between two of them. */
  readonly delay: Milliseconds;
}

/** What to run, and how. Clock, time of day and random words are handed in. */
export interface SuiteOptions {
  readonly version: string;
  readonly casesHash: string;
  readonly cases: readonly Case[];
  /** The linter's results that are wanted on some host, by the id without the host. */
  readonly lintIds: readonly string[];
  /** Those that are wanted only where their rule was broken. Absent: none. */
  readonly lintIdsIfBroken?: readonly string[];
  /** Says of an id without the host whether the result is wanted on a host. Absent: all are. */
  readonly selects?: (id: string, host: string) => boolean;
  /** The catalogue of requirements with the cases of the whole suite, selected or not. */
  readonly coverage: readonly Covered[];
  readonly target: Target;
  /** Gives the terms for a host. */
  readonly termsFor: (host: string) => Terms;
  /** For how long the server may be starting; absent: not at all. */
  readonly wait?: Milliseconds;
  /** How long the whole run may take: what is left then is inconclusive. Absent: as long as it needs. */
  readonly budget?: RunBudget;
  readonly isFailFast: boolean;
  readonly reported: ReportOptions;
  readonly clock: () => Milliseconds;
  readonly now: () => Date;
  readonly token: () => string;
  /** Aborted by Ctrl-C: what is under way is given no result, and the report has `complete: false`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Called once, when it is known what is to be played; absent: nobody wants to know. */
  readonly onPlanned?: (planned: Planned) => void;
  /** Called with the reason where the budget was used up before all was played; absent: nobody wants to know. */
  readonly onBudgetUsedUp?: (reason: string) => void;
  /** Called with each event as it happens, but for the one that ends the stream; absent: events are made for nobody. */
  readonly onEvent?: (event: ReportEvent) => void;
  /** Applies a baseline of known failures to each result as it comes; absent: there is none. */
  readonly applyBaseline?: (result: Result) => Result;
}

/** What is to be done, and how long that will take. */
export interface Planned {
  /** How many results there will be, and for how many of them a case is played. */
  readonly results: number;
  readonly played: number;
  readonly endpoints: number;
  /** Of the host that takes longest: all are tested at once. */
  readonly longest: { readonly estimate: Estimate; readonly delay: Milliseconds };
}

/** How far a run has come, after each result. */
export interface Progress {
  readonly stage: "sanity check" | "cases" | "last sanity check";
  readonly done: number;
  readonly total: number;
  readonly latest: Result | undefined;
}
