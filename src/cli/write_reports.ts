/** Writing reports to their files and to standard output. */
import type { Report } from "../report/report.ts";
import { reporters } from "../report/reporter.ts";
import type { ReportRequest } from "./flag_values.ts";
import { streamed } from "./event_stream.ts";
import { printError, printOut, writeWhole } from "./outcome.ts";
import { terminalWidth } from "./progress.ts";

/** Finds out, before a long run, why a report could not be written after it; undefined where it can be. */
export async function checkReportFiles(requests: readonly ReportRequest[]): Promise<string | undefined> {
  for (const { file } of requests) {
    const obstacle = file === undefined ? undefined : await findObstacle(file);
    if (obstacle !== undefined) return `Cannot write "${file}": ${obstacle}`;
  }
  return undefined;
}

async function findObstacle(file: string): Promise<string | undefined> {
  const { state } = await Deno.permissions.query({ name: "write", path: file });
  if (state !== "granted") return `Deno was not allowed to (--allow-write=${file})`;
  const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) || "/" : ".";
  try {
    // To read the folder is more than a report needs: a file that can be made can be written.
    (await Deno.open(file, { write: true, createNew: true })).close();
    await Deno.remove(file);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return await isFolder(file) ? "it is a folder" : undefined;
    if (error instanceof Deno.errors.NotFound) return `there is no folder "${folder}"`;
    if (error instanceof Deno.errors.NotADirectory) return `"${folder}" is no folder`;
    if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
    throw error;
  }
  return undefined;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return false; // it is met when the report is written
    if (error instanceof Deno.errors.NotFound) return false; // another run looked at the same place, and left it
    throw error;
  }
}

/** Renders and writes all that is requested; `isConsoleAdded`: console too, unless standard output is taken;
 * `isStreamed`: what is written during a run is there already. */
export async function writeReports(
  report: Report,
  requests: readonly ReportRequest[],
  options: { readonly isVerbose: boolean; readonly isConsoleAdded: boolean; readonly isStreamed?: boolean },
): Promise<boolean> {
  const isTaken = requests.some(({ file, format }) =>
    (file === undefined && format !== "github") || format === "console"
  );
  const all = isTaken || !options.isConsoleAdded ? requests : [{ format: "console", file: undefined }, ...requests];
  let isWritten = true;
  for (const { format, file } of all) {
    if (options.isStreamed === true && format === streamed) continue;
    const isColored = file === undefined && Deno.stdout.isTerminal() && !Deno.noColor;
    const width = file === undefined && Deno.stdout.isTerminal() ? terminalWidth() : 80;
    const reporter = reporters.get(format);
    const pieces = reporter?.pieces?.(report) ??
      [reporter?.render(report, { width, isColored, isVerbose: options.isVerbose }) ?? ""];
    if (file === undefined) { for (const piece of pieces) await printOut(piece); }
    else isWritten = await writeFile(file, pieces) && isWritten;
  }
  return isWritten;
}

/** Puts reports side by side in each requested format; a format that cannot do that is left out. */
export async function writeComparison(
  reports: readonly Report[],
  requests: readonly ReportRequest[],
): Promise<boolean> {
  let isWritten = true;
  for (const { format, file } of requests) {
    const text = reporters.get(format)?.compare?.(reports) ?? "";
    if (file === undefined) await printOut(text);
    else isWritten = await writeFile(file, [text]) && isWritten;
  }
  return isWritten;
}

/** So much of a report is written at once. Our choice, in characters. */
const mostHeld = 65_536;

async function writeFile(path: string, pieces: Iterable<string>): Promise<boolean> {
  try {
    using file = await Deno.open(path, { write: true, create: true, truncate: true });
    let text = "";
    for (const piece of pieces) {
      text += piece;
      if (text.length < mostHeld) continue;
      await writeWhole(file, text);
      text = "";
    }
    await writeWhole(file, text);
    return true;
  } catch (error) {
    await printError(`error: Cannot write "${path}": ${(error as Error).message}\n`);
    return false;
  }
}
