/** `smtpspec baseline`. */
import { updateBaseline, writeBaseline, type Written } from "../gate/write_baseline.ts";
import { exitCodes } from "../judge/verdict.ts";
import type { Report } from "../report/report.ts";
import type { Options } from "./args.ts";
import { baselineOf } from "./find_baseline.ts";
import { findReport } from "./find_report.ts";
import { complain, describeReadError, printError, printOut, showProblems } from "./outcome.ts";

/** Writes a baseline of the failures of a saved report, or brings one up to date. */
export async function baselineCommand(words: readonly string[], options: Options): Promise<number> {
  const report = await findReport(words[0] ?? "");
  if (typeof report === "number") return report;
  return options.update === undefined ? await write(report, options) : await update(report, options.update, options);
}

async function write(report: Report, { output, isStrict }: Options): Promise<number> {
  const written = writeBaseline(report, { isStrict });
  if (output === undefined) {
    await printOut(written.text);
    return exitCodes.conforms;
  }
  try {
    await Deno.writeTextFile(output, written.text, { createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      return await complain(`"${output}" is there already`, `--update ${output} keeps what you wrote into it`);
    }
    return await complain(`Cannot write "${output}": ${(error as Error).message}`, "");
  }
  return await tell(output, written, []);
}

async function update(report: Report, path: string, { isStrict }: Options): Promise<number> {
  try {
    const text = await Deno.readTextFile(path);
    const { baseline, problems } = baselineOf(path, text);
    if (problems.length > 0) return await showProblems(problems);
    const written = updateBaseline(text, baseline.entries, { report, isStrict });
    await Deno.writeTextFile(path, written.text);
    return await tell(path, written, written.added);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return await complain(message, "without --update, a new baseline is written");
  }
}

/** Says on standard error what became of the entries, and names `news`, which somebody should look at. */
async function tell(
  path: string,
  { added, changed, removed }: Written,
  news: readonly string[],
): Promise<number> {
  const list = (what: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [`  ${what}:`, ...ids.map((id) => `    ${id}`)];
  const lines = [
    `${path}: ${added.length} added, ${changed.length} changed, ${removed.length} taken out`,
    ...list("added", news),
    ...list("changed", changed),
    ...list("taken out", removed),
  ];
  await printError(lines.map((line) => `${line}\n`).join(""));
  return exitCodes.conforms;
}
