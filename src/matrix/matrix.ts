/**
 * The matrix: starts real mail servers on loopback, runs the whole suite against each, and writes `reports/` anew; or
 * compares with what stands there (`--check`), or keeps the servers for people to test against (`--serve`).
 */
import { parseArgs } from "@std/cli/parse-args";
import { printError, printOut, printUsageError } from "../cli/outcome.ts";
import { changedVerdicts } from "./compare.ts";
import { diffReports } from "../gate/diff.ts";
import { renderDiff } from "../gate/diff_text.ts";
import { exitCodes } from "../judge/verdict.ts";
import { password, passwordVariable } from "./fixtures.ts";
import { publish, readPublished, writeTable } from "./folder.ts";
import type { ServerSetup } from "./server_setup.ts";
import { setups } from "./setups.ts";
import { fetchStore, findStore, storesFolder } from "./packages.ts";
import { play } from "./play.ts";
import { type Running, startServer } from "./sandbox.ts";
import { matchesGlob } from "../plan/select.ts";
import type { Report } from "../report/report.ts";
import { fromFileUrl } from "../cli/paths.ts";

const help = `deno task matrix [--only NAMES] [--install] [--check | --serve]

Starts real mail servers on free ports of 127.0.0.1, one after the other, each
in a private root, runs the whole suite against each, and writes reports/ anew:
a JSON and an HTML report for each server, and README.md with the table.

  --only NAMES   only these servers, with commas between; * stands for
                 anything. The other reports stay, and stay in the table
  --install      fetch the packages that are missing, into
                 ~/.cache/smtpspec-matrix; nothing is installed on this machine.
                 Remove a folder there to fetch its newest version
  --check        write nothing; exit 1 when a verdict differs twice from that
                 of the report, and the report is of the same version
  --serve        start the servers, print how to test them, keep them until
                 Ctrl-C

Servers:
${listNames(setups.map(({ name }) => name))}
It needs Linux and root, for namespaces and overlayfs (unshare, mount, chroot),
and for --install apt-get with Debian 12's packages, or npm, and node. It makes
folders below the temporary directory and removes them. A server that is missing
or does not start is told, and left out.

Exit codes: 0 done, 1 --check found a difference, 3 wrong usage, 4 a server is
missing, does not start, or could not be tested, 130 interrupted.
`;

const reportFolder = fromFileUrl(new URL("../../reports", import.meta.url));

interface Options {
  readonly isInstalling: boolean;
  readonly isChecking: boolean;
  readonly signal: AbortSignal;
}

if (import.meta.main) Deno.exit(await matrix(Deno.args));

async function matrix(args: readonly string[]): Promise<number> {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    boolean: ["help", "install", "check", "serve"],
    string: ["only"],
    collect: ["only"],
    unknown: (arg) => unknown.push(arg) === 0,
  });
  if (flags.help) {
    await printOut(help);
    return exitCodes.conforms;
  }
  const [odd] = unknown;
  if (odd !== undefined) {
    return await printUsageError(`Cannot use "${odd}"`, "deno task matrix --help shows what there is");
  }
  if (flags.check && flags.serve) return await printUsageError("--check and --serve do not go together", "choose one");
  const globs = flags.only.flatMap((names) => names.split(",")).filter((name) => name !== "");
  const lost = globs.find((glob) => !setups.some(({ name }) => matchesGlob(glob, name)));
  if (lost !== undefined) {
    return await printUsageError(
      `No server is called "${lost}"`,
      setups.map(({ name }) => name).join(" "),
    );
  }
  const chosen = setups.filter(({ name }) => globs.length === 0 || globs.some((glob) => matchesGlob(glob, name)));
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => interrupt.abort());
  }
  const options = { isInstalling: flags.install, isChecking: flags.check, signal: interrupt.signal };
  return await (flags.serve ? serve(chosen, options) : testAll(chosen, options));
}

function listNames(names: readonly string[]): string {
  const lines = [""];
  for (const name of names) {
    const last = lines.at(-1) ?? "";
    if (last.length + name.length > 76) lines.push(`  ${name}`);
    else lines[lines.length - 1] = last === "" ? `  ${name}` : `${last} ${name}`;
  }
  return `${lines.join("\n")}\n`;
}

/** Tests one server after the other; a machine with few cores is no place for two. */
async function testAll(chosen: readonly ServerSetup[], options: Options): Promise<number> {
  const absent = new Map<string, string>();
  let isDifferent = false;
  for (const [at, setup] of chosen.entries()) {
    if (options.signal.aborted) return exitCodes.interrupted;
    await printError(`${at + 1} of ${chosen.length}  ${setup.title}\n`);
    try {
      if (options.isChecking) isDifferent = !(await withServer(setup, options, isAsPublished)) || isDifferent;
      else await publish(reportFolder, setup, await withServer(setup, options, (_, playAll) => playAll([])));
    } catch (error) {
      if (options.signal.aborted) return exitCodes.interrupted;
      const { message } = error as Error;
      await printError(`    left out: ${message}\n`);
      absent.set(setup.name, message.split("\n")[0] ?? "");
    }
  }
  if (!options.isChecking) await writeTable(reportFolder, setups, absent);
  return isDifferent ? exitCodes.failures : absent.size > 0 ? exitCodes.untestable : exitCodes.conforms;
}

function formatSummary({ summary, durationMs }: Report): string {
  const { pass, warn, fail, inconclusive, skip } = summary;
  return `${pass} passed, ${warn} warned, ${fail} failed, ${inconclusive} inconclusive, ${skip} skipped in ${
    (durationMs / 1000).toFixed(0)
  } s`;
}

/** Plays the cases that fit a pattern; all for no pattern. */
type RunCases = (only: readonly string[]) => Promise<Report>;

async function withServer<Result>(
  setup: ServerSetup,
  options: Options,
  use: (setup: ServerSetup, playAll: RunCases) => Promise<Result>,
): Promise<Result> {
  const server = await start(setup, options);
  try {
    return await use(setup, async (only) => {
      const report = await play(server, { only, signal: options.signal });
      await printError(`    ${formatSummary(report)}\n`);
      return report;
    });
  } finally {
    await server.stop();
  }
}

/**
 * Compares verdicts with the published report. What differs is played once more, so that a busy machine is no
 * difference. A server of another version may differ: that is told.
 */
async function isAsPublished(setup: ServerSetup, playAll: RunCases): Promise<boolean> {
  const published = await readPublished(reportFolder, setup);
  if (published === undefined) {
    await printError("    there is no report of it to compare with\n");
    return false;
  }
  const report = await playAll([]);
  const odd = changedVerdicts(diffReports(published.report, report)).map(({ id, new: latest }) => latest?.again ?? id);
  if (odd.length === 0) return true;
  const again = await playAll(odd);
  const results = published.report.results.filter(({ id }) => again.results.some((result) => result.id === id));
  const diff = diffReports({ ...published.report, results }, again);
  if (changedVerdicts(diff).length === 0) return true;
  await printOut(renderDiff({ ...diff, changed: [] }, 80));
  const isSameVersion = published.report.target.name === report.target.name;
  await printOut(
    isSameVersion
      ? "If that is meant, deno task matrix makes the reports anew\n"
      : `The report is of ${published.report.target.name}, this is ${report.target.name}: not counted\n`,
  );
  return !isSameVersion;
}

async function serve(chosen: readonly ServerSetup[], options: Options): Promise<number> {
  const running: Running[] = [];
  const stopped = new Promise<void>((resolve) => options.signal.addEventListener("abort", () => resolve()));
  try {
    for (const setup of chosen) {
      if (options.signal.aborted) break;
      try {
        const server = await start(setup, options);
        running.push(server);
        await printOut(`${server.title}:\n  ${passwordVariable}=${password} deno task smtpspec run ${server.target}\n`);
      } catch (error) {
        await printError(`left out: ${(error as Error).message}\n`);
      }
    }
    if (running.length === 0) return exitCodes.untestable;
    await printOut("Ctrl-C ends them\n");
    await Promise.race([stopped, Promise.all(running.map(({ ended }) => ended))]);
    return exitCodes.conforms;
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}

/** Starts one server. Rejects with the reason why it cannot be started. */
async function start(setup: ServerSetup, { isInstalling }: Options): Promise<Running> {
  const folder = storesFolder();
  let store = await findStore(setup, folder);
  if (store === undefined && !isInstalling) throw new Error(`${setup.title} is not there; --install fetches it`);
  if (store === undefined) {
    await printError(`    fetching ${setup.title} …\n`);
    store = await fetchStore(setup, folder);
  }
  return await startServer(setup, store);
}
