/** `smtpspec run`. */
import type { Risk } from "../case/case.ts";
import { hashCases } from "../case/load.ts";
import { exitCodeOf } from "../judge/exit_code.ts";
import { lints } from "../judge/lint.ts";
import { exitCodes } from "../judge/verdict.ts";
import { applyBaseline, type Baseline, withBaseline } from "../gate/known.ts";
import { resultIds } from "../plan/plan.ts";
import { endOf } from "../report/events.ts";
import { reporters } from "../report/reporter.ts";
import { quoteForShell, type Report, type ReportOptions } from "../report/report.ts";
import { runSuite, type SuiteOptions } from "../run/suite.ts";
import { lintId } from "../run/tally.ts";
import { isLoopback, type Target } from "../targets/target.ts";
import type { Options } from "./args.ts";
import { openEventStream } from "./event_stream.ts";
import { findBaseline } from "./find_baseline.ts";
import { findTarget } from "./find_target.ts";
import { chooseCases, type Chosen } from "./choose_cases.ts";
import { complain, printError, showProblems } from "./outcome.ts";
import { makeProgressLine } from "./progress.ts";
import { makeToken } from "./token.ts";
import { version } from "./version.ts";
import { checkReportFiles, writeReports } from "./write_reports.ts";

/** Runs the suite against a target; gives the exit code. */
export async function runCommand(words: readonly string[], options: Options): Promise<number> {
  const target = await findTarget(words, options);
  if ("kind" in target) {
    return target.kind === "problems"
      ? await showProblems(target.problems)
      : await complain(target.message, target.hint);
  }
  const isWholeNeeded = options.baseline !== undefined ||
    options.reports.some(({ format }) => reporters.get(format)?.showsCatalogue === true);
  const chosen = await chooseCases(options, isWholeNeeded ? "whole suite" : "selection");
  if (typeof chosen === "number") return chosen;
  const baseline = options.baseline === undefined ? undefined : await findBaseline(options.baseline);
  if (typeof baseline === "number") return baseline;
  const trouble = await checkReportFiles(options.reports);
  if (trouble !== undefined) return await complain(trouble, "make the folder first, or name another");
  const command = `deno task smtpspec ${writeCommand(words, options)}`;
  return await play(target, chosen, { options, command, baseline });
}

async function play(
  target: Target,
  { loaded, cases, lintIds, coverage }: Chosen,
  { options, command, baseline }: {
    readonly options: Options;
    readonly command: string;
    readonly baseline: Baseline | undefined;
  },
): Promise<number> {
  const isLocal = isLoopback(target);
  const most = target.connections ?? Infinity;
  const jobs = Math.min(options.jobs ?? (isLocal ? 16 : 2), most, isLocal ? Infinity : 2);
  const allowed: readonly Risk[] = options.allow ?? (isLocal ? ["delivers", "heavy", "hostile"] : []);
  const interrupt = new AbortController();
  const stop = listenForInterrupt(interrupt);
  const clock = () => performance.now();
  const progress = makeProgressLine(clock);
  const laying = {
    today: new Date().toISOString().slice(0, 10),
    isWhole: options.shard === undefined &&
      [options.only, options.skip, options.area].every((patterns) => patterns.length === 0),
    ids: new Set([...loaded.cases.flatMap(resultIds), ...lints.map(lintId)]),
  };
  const stream = openEventStream(options.reports);
  if (typeof stream === "string") return await complain(stream, "make the folder first, or name another");
  const bare = await runSuite(
    {
      version,
      casesHash: await hashCases(loaded.sources),
      cases,
      lintIds,
      coverage,
      target,
      allowed: new Set(allowed),
      jobs,
      delay: options.delay ?? (isLocal ? 0 : 1000),
      family: options.family,
      ...(options.wait === undefined ? {} : { wait: options.wait }),
      isFailFast: options.isFailFast,
      reported: describeOptions(options, { command, allow: allowed, jobs }),
      clock,
      now: () => new Date(),
      token: makeToken,
      signal: interrupt.signal,
      onProgress: progress.show,
      onEvent: stream.write,
      ...(baseline === undefined ? {} : { applyBaseline: (result) => applyBaseline(result, baseline, laying) }),
    } satisfies SuiteOptions,
  );
  await progress.clear();
  stop();
  const report = baseline === undefined ? bare : { ...bare, ...withBaseline(bare, baseline, laying) };
  stream.write(endOf(report));
  const isStreamed = await stream.close();
  const isWritten = await writeReports(report, options.reports, {
    isVerbose: options.isVerbose,
    isConsoleAdded: true,
    isStreamed: true,
  });
  if (!isStreamed || !isWritten) return exitCodes.ownError;
  await explainReport(report);
  return exitCodeOfReport(report, { isStrict: options.isStrict, isInterrupted: interrupt.signal.aborted });
}

/** Gives the exit code of a finished run out of its report. */
export function exitCodeOfReport(
  { summary, sanityChecks, baseline }: Report,
  { isStrict, isInterrupted }: { readonly isStrict: boolean; readonly isInterrupted: boolean },
): number {
  return exitCodeOf({
    summary,
    isInterrupted,
    areSanityChecksPassed: sanityChecks.every(({ passed }) => passed),
    isStrict,
    staleEntries: baseline?.staleEntries.length ?? 0,
  });
}

function describeOptions(
  { only, skip, area, shard }: Options,
  found: Pick<ReportOptions, "command" | "allow" | "jobs">,
): ReportOptions {
  return { ...found, only, skip, areas: area, ...(shard === undefined ? {} : { shard }) };
}

/** Writes the command line that names this target, without what selects cases and reports. */
export function writeCommand(words: readonly string[], options: Options): string {
  const given: readonly (readonly [flag: string, value: string | undefined])[] = [
    ...options.rcpt.map((address) => ["--rcpt", address] as const),
    ["--unknown-rcpt", options.unknownRcpt],
    ["--foreign-rcpt", options.foreignRcpt],
    ["--from", options.from],
    ["--client", options.client],
    ["--user", options.user],
    ["--pass-env", options.passEnv],
    ["--maildir", options.maildir],
    ["--ca", options.ca],
    ["--allow", options.allow?.join(",")],
    ...options.cases.map((folder) => ["--cases", folder] as const),
  ];
  const flags = given.flatMap(([flag, value]) => value === undefined ? [] : [flag, quoteForShell(value)]);
  const family = options.family === 0 ? [] : [`-${options.family}`];
  return ["run", ...words.map(quoteForShell), ...flags, ...family].join(" ");
}

/** Says, on standard error, what to look at: a sanity check that failed, nothing to judge, an untrue baseline. */
export async function explainReport(report: Report): Promise<void> {
  if (report.results.every(({ verdict }) => verdict === "skip")) {
    await printError("error: Nothing was tested: all that was selected is skipped; the report says why\n");
  }
  const { staleEntries = [], file = "" } = report.baseline ?? {};
  if (staleEntries.length > 0) {
    const entries = staleEntries.length === 1 ? "1 entry" : `${staleEntries.length} entries`;
    await printError(
      `error: ${entries} of "${file}" ${
        staleEntries.length === 1 ? "is" : "are"
      } no longer true; the report says which\n` +
        `  smtpspec baseline REPORT.json --update ${quoteForShell(file)} corrects that\n`,
    );
  }
  for (const { port, when, reason } of report.sanityChecks.filter(({ passed }) => !passed)) {
    const hint = /MAIL|RCPT/.test(reason ?? "") ? "; are --from and --rcpt right?" : "";
    await printError(`error: The ${when} sanity check failed on the port for ${port}: ${reason}${hint}\n`);
  }
}

/** Ctrl-C once ends the run and writes the report; once more, a second later, ends at once. */
function listenForInterrupt(interrupt: AbortController): () => void {
  let first: number | undefined;
  const onSignal = () => {
    const now = performance.now();
    first ??= now;
    // A signal to the whole process group comes here several times in a burst.
    if (interrupt.signal.aborted && now - first > 1000) Deno.exit(exitCodes.interrupted);
    if (interrupt.signal.aborted) return;
    void printError("\ninterrupted: writing the report of what was done\n");
    interrupt.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  return () => {
    for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
  };
}
