/** Reports of older versions of smtpspec, in the shape of this one. Pure. */
import type { Deviation } from "../judge/deviation.ts";
import type { Role } from "../smtp/role.ts";
import type {
  Linted,
  Report,
  ReportBaseline,
  ReportEndpoint,
  ReportSanityCheck,
  ReportTarget,
  Result,
  StaleEntry,
} from "./report.ts";

/** A deviation of version 1. */
type Finding1 = Omit<Deviation, "received" | "key"> & { readonly saw: string };

/** What the linter saw of a rule, in version 1. */
interface Linted1 {
  readonly checked: number;
  readonly sightings: readonly (
    & Omit<Linted["occurrences"][number], "received" | "isTolerated">
    & { readonly saw: string; readonly isPoor: boolean }
  )[];
}

type Target1 = Omit<ReportTarget, "hosts" | "endpoints"> & {
  readonly host: string;
  readonly ports: readonly (Omit<ReportEndpoint, "name" | "role"> & { readonly kind: Role })[];
};

type Control1 = Omit<ReportSanityCheck, "endpoint"> & { readonly port: Role };

type Result1 = Omit<Result, "endpoint" | "role" | "deviation" | "deviations" | "linted"> & {
  readonly port: Role | null;
  readonly finding: Finding1 | null;
  readonly findings: readonly Finding1[];
  readonly linted?: Linted1;
};

type Baseline1 = Omit<ReportBaseline, "staleEntries"> & {
  readonly complaints: readonly (Omit<StaleEntry, "description"> & { readonly says: string })[];
};

/** A report of version 1. */
export type Report1 = Omit<Report, "schemaVersion" | "target" | "sanityChecks" | "results" | "baseline"> & {
  readonly schemaVersion: 1;
  readonly target: Target1;
  readonly control: readonly Control1[];
  readonly results: readonly Result1[];
  readonly baseline?: Baseline1;
};

/** Turns a report of version 1 into one of version 2: the same facts under other names. */
export function upgradeReport({ control, target, results, baseline, ...report }: Report1): Report {
  return {
    ...report,
    schemaVersion: 2,
    target: upgradeTarget(target),
    sanityChecks: control.map(({ port, ...check }) => ({ endpoint: port, ...check })),
    results: results.map(upgradeResult),
    ...(baseline === undefined ? {} : { baseline: upgradeBaseline(baseline) }),
  };
}

/** With one host, as in version 1, an endpoint is named by its role. */
function upgradeTarget({ name, host, ports, fixtures, ...target }: Target1): ReportTarget {
  const endpoints = ports.map(({ kind, ...port }) => ({ name: kind, role: kind, ...port }));
  return {
    name,
    hosts: [host],
    endpoints,
    ...target,
    fixtures: fixtures.map((fixture) => fixture === "readback" ? "mailbox" : fixture),
  };
}

function upgradeResult({ port, finding, findings, linted, ...result }: Result1): Result {
  return {
    ...result,
    endpoint: port,
    role: port,
    deviation: finding === null ? null : upgradeDeviation(finding),
    deviations: findings.map(upgradeDeviation),
    ...(linted === undefined ? {} : { linted: upgradeLinted(linted) }),
  };
}

function upgradeDeviation({ saw, ...finding }: Finding1): Deviation {
  return { ...finding, received: saw, key: null };
}

function upgradeLinted({ checked, sightings }: Linted1): Linted {
  return {
    checked,
    occurrences: sightings.map(({ run, saw, isPoor, ...sighting }) => ({
      ...sighting,
      run: run === "control" ? "sanity check" : run,
      received: saw,
      isTolerated: isPoor,
    })),
  };
}

function upgradeBaseline({ complaints, ...baseline }: Baseline1): ReportBaseline {
  return { ...baseline, staleEntries: complaints.map(({ says, ...entry }) => ({ ...entry, description: says })) };
}
