/**
 * The matrix: starts real mail servers on loopback, runs the whole suite against each, and writes the results to
 * `reports/`; or compares with them (`--check`), or keeps the servers for people to test against (`--serve`).
 */
import { parseArgs } from "@std/cli/parse-args";
import { printError, printOut, printUsageError } from "../cli/print.ts";
import { changedVerdicts } from "./compare.ts";
import { diffReports } from "../gate/diff.ts";
import { renderDiff } from "../gate/diff_text.ts";
import { exitCodes } from "../judge/exit_code.ts";
import { listFails } from "./fails.ts";
import { readEntries, readResults, renderFolder, writePages, writeResults } from "./results_folder.ts";
import type { ServerSetup } from "./server_setup.ts";
import { setups } from "./setups.ts";
import { fetchStore, findStore, storesFolder } from "./packages.ts";
import { play } from "./play.ts";
import { type Running, startServer } from "./sandbox.ts";
import { matchesGlob } from "../base/glob.ts";
import type { Report } from "../report/report.ts";
import { fromFileUrl } from "../cli/paths.ts";

const help = `deno task matrix [--only NAMES] [--install] [--pages] [--check | --serve | --table | --fails]

Starts real mail servers on free ports of 127.0.0.1, one after the other, each
in a private root, runs the whole suite against each, and writes the results to
reports/: NAME.json for each server, and README.md with the table of all.

  --only NAMES   only these servers, with commas between; * stands for
                 anything. The other results stay, and stay in the table
  --install      fetch the packages that are missing, into
                 ~/.cache/smtpspec-matrix; nothing is installed on this machine.
                 Remove a folder there to fetch its newest version
  --pages        also write the whole report of each server and an HTML page of
                 what did not pass to reports/pages/, which git ignores
  --check        compare with the results in reports/ and leave them; exit 1
                 when a verdict differs twice, and the server is of the same
                 version
  --serve        start the servers, print how to test them, keep them until
                 Ctrl-C
  --table        start nothing; render README.md from the results in reports/
  --fails        start nothing; list each case that fails in reports/, with all
                 servers that fail it and what they sent

Servers:
${listNames(setups.map(({ name }) => name))}
It needs Linux and root, for namespaces and overlayfs (unshare, mount, chroot),
and for --install apt-get with Debian 12's packages, or npm, and node. It makes
folders below the temporary directory and removes them. A server that is missing
or does not start is named, and left out.

Exit codes: 0 done, 1 --check found a difference, 3 wrong usage, 4 a server is
missing, does not start, or could not be tested, 130 interrupted.
`;

const reportFolder = fromFileUrl(new URL("../../reports", import.meta.url));

interface Options {
  readonly isInstalling: boolean;
  readonly isChecking: boolean;
  readonly hasPages: boolean;
  readonly signal: AbortSignal;
}

if (import.meta.main) Deno.exit(await matrix(Deno.args));

async function matrix(args: readonly string[]): Promise<number> {
  const unknown: string[] = [];
  const flags = parseArgs([...args], {
    boolean: ["help", "install", "pages", "check", "serve", "table", "fails"],
    string: ["only"],
    collect: ["only"],
    unknown: (arg) => unknown.push(arg) === 0,
  });
  if (flags.help) {
    await printOut(help);
    return exitCodes.conforms;
  }
  const [argument] = unknown;
  if (argument !== undefined) {
    return await printUsageError(`Cannot use "${argument}"`, "deno task matrix --help lists the options");
  }
  if ([flags.check, flags.serve, flags.table, flags.fails].filter(Boolean).length > 1) {
    return await printUsageError("Cannot combine --check, --serve, --table and --fails", "choose one");
  }
  const globs = flags.only.flatMap((names) => names.split(",")).filter((name) => name !== "");
  const unmatched = globs.find((glob) => !setups.some(({ name }) => matchesGlob(glob, name)));
  if (unmatched !== undefined) {
    return await printUsageError(`No server is called "${unmatched}"`, setups.map(({ name }) => name).join(" "));
  }
  if (flags.table) {
    await writeTable();
    return exitCodes.conforms;
  }
  const chosen = setups.filter(({ name }) => globs.length === 0 || globs.some((glob) => matchesGlob(glob, name)));
  if (flags.fails) {
    await printOut(listFails(await readEntries(reportFolder, chosen)));
    return exitCodes.conforms;
  }
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => interrupt.abort());
  }
  const options = {
    isInstalling: flags.install,
    isChecking: flags.check,
    hasPages: flags.pages,
    signal: interrupt.signal,
  };
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
  let areAllTested = true;
  let isDifferent = false;
  for (const [at, setup] of chosen.entries()) {
    if (options.signal.aborted) return exitCodes.interrupted;
    await printError(`${at + 1} of ${chosen.length}  ${setup.title}\n`);
    try {
      const isAsBefore = await withServer(setup, options, async (playCases) => {
        const report = await playCases([]);
        if (options.hasPages) await writePages(reportFolder, setup, report);
        if (options.isChecking) return await isAsPublished(setup, report, playCases);
        await writeResults(reportFolder, setup, report);
        return true;
      });
      isDifferent ||= !isAsBefore;
    } catch (error) {
      if (options.signal.aborted) return exitCodes.interrupted;
      await printError(`    left out: ${(error as Error).message}\n`);
      areAllTested = false;
    }
  }
  if (!options.isChecking) await writeTable();
  return isDifferent ? exitCodes.failures : areAllTested ? exitCodes.conforms : exitCodes.untestable;
}

async function writeTable(): Promise<void> {
  await Deno.writeTextFile(`${reportFolder}/README.md`, await renderFolder(reportFolder, setups));
}

function formatSummary({ summary, durationMs }: Report): string {
  const { pass, warn, fail, inconclusive, skip } = summary;
  return `${pass} passed, ${warn} warned, ${fail} failed, ${inconclusive} inconclusive, ${skip} skipped in ${
    (durationMs / 1000).toFixed(0)
  } s`;
}

/** Plays the cases that fit a pattern; all for no pattern. */
type PlayCases = (only: readonly string[]) => Promise<Report>;

async function withServer<Result>(
  setup: ServerSetup,
  options: Options,
  use: (playCases: PlayCases) => Promise<Result>,
): Promise<Result> {
  const server = await start(setup, options);
  try {
    return await use(async (only) => {
      const report = await play(server, { only, signal: options.signal });
      await printError(`    ${formatSummary(report)}\n`);
      return report;
    });
  } finally {
    await server.stop();
  }
}

/**
 * Compares verdicts with the published results. What differs is played once more, so that a busy machine is no
 * difference. A server of another version may differ: that is printed and does not count.
 */
async function isAsPublished(setup: ServerSetup, report: Report, playCases: PlayCases): Promise<boolean> {
  const published = await readResults(reportFolder, setup);
  if (published === undefined) {
    await printError("    there are no results of it to compare with\n");
    return false;
  }
  const changed = changedVerdicts(diffReports(published, report)).map(({ id, new: latest }) => latest?.again ?? id);
  if (changed.length === 0) return true;
  const again = await playCases(changed);
  const results = published.results.filter(({ id }) => again.results.some((result) => result.id === id));
  const diff = diffReports({ ...published, results }, again);
  if (changedVerdicts(diff).length === 0) return true;
  await printOut(renderDiff({ ...diff, changed: [] }, 80));
  const isSameVersion = published.target.name === report.target.name;
  await printOut(
    isSameVersion
      ? "If that is meant, deno task matrix writes the results\n"
      : `The results are of ${published.target.name}, this is ${report.target.name}: not counted\n`,
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
        const secrets = Object.entries(server.secrets).map(([name, value]) => `${name}=${value} `).join("");
        await printOut(`${server.title}:\n  ${secrets}deno task smtpspec run ${server.target}\n`);
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
