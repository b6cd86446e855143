/** `smtpspec check`. */
import type { Problem } from "../base/frame.ts";
import { makeSource } from "../base/source.ts";
import { readYaml } from "../case/yaml.ts";
import { exitCodes } from "../judge/verdict.ts";
import { looksLikeTarget } from "../target/target_file.ts";
import type { Options } from "./args.ts";
import { factsOfFile } from "./find_target.ts";
import { complain, describeReadError, printOut, showProblems } from "./outcome.ts";
import { loadSuite } from "./suite_files.ts";

/** Validates case files and target files. */
export async function checkCommand(paths: readonly string[], _options: Options): Promise<number> {
  const problems: Problem[] = [];
  const caseFiles: string[] = [];
  let targets = 0;
  for (const path of paths) {
    try {
      if (await isTarget(path)) {
        targets++;
        const facts = await factsOfFile(path);
        if ("kind" in facts && facts.kind === "problems") problems.push(...facts.problems);
      } else caseFiles.push(path);
    } catch (error) {
      const message = describeReadError(path, error);
      if (message === undefined) throw error;
      return await complain(message, "");
    }
  }
  const loaded = paths.length > 0 && caseFiles.length === 0 ? undefined : await loadSuite(caseFiles);
  if (loaded !== undefined) problems.push(...loaded.problems);
  if (problems.length > 0) return await showProblems(problems);
  if (loaded !== undefined && loaded.cases.length === 0) return await complain("There are no cases here", "");
  const counted = [
    ...(loaded === undefined ? [] : [`${loaded.cases.length} cases in ${loaded.sources.length} files`]),
    ...(targets === 0 ? [] : [`${targets} target ${targets === 1 ? "file" : "files"}`]),
  ];
  await printOut(`${counted.join(", ")}: no problems\n`);
  return exitCodes.conforms;
}

async function isTarget(path: string): Promise<boolean> {
  if (!(await Deno.stat(path)).isFile) return false;
  const { node } = readYaml(makeSource(path, await Deno.readTextFile(path)));
  return node !== undefined && looksLikeTarget(node);
}
