/** How servers are compared: by their findings that fail, as the report of a user has them. Pure. */
import type { Verdict } from "../judge/verdict.ts";
import { caseOf } from "../case/coverage.ts";
import type { Finding } from "../report/findings/finding.ts";
import { findingsOf } from "../report/findings/findings.ts";
import type { SoftwareRemedy } from "../report/findings/remedies.ts";
import type { Report, Result } from "../report/report.ts";
import { remediesOf } from "../software/find_remedies.ts";
import type { ServerSetup } from "./server_setup.ts";

/** One server with its results, or without where it was not tested. */
export interface Entry {
  readonly setup: ServerSetup;
  readonly tested: Tested | undefined;
}

/** The results of a server, and its version. */
export interface Tested {
  readonly report: Report;
  readonly version: string;
}

/** Groups the results that have a verdict by case. */
export function casesWith(verdict: Verdict, results: readonly Result[]): Map<string, Result[]> {
  return Map.groupBy(results.filter((result) => result.verdict === verdict), ({ id }) => caseOf(id));
}

/** Gives the findings of a server, with the remedies that the table of software and its configuration have. */
export function findingsIn({ software, name, remedies = [] }: ServerSetup, { report, version }: Tested): Finding[] {
  const number = /^[0-9.]+[0-9]/.exec(version)?.[0] ?? null; // 3.7.11 of 3.7.11-0+deb12u1
  const known = software === undefined ? [] : remediesOf({ name: software, version: number });
  const ours = [...known, ...remedies].map((remedy): SoftwareRemedy => ({ software: software ?? name, remedy }));
  return findingsOf(report, ours);
}

/** Puts the servers in the order of the findings that fail, then of the failed results; untested ones come last. */
export function rank(entries: readonly Entry[]): Entry[] {
  const weighed = entries.map((entry) => ({ entry, ...weigh(entry) }));
  return weighed.sort((one, other) => one.findings - other.findings || one.results - other.results)
    .map(({ entry }) => entry);
}

function weigh({ setup, tested }: Entry): { readonly findings: number; readonly results: number } {
  if (tested === undefined) return { findings: Number.MAX_SAFE_INTEGER, results: 0 };
  const failed = findingsIn(setup, tested).filter(({ verdict }) => verdict === "fail");
  return { findings: failed.length, results: tested.report.summary.fail };
}
