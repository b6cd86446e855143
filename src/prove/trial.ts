/** One trial: the reference server with some mutations, and a run of some cases against it. */
import type { Case, Level } from "../case/case.ts";
import type { Verdict } from "../judge/verdict.ts";
import { lintId, lints } from "../judge/lint.ts";
import { runSuite } from "../run/suite.ts";
import type { Mutation } from "../reference/server/behaviour.ts";
import { startReference } from "../reference/server/server.ts";

/** What became of one case. */
export interface Occurrence {
  readonly id: string;
  readonly level: Level;
  readonly verdict: Verdict;
  /** What was received, in one line. */
  readonly reason: string;
  /** A case of the level "may" cannot fail: a remark is all that it has. */
  readonly hasRemark: boolean;
}

/** What became of all cases of a trial. */
export interface Trial {
  readonly occurrences: readonly Occurrence[];
  readonly milliseconds: number;
  /** Why the server could not be tested, if it could not. */
  readonly untested: string | undefined;
}

/** How many cases are played at once by default. Our choice: enough to make use of the pauses within cases. */
export const usualJobs = 16;
/** How many where most cases wait for a time-out. Our choice. */
export const longJobs = 48;

/** Plays cases, and the reply linter with them, against the server with these mutations. */
export async function tryOut(
  mutations: readonly Mutation[],
  { cases, jobs }: { readonly cases: readonly Case[]; readonly jobs: number },
): Promise<Trial> {
  const server = await startReference(mutations);
  const start = performance.now();
  try {
    const report = await runSuite({
      version: "",
      casesHash: "",
      cases,
      lintIds: lints.map(lintId),
      coverage: [],
      target: server.target,
      termsFor: () => ({ allowed: ["delivers", "heavy", "hostile"], jobs, delay: 0 }),
      isFailFast: false,
      reported: { command: "deno task prove", allow: [], only: [], skip: [], areas: [], jobs },
      clock: () => performance.now(),
      now: () => new Date(),
      token: () => `t${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    const failed = report.sanityChecks.find(({ passed, when }) => !passed && when === "first");
    return {
      occurrences: report.results.map(({ id, level, verdict, reason, deviation, deviations }) => ({
        id,
        level,
        verdict,
        reason: reason ?? deviation?.received ?? "",
        hasRemark: deviation !== null || deviations.length > 0,
      })),
      milliseconds: Math.round(performance.now() - start),
      untested: failed === undefined ? undefined : `${failed.endpoint}: ${failed.reason}`,
    };
  } finally {
    await server.stop();
  }
}
