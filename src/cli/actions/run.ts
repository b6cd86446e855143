/** Running the suite. */
import { isProblem } from "../../base/problem.ts";
import type { Milliseconds } from "../../base/time.ts";
import { risks } from "../../case/case.ts";
import { hashCases } from "../../case/load.ts";
import { lintId, lints } from "../../judge/lint.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { applyBaseline, type Baseline, withBaseline } from "../../gate/known.ts";
import { knownIds } from "../../plan/result_id.ts";
import { isSelected } from "../../plan/select.ts";
import { endOf } from "../../report/events.ts";
import { reporters } from "../../report/reporter.ts";
import type { ReportOptions } from "../../report/report.ts";
import { selectsAll } from "../../report/selection.ts";
import { budgetByEstimate } from "../../run/run_budget.ts";
import { runSuite } from "../../run/suite.ts";
import type { SuiteOptions, Terms } from "../../run/suite_options.ts";
import { warnOfShortSecrets } from "../../session/secrets.ts";
import { hostsOf, type Target } from "../../targets/target.ts";
import { exitCodeOfReport, explainBudget, explainReport } from "../conclusion.ts";
import { openEventStream } from "../event_stream.ts";
import { isUsageError } from "../flag.ts";
import type { ReportFlagOptions, SelectionOptions, TargetOptions } from "../flags.ts";
import { showDryRun } from "../dry_run.ts";
import { findBaseline } from "../find_baseline.ts";
import { findMissingMailbox } from "../find_missing_mailbox.ts";
import { findTarget } from "../find_target.ts";
import { chooseCases, type Chosen } from "../choose_cases.ts";
import { isLong, writePlanLine } from "../plan_line.ts";
import { printError, printMessage, printOut, printProblems, printUsageError } from "../print.ts";
import { makeProgressLine } from "../progress.ts";
import { removeAllUnfinished } from "../written_file.ts";
import { columnsOf } from "../terminal.ts";
import { reportedSelection } from "../reported_selection.ts";
import { startedAs } from "../started_as.ts";
import { makeToken } from "../token.ts";
import { writeCommand } from "../rerun.ts";
import { type TermsByHost, termsFor, termsOn, type TermsOptions } from "../terms.ts";
import { version } from "../version.ts";
import { checkReportFiles } from "../check_report_files.ts";
import { writeReports } from "../write_reports.ts";

/** How the suite is run. */
export interface RunOptions extends TargetOptions, SelectionOptions, ReportFlagOptions, TermsOptions {
  readonly timeout: Milliseconds | undefined;
  readonly wait: Milliseconds | undefined;
  readonly budget: Milliseconds | "none" | undefined;
  readonly baseline: string | undefined;
  readonly isStrict: boolean;
  readonly isFailFast: boolean;
  readonly isDryRun: boolean;
}

/** Runs the suite against a target; gives the exit code. */
export async function runSuiteOnTarget(words: readonly string[], options: RunOptions): Promise<number> {
  const target = await findTarget(words, options);
  if ("kind" in target) {
    return target.kind === "problems"
      ? await printProblems(target.problems)
      : await printUsageError(target.message, target.hint);
  }
  const missing = options.isDryRun ? undefined : await findMissingMailbox(target, options.wait ?? 0);
  if (missing !== undefined) return await printUsageError(missing.message, missing.hint);
  const terms = termsFor(target, options);
  if (isUsageError(terms)) return await printUsageError(terms.message, terms.hint);
  const isWholeNeeded = options.baseline !== undefined ||
    options.reports.some(({ format }) => reporters.get(format)?.showsCatalogue === true);
  const chosen = await chooseCases(options, isWholeNeeded ? "whole suite" : "selection", hostsOf(target));
  if (typeof chosen === "number") return chosen;
  const baseline = options.baseline === undefined ? undefined : await findBaseline(options.baseline);
  if (typeof baseline === "number") return baseline;
  if (options.isDryRun) return await planOnly(target, chosen, { options, terms });
  const read = [words, options.baseline, options.ca, chosen.loaded.sources.map(({ path }) => path)];
  const obstacle = await checkReportFiles(options.reports, read.flat().flatMap((path) => path ?? []));
  if (obstacle !== undefined) return await printUsageError(obstacle, "name another file");
  const command = `${startedAs()} ${writeCommand(words, options)}`;
  return await play(withTimeout(target, options.timeout), chosen, { options, terms, command, baseline });
}

/** Prints what a run would do, and connects to nothing. */
async function planOnly(
  target: Target,
  chosen: Chosen,
  { options, terms }: { readonly options: RunOptions; readonly terms: TermsByHost },
): Promise<number> {
  const { budget, isVerbose } = options;
  const columns = columnsOf(Deno.stdout);
  const shown = { termsFor: (host: string) => termsOn(terms, host), budget, isVerbose, columns };
  await printOut(showDryRun(target, chosen, shown));
  return exitCodes.conforms;
}

function withTimeout(target: Target, timeout: Milliseconds | undefined): Target {
  return timeout === undefined ? target : { ...target, deadlines: { ...target.deadlines, reply: timeout } };
}

async function play(
  target: Target,
  { loaded, cases, lintIds, lintIdsIfBroken, selection, coverage }: Chosen,
  { options, terms, command, baseline }: {
    readonly options: RunOptions;
    readonly terms: TermsByHost;
    readonly command: string;
    readonly baseline: Baseline | undefined;
  },
): Promise<number> {
  const warning = warnOfShortSecrets(target);
  if (warning !== undefined) await printMessage("warning", warning);
  const interrupt = new AbortController();
  const stop = listenForInterrupt(interrupt);
  const clock = () => performance.now();
  const progress = makeProgressLine(clock);
  const applying = {
    today: new Date().toISOString().slice(0, 10),
    isWhole: options.shard === undefined && selectsAll(options),
    ids: knownIds(loaded.cases, { hosts: hostsOf(target), others: lints.map(lintId) }),
  };
  const stream = await openEventStream(options.reports);
  if (isProblem(stream)) return await printUsageError(stream.message, "name another file");
  let usedUp: string | undefined;
  const bare = await runSuite(
    {
      version,
      casesHash: await hashCases(loaded.sources),
      cases,
      lintIds,
      lintIdsIfBroken,
      selects: (id, host) => isSelected(selection, id, host),
      coverage,
      target,
      termsFor: (host) => termsOn(terms, host),
      ...(options.wait === undefined ? {} : { wait: options.wait }),
      ...(options.budget === "none" ? {} : { budget: options.budget ?? budgetByEstimate(target.deadlines) }),
      isFailFast: options.isFailFast,
      reported: describeOptions(options, command, [...terms.values()]),
      clock,
      now: () => new Date(),
      token: makeToken,
      signal: interrupt.signal,
      onProgress: progress.show,
      onPlanned(planned) {
        if (isLong(planned) || Deno.stderr.isTerminal()) {
          progress.say(writePlanLine(planned, options.budget));
        }
      },
      onBudgetUsedUp(reason) {
        usedUp = reason;
      },
      onEvent: stream.write,
      ...(baseline === undefined ? {} : { applyBaseline: (result) => applyBaseline(result, baseline, applying) }),
    } satisfies SuiteOptions,
  );
  await progress.clear();
  const isInterrupted = interrupt.signal.aborted;
  const report = baseline === undefined ? bare : { ...bare, ...withBaseline(bare, baseline, applying) };
  stream.write(endOf(report));
  const isStreamed = await stream.close();
  const isWritten = await writeReports(report, options.reports, {
    isVerbose: options.isVerbose,
    isQuiet: options.isQuiet,
    isConsoleAdded: true,
    isStreamed: true,
  });
  await explainReport(report, options);
  if (usedUp !== undefined) await explainBudget(report, usedUp);
  stop();
  if (!isStreamed || !isWritten) return isInterrupted ? exitCodes.interrupted : exitCodes.ownError;
  return exitCodeOfReport(report, { isStrict: options.isStrict, isInterrupted });
}

function describeOptions(options: SelectionOptions, command: string, terms: readonly Terms[]): ReportOptions {
  return {
    command,
    allow: risks.filter((risk) => terms.some(({ allowed }) => allowed.includes(risk))),
    jobs: Math.max(...terms.map(({ jobs }) => jobs)),
    ...reportedSelection(options),
  };
}

/**
 * A signal once ends the run, and the report is written; once more, a second later, ends at once, and leaves a report
 * whole or as it was. The listener stays until the reports are written.
 */
function listenForInterrupt(interrupt: AbortController): () => void {
  let first: number | undefined;
  const onSignal = () => {
    const now = performance.now();
    first ??= now;
    // A signal to the whole process group comes here several times in a burst.
    if (interrupt.signal.aborted && now - first > 1000) {
      removeAllUnfinished();
      Deno.exit(exitCodes.interrupted);
    }
    if (interrupt.signal.aborted) return;
    void printError("\ninterrupted: writing the report of what was done\n");
    interrupt.abort();
  };
  // Windows has no SIGTERM to listen for.
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  return () => {
    for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
  };
}
