/**
 * The proof of the suite: against the right server nothing is accused, with each permitted choice nothing fails, and
 * each fault is caught by the cases that name it and by no other. Prints the matrix; exits 1 when something is wrong.
 */
import { parseArgs } from "@std/cli/parse-args";
import { caseOf } from "../case/coverage.ts";
import { loadSuite } from "../cli/suite_files.ts";
import { printError, printOut, printProblems } from "../cli/outcome.ts";
import { matchesGlob } from "../plan/select.ts";
import { choices } from "./choices/choices.ts";
import { type Evidence, isAccusing, isProof, neverCaught, type Scope, weigh } from "./evidence.ts";
import type { Choice, Fault } from "./fault.ts";
import { faults } from "./faults/faults.ts";
import { drawFault, drawRight, nameOf, shorten } from "./table.ts";
import type { Occurrence, Trial } from "./trial.ts";
import { runTrials } from "./worker_pool.ts";

const help = `deno task prove [--areas | --all] [--only ID…]
  A fault meets the cases that have to catch it, the core, and a sample of
  its areas.
  --areas     let every fault meet all cases of its areas
  --all       let every fault meet every case
  --only ID   only these faults and choices; "right" is the right server; * stands for anything
`;

/** What is asked for. */
interface Wanted {
  readonly scope: Scope;
  readonly only: readonly string[];
}

if (import.meta.main) Deno.exit(await prove(Deno.args));

async function prove(args: readonly string[]): Promise<number> {
  const flags = parseArgs([...args], { boolean: ["all", "areas", "help"], string: ["only"], collect: ["only"] });
  if (flags.help) {
    await printOut(help);
    return 0;
  }
  const scope = flags.all ? "all" : flags.areas ? "areas" : "sample";
  const wanted: Wanted = { scope, only: flags.only };
  const { problems } = await loadSuite([]);
  if (problems.length > 0) return await printProblems(problems);
  return await tryAll(wanted) ? 0 : 1;
}

async function tryAll({ scope, only }: Wanted): Promise<boolean> {
  const isWanted = (id: string) => only.length === 0 || only.some((glob) => matchesGlob(glob, id));
  const rights = [undefined, ...choices].filter((choice) => isWanted(choice?.id ?? "right"));
  const tried = faults.filter(({ id }) => isWanted(id));
  if (rights.length + tried.length === 0) {
    await printError(`error: No fault or choice fits ${only.join(", ")}\n`);
    return false;
  }
  const start = performance.now();
  const trials = await runTrials(
    [
      ...rights.map((choice) => ({ fault: undefined, choice: choice?.id, scope: "all" as const })),
      ...tried.map((fault) => ({ fault: fault.id, choice: fault.choice, scope })),
    ],
    (done) => showProgress(done, rights.length + tried.length),
  );
  const areRight = await showRights(rights, trials.slice(0, rights.length));
  const evidence = tried.flatMap((fault, at) => weighAll(fault, trials[rights.length + at]));
  await printOut(`\nFaults, and the cases that catch them:\n${evidence.map(drawFault).join("\n")}\n`);
  const isWhole = only.length > 0 || await showUncaught(trials[0]?.occurrences ?? [], evidence);
  const proven = evidence.filter(isProof).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  await printOut(
    `\n${proven} of ${tried.length} faults proven, ${rights.length} right servers, ${seconds} s\n`,
  );
  return areRight && isWhole && proven === tried.length;
}

function weighAll(fault: Fault, trial: Trial | undefined): Evidence[] {
  return trial === undefined ? [] : [weigh(fault, trial)];
}

/** Shows the right servers: ours is not to be accused at all, one that chose otherwise is not to fail. */
async function showRights(rights: readonly (Choice | undefined)[], trials: readonly Trial[]): Promise<boolean> {
  let areRight = true;
  await printOut("Right servers, and the cases that accuse them:\n");
  for (const [at, choice] of rights.entries()) {
    const trial = trials[at];
    if (trial === undefined) continue;
    const wrong = trial.occurrences.filter((occurrence) =>
      occurrence.verdict === "fail" || occurrence.verdict === "error" ||
      (choice === undefined && (isAccusing(occurrence) || occurrence.verdict === "inconclusive"))
    );
    areRight &&= wrong.length === 0 && trial.untested === undefined;
    await printOut(`${drawRight(nameOf(choice), trial, wrong)}\n`);
  }
  return areRight;
}

/** Lists the cases that no fault makes fail; true where there are none. */
async function showUncaught(all: readonly Occurrence[], evidence: readonly Evidence[]): Promise<boolean> {
  const left = neverCaught(all, evidence);
  const leftIds = new Set(left.map(({ id }) => id));
  const caughtCases = new Set(all.filter(({ id }) => !leftIds.has(id)).map(({ id }) => caseOf(id)));
  const cases = left.filter(({ id }) => !caughtCases.has(caseOf(id)));
  const played = cases.filter(({ verdict }) => verdict !== "skip");
  const unplayed = cases.filter(({ verdict }) => verdict === "skip");
  const count = (occurrences: readonly Occurrence[]) => new Set(occurrences.map(({ id }) => caseOf(id))).size;
  await printOut(
    `\n${count(played)} of ${count(all)} cases are caught by no fault: ${shorten(played) || "none"}\n` +
      `${count(unplayed)} cases that the reference server gives no occasion for: ${shorten(unplayed) || "none"}\n` +
      `${left.length} of ${all.length} results, variants counted, are caught by no fault\n`,
  );
  return played.length === 0;
}

function showProgress(done: number, total: number): void {
  if (Deno.stderr.isTerminal()) void printError(`\r${done} of ${total}${done === total ? "\n" : ""}`);
  else if (done % 20 === 0 || done === total) void printError(`${done} of ${total}\n`);
}
