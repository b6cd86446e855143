/** Running the whole suite against a server that runs, with the same command that everybody uses. */
import { isProblem } from "../base/problem.ts";
import { fromFileUrl } from "../cli/paths.ts";
import { readReport } from "../report/json.ts";
import type { Report } from "../report/report.ts";
import { denoArgs } from "../launch/tasks.ts";
import type { World } from "../launch/world.ts";
import type { Running } from "./sandbox.ts";

const root = fromFileUrl(new URL("../..", import.meta.url)).replace(/\/$/, "");
// Where `@std` comes from in this process, it comes from in the child.
const world: World = import.meta.resolve("@std/cli/parse-args").startsWith("file:")
  ? { kind: "offline", notice: "" }
  : { kind: "online" };

const jobs = 8; // our choice: half of the usual, so that a machine with two cores is not the slow one
const within = 900_000; // our choice: the slowest server needs two minutes

/** What to play, all for no pattern; the signal ends it early. */
export interface PlayOptions {
  readonly only: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs the suite. Rejects when there is no whole report. */
export async function play({ target, secrets }: Running, { only, signal }: PlayOptions): Promise<Report> {
  const file = target.replace(/[^/]*$/, "report.json");
  const args = [
    "run",
    target,
    "--jobs",
    `${jobs}`,
    "--report",
    `json=${file}`,
    ...only.flatMap((glob) => ["--only", glob]),
  ];
  const facts = { world, root, deno: Deno.execPath(), temp: "", granted: ["--allow-all"], args };
  const child = new Deno.Command(Deno.execPath(), {
    args: denoArgs("smtpspec", facts),
    env: secrets,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
    signal: AbortSignal.any([signal, AbortSignal.timeout(within)]),
  }).spawn();
  await child.status;
  signal.throwIfAborted();
  const report = readReport(await Deno.readTextFile(file));
  if (isProblem(report)) throw new Error(`The report cannot be read: ${report.message}`);
  if (!report.complete) throw new Error("The run was cut short");
  const failed = report.sanityChecks.find(({ passed }) => !passed);
  if (failed !== undefined) {
    throw new Error(`The sanity check failed at the endpoint ${failed.endpoint}: ${failed.reason}`);
  }
  // The target file is gone when the server has ended; a new one is served to see a result again.
  return { ...report, options: { ...report.options, command: "deno task smtpspec run target.yaml" } };
}
