/** Validating files. */
import type { Problem } from "../../base/frame.ts";
import type { Source } from "../../base/source.ts";
import { checkClaims } from "../../case/check_claims.ts";
import { readYaml } from "../../case/yaml.ts";
import { readSource } from "../../case/read_source.ts";
import { looksLikeBaseline } from "../../gate/read_baseline.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { looksLikeTarget, wasMeantAsTarget } from "../../targets/target_file.ts";
import { checkBaselines } from "../check_baselines.ts";
import { countCases, countOf } from "../count.ts";
import { factsOfFile } from "../find_target.ts";
import { describeReadError, drawProblems, printError, printOut, printProblems, printUsageError } from "../print.ts";
import { loadSuite } from "../suite_files.ts";
import { columnsOf } from "../terminal.ts";
import { summarizeWarnings } from "../warnings.ts";

/** Validates case files, target files and baselines. */
export async function checkFiles(paths: readonly string[]): Promise<number> {
  let problems: readonly Problem[] = [];
  const caseFiles: string[] = [];
  const baselines: Source[] = [];
  let targets = 0;
  for (const path of paths) {
    try {
      const source = await sourceOfFile(path);
      const node = source === undefined ? undefined : readYaml(source).node;
      if (source !== undefined && node !== undefined && looksLikeBaseline(node)) baselines.push(source);
      else if (node === undefined ? wasMeantAsTarget(source?.text ?? "") : looksLikeTarget(node)) {
        targets++;
        const facts = await factsOfFile(path);
        if ("kind" in facts && facts.kind === "problems") problems = [...problems, ...facts.problems];
      } else caseFiles.push(path);
    } catch (error) {
      const message = describeReadError(path, error);
      if (message === undefined) throw error;
      return await printUsageError(message, "");
    }
  }
  const loaded = paths.length > 0 && caseFiles.length === 0 ? undefined : await loadSuite(caseFiles);
  const inBaselines = await checkBaselines(baselines, loaded);
  problems = [
    ...problems,
    ...loaded?.problems ?? [],
    ...(loaded === undefined ? [] : checkClaims(loaded.cases, loaded.catalogue)),
    ...inBaselines.problems,
  ];
  // The shipped cases have their warnings counted; the files that somebody names, each at its place.
  const warnings = [...inBaselines.warnings, ...(paths.length === 0 ? [] : loaded?.warnings ?? [])];
  if (problems.length > 0) return await printProblems([...problems, ...warnings]);
  if (loaded !== undefined && loaded.cases.length === 0) return await printUsageError("There are no cases here", "");
  const counted = [
    ...(loaded === undefined ? [] : [`${countCases(loaded.cases)} in ${countOf(loaded.sources.length, "file")}`]),
    ...(targets === 0 ? [] : [countOf(targets, "target file")]),
    ...(baselines.length === 0 ? [] : [countOf(baselines.length, "baseline")]),
  ];
  if (warnings.length > 0) await printError(drawProblems(warnings, { columns: columnsOf(Deno.stderr) }));
  const summary = paths.length === 0 ? summarizeWarnings(loaded?.warnings ?? []) : undefined;
  await printOut(`${counted.join(", ")}: no problems\n${summary === undefined ? "" : `${summary}\n`}`);
  return exitCodes.conforms;
}

/** Reads a file; undefined for a folder, and for what is refused as a case file. */
async function sourceOfFile(path: string): Promise<Source | undefined> {
  return (await Deno.stat(path)).isDirectory ? undefined : (await readSource(path)).source;
}
