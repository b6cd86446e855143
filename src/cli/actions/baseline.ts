/** Writing and updating a baseline. */
import { plainLine } from "../../base/show.ts";
import { readSource, type SourceRead } from "../../case/read_source.ts";
import { updateBaseline, writeBaseline, type Written } from "../../gate/write_baseline.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import type { Report } from "../../report/report.ts";
import { baselineOf } from "../find_baseline.ts";
import { placeToWrite, schemaComment } from "../schema_line.ts";
import { findReport } from "../find_report.ts";
import { overwriteFile, writeNewFile } from "../new_file.ts";
import { describeReadError, printError, printOut, printProblems, printUsageError } from "../print.ts";

/** What is written, and where. */
export interface BaselineOptions {
  readonly output: string | undefined;
  readonly update: string | undefined;
  readonly isStrict: boolean;
}

/** Writes a baseline of the failures of a saved report, or brings one up to date. */
export async function makeBaseline(path: string, options: BaselineOptions): Promise<number> {
  const report = await findReport(path);
  if (typeof report === "number") return report;
  return options.update === undefined ? await write(report, options) : await update(report, options.update, options);
}

async function write(report: Report, { output, isStrict }: BaselineOptions): Promise<number> {
  const written = writeBaseline(report, { isStrict, comment: schemaComment("baseline", placeToWrite(output)) });
  if (output === undefined) {
    await printOut(written.text);
    return exitCodes.conforms;
  }
  const obstacle = await writeNewFile(output, written.text, `--update ${output} keeps what you wrote into it`);
  if (obstacle !== undefined) return await printUsageError(obstacle.message, obstacle.hint);
  return await printEntries(output, written, []);
}

async function update(report: Report, path: string, { isStrict }: BaselineOptions): Promise<number> {
  let read: SourceRead;
  try {
    read = await readSource(path);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return await printUsageError(message, "without --update, a new baseline is written");
  }
  const { source, problems: ofFile } = read;
  if (source === undefined) return await printProblems(ofFile);
  const { baseline, problems } = baselineOf(source);
  if (problems.length > 0) return await printProblems(problems);
  const written = updateBaseline(source.text, baseline.entries, { report, isStrict });
  const obstacle = await overwriteFile(path, written.text);
  if (obstacle !== undefined) return await printUsageError(obstacle.message, obstacle.hint);
  return await printEntries(path, written, written.added);
}

/** Prints on standard error what became of the entries, and names `news`, which somebody should look at. */
async function printEntries(
  path: string,
  { added, changed, carriedOver, removed }: Written,
  news: readonly string[],
): Promise<number> {
  const list = (what: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`  ${what}:`, ...ids.map((id) => `    ${id}`)];
  const lines = [
    `${path}: ${added.length} added, ${changed.length} changed, ${removed.length} removed${
      carriedOver.length === 0 ? "" : `, ${carriedOver.length} carried over from the words of an older version`
    }`,
    ...list("added", news),
    ...list("changed", changed),
    ...list("removed", removed),
    ...list("carried over", carriedOver),
  ];
  await printError(lines.map((line) => `${plainLine(line)}\n`).join(""));
  return exitCodes.conforms;
}
