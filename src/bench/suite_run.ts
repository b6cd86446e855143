/** Plays cases against a port of 127.0.0.1, in this process, as `smtpspec run` would. */
import type { Case } from "../case/case.ts";
import { makeToken } from "../cli/token.ts";
import type { Report } from "../report/report.ts";
import { runSuite } from "../run/suite.ts";
import { endpointsOf } from "../targets/endpoint.ts";
import { bareTarget } from "../targets/target.ts";

/** What to play, and where. */
export interface Played {
  readonly port: number;
  readonly rcpt: string;
  readonly cases: readonly Case[];
  /** The most connections at once. */
  readonly jobs: number;
}

const allowed = ["delivers", "heavy", "hostile"] as const;

/** Plays the cases once. */
export function playCases({ port, rcpt, cases, jobs }: Played): Promise<Report> {
  return runSuite({
    version: "",
    casesHash: "",
    cases,
    lintIds: [],
    coverage: [],
    target: {
      name: "benchmark",
      endpoints: endpointsOf([{
        name: "127.0.0.1",
        listeners: [{ role: "mx", address: { host: "127.0.0.1", port } }],
      }]),
      ...bareTarget,
      rcpt,
      rcpts: [rcpt],
    },
    termsFor: () => ({ allowed, jobs, delay: 0 }),
    isFailFast: false,
    reported: { command: "deno task bench", allow: allowed, only: [], skip: [], areas: [], jobs },
    clock: () => performance.now(),
    now: () => new Date(),
    token: makeToken,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}
