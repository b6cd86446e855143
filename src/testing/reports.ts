/** Small reports and results for tests. */
import type { Verdict } from "../judge/verdict.ts";
import { countVerdicts, type Report, type Result, schemaVersion } from "../report/report.ts";

/** What a test says of a result; the rest is plain. */
export interface Given {
  readonly id?: string;
  readonly verdict?: Verdict;
  /** What was received: makes a deviation. */
  readonly received?: string;
  /** The key of what was received; null as in a report of version 1 where none is given. */
  readonly key?: string;
  readonly reason?: string;
  readonly notes?: readonly string[];
  readonly line?: number;
}

/** Makes a result. */
export function resultOf(given: Given): Result {
  const { id = "area/topic/one", verdict = "fail", received, key = null, reason, notes = [], line = 4 } = given;
  const place = { file: "cases/area/topic.yaml", line, column: 5 };
  return {
    id,
    area: id.split("/")[0] ?? id,
    title: "A topic",
    level: "must",
    demand: "do it",
    why: null,
    rfc: ["RFC 5321 §4.1.1.9"],
    requirement: [],
    endpoint: "mx",
    role: "mx",
    verdict,
    reason: reason ?? (received === undefined ? null : `received ${received}`),
    deviation: received === undefined
      ? null
      : { expected: ["250"], received, key, because: undefined, event: 0, place, line: "    reply: 250", width: 3 },
    deviations: [],
    notes,
    attempts: 1,
    again: id,
    source: place,
    durationMs: 1,
    transcript: [],
    dropped: 0,
  };
}

/** Makes a report of results. */
export function reportOf(results: readonly Given[], given: Partial<Report> = {}): Report {
  const made = results.map(resultOf);
  return {
    schemaVersion,
    suite: { name: "smtpspec", version: "0.1.0", casesHash: "abc" },
    target: {
      name: "mx",
      hosts: ["127.0.0.1"],
      endpoints: [{ name: "mx", role: "mx", address: "smtp://127.0.0.1:2525", offer: {}, tls: null }],
      client: "client.test",
      from: "sender@client.test",
      rcpt: "alice@mx.test",
      fixtures: [],
    },
    options: { command: "deno task smtpspec run mx.yaml", allow: [], only: [], skip: [], areas: [], jobs: 1 },
    startedAt: "2026-11-25T12:00:00.000Z",
    durationMs: 1000,
    complete: true,
    sanityChecks: [],
    summary: countVerdicts(made),
    requirements: {},
    results: made,
    ...given,
  };
}
