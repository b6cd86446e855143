/** Validating files. */
import type { Problem } from "../../base/frame.ts";
import { makeSource } from "../../base/source.ts";
import { type Node, readYaml } from "../../case/yaml.ts";
import { looksLikeBaseline } from "../../gate/read_baseline.ts";
import { exitCodes } from "../../judge/verdict.ts";
import { looksLikeTarget } from "../../targets/target_file.ts";
import { countCases, countOf } from "../count.ts";
import { baselineOf } from "../find_baseline.ts";
import { factsOfFile } from "../find_target.ts";
import { describeReadError, drawProblems, printError, printOut, printProblems, printUsageError } from "../outcome.ts";
import { loadSuite } from "../suite_files.ts";
import { summarizeWarnings } from "../warnings.ts";

/** Validates case files, target files and baselines. */
export async function checkFiles(paths: readonly string[]): Promise<number> {
  const problems: Problem[] = [];
  const inBaselines: Problem[] = [];
  const caseFiles: string[] = [];
  let targets = 0;
  let baselines = 0;
  for (const path of paths) {
    try {
      const node = await nodeOfFile(path);
      if (node !== undefined && looksLikeBaseline(node)) {
        baselines++;
        const read = baselineOf(path, await Deno.readTextFile(path));
        problems.push(...read.problems);
        inBaselines.push(...read.warnings);
      } else if (node !== undefined && looksLikeTarget(node)) {
        targets++;
        const facts = await factsOfFile(path);
        if ("kind" in facts && facts.kind === "problems") problems.push(...facts.problems);
      } else caseFiles.push(path);
    } catch (error) {
      const message = describeReadError(path, error);
      if (message === undefined) throw error;
      return await printUsageError(message, "");
    }
  }
  const loaded = paths.length > 0 && caseFiles.length === 0 ? undefined : await loadSuite(caseFiles);
  if (loaded !== undefined) problems.push(...loaded.problems);
  // The shipped cases have their warnings counted; the files that somebody names, each at its place.
  const warnings = [...inBaselines, ...(paths.length === 0 ? [] : loaded?.warnings ?? [])];
  if (problems.length > 0) return await printProblems([...problems, ...warnings]);
  if (loaded !== undefined && loaded.cases.length === 0) return await printUsageError("There are no cases here", "");
  const counted = [
    ...(loaded === undefined ? [] : [`${countCases(loaded.cases)} in ${countOf(loaded.sources.length, "file")}`]),
    ...(targets === 0 ? [] : [countOf(targets, "target file")]),
    ...(baselines === 0 ? [] : [countOf(baselines, "baseline")]),
  ];
  if (warnings.length > 0) await printError(drawProblems(warnings));
  const summary = paths.length === 0 ? summarizeWarnings(loaded?.warnings ?? []) : undefined;
  await printOut(`${counted.join(", ")}: no problems\n${summary === undefined ? "" : `${summary}\n`}`);
  return exitCodes.conforms;
}

/** Reads the YAML of a file; undefined for a folder, and where it is broken. */
async function nodeOfFile(path: string): Promise<Node | undefined> {
  if (!(await Deno.stat(path)).isFile) return undefined;
  return readYaml(makeSource(path, await Deno.readTextFile(path))).node;
}
