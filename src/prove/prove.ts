/**
 * The proof of the suite: against the right server nothing is accused, with each permitted choice nothing fails, and
 * each fault is caught by the cases that name it and by no other. Prints each trial as it ends; exits 1 when something
 * is wrong.
 */
import { parseArgs } from "@std/cli/parse-args";
import { loadSuite } from "../cli/suite_files.ts";
import { printError, printOut, printProblems } from "../cli/print.ts";
import { matchesGlob } from "../base/glob.ts";
import { choices } from "./choices/choices.ts";
import { faults } from "./faults/faults.ts";
import { showProof } from "./proof.ts";
import { runTrials } from "./worker_pool.ts";

const help = `deno task prove [--areas | --all] [--only ID…]
  The right server meets every case. A fault meets the cases that have to
  catch it, the core, and a sample of its areas; a choice meets all cases of
  its areas, the core, and a sample of the others. Each is printed as it ends,
  and what is not proven once more at the end.
  --areas     let a fault meet all cases of its areas, a choice every case
  --all       let both meet every case
  --only ID   only these faults and choices; "right" is the right server; * stands for anything
`;

if (import.meta.main) Deno.exit(await prove(Deno.args));

async function prove(args: readonly string[]): Promise<number> {
  const flags = parseArgs([...args], { boolean: ["all", "areas", "help"], string: ["only"], collect: ["only"] });
  if (flags.help) {
    await printOut(help);
    return 0;
  }
  const { problems } = await loadSuite([]);
  if (problems.length > 0) return await printProblems(problems);
  const { only } = flags;
  const isWanted = (id: string) => only.length === 0 || only.some((glob) => matchesGlob(glob, id));
  const rights = [undefined, ...choices].filter((choice) => isWanted(choice?.id ?? "right"));
  const tried = faults.filter(({ id }) => isWanted(id));
  if (rights.length + tried.length === 0) {
    await printError(`error: No fault or choice fits ${only.join(", ")}\n`);
    return 1;
  }
  const isProven = await showProof({
    rights,
    faults: tried,
    scope: flags.all ? "all" : flags.areas ? "areas" : "sample",
    isWhole: only.length === 0,
    run: runTrials,
    print: printOut,
    clock: () => performance.now(),
  });
  return isProven ? 0 : 1;
}
