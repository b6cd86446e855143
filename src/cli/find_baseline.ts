/** The baseline out of its file. */
import { bySeverity, type Problem } from "../base/frame.ts";
import type { Source } from "../base/source.ts";
import type { Reading } from "../case/reader.ts";
import { readSource, type SourceRead } from "../case/read_source.ts";
import { readYaml } from "../case/yaml.ts";
import type { Baseline } from "../gate/known.ts";
import { readBaseline } from "../gate/read_baseline.ts";
import { describeReadError, printProblems, printUsageError } from "./print.ts";

/** Reads a baseline; gives the exit code when it cannot be used, after it has said why. */
export async function findBaseline(path: string): Promise<Baseline | number> {
  let read: SourceRead;
  try {
    read = await readSource(path);
  } catch (error) {
    const message = describeReadError(path, error);
    if (message === undefined) throw error;
    return await printUsageError(message, "smtpspec baseline REPORT.json --output FILE makes one of a run");
  }
  if (read.source === undefined) return await printProblems(read.problems);
  const { baseline, problems } = baselineOf(read.source);
  return problems.length > 0 ? await printProblems(problems) : baseline;
}

/**
 * Reads a baseline out of its text; with `ids`, an entry of another id is a problem. A warning stops nothing: only
 * `smtpspec check` shows it.
 */
export function baselineOf(
  source: Source,
  ids?: ReadonlySet<string>,
): { readonly baseline: Baseline; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const { node, problems } = readYaml(source);
  const reading: Reading = { problems: [...problems], uses: [] };
  const entries = node === undefined ? [] : readBaseline(reading, node, ids);
  const { errors, warnings } = bySeverity(reading.problems);
  return { baseline: { file: source.path, entries }, problems: errors, warnings };
}
