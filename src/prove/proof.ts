/** The proof as it is printed: each trial when it ends, then once more what is not proven, and the counts. */
import { caseOf } from "../case/coverage.ts";
import { type Evidence, isAccusing, isProof, neverCaught, onlyFaint, weigh } from "./evidence.ts";
import type { Choice, Fault } from "./fault.ts";
import type { Scope } from "./sample.ts";
import { drawFault, drawRight, nameOf, shorten } from "./table.ts";
import type { Occurrence, Trial } from "./trial.ts";
import type { Order } from "./worker.ts";

/** What is to be proven, and by what. */
export interface Proof {
  /** Right servers: with a choice each, or ours where there is none. */
  readonly rights: readonly (Choice | undefined)[];
  readonly faults: readonly Fault[];
  readonly scope: Scope;
  /** All faults are tried, so that each case has to be caught by one. */
  readonly isWhole: boolean;
  /** Executes the orders; `onTrial` gets each trial as it ends, with the place of its order. */
  readonly run: (
    orders: readonly Omit<Order, "number">[],
    onTrial: (place: number, trial: Trial) => void,
  ) => Promise<Trial[]>;
  readonly print: (text: string) => Promise<void>;
  readonly clock: () => number;
}

/** Makes and prints the proof; true where all of it holds. */
export async function showProof(proof: Proof): Promise<boolean> {
  const { rights, faults, scope, print } = proof;
  const start = proof.clock();
  const seen = new Map<number, Drawn>();
  let printed = Promise.resolve();
  const show = (place: number, trial: Trial) => {
    const drawn = drawTrial(proof, place, trial);
    seen.set(place, drawn);
    printed = printed.then(() => print(`${drawn.text}\n`));
  };
  const trials = await proof.run([
    ...rights.map((choice) => ({ fault: undefined, choice: choice?.id, scope, isLong: false })),
    ...faults.map((fault) => ({
      fault: fault.id,
      choice: fault.choice,
      scope,
      isLong: fault.isMetEverywhere ?? false,
    })),
  ], show);
  await printed;
  const wrong = [...seen.entries()].toSorted(([one], [other]) => one - other)
    .flatMap(([, { isProven, text }]) => isProven ? [] : [text]);
  if (wrong.length > 0) await print(`\nNot proven:\n${wrong.join("\n")}\n`);
  const evidence = [...seen.values()].flatMap((drawn) => drawn.evidence ?? []);
  const isCaught = !proof.isWhole || await showUncaught(trials[0]?.occurrences ?? [], evidence, print);
  const proven = evidence.filter(isProof).length;
  const seconds = ((proof.clock() - start) / 1000).toFixed(0);
  await print(`\n${proven} of ${faults.length} faults proven, ${rights.length} right servers, ${seconds} s\n`);
  return wrong.length === 0 && isCaught && seen.size === rights.length + faults.length;
}

/** One trial as text. */
interface Drawn {
  readonly text: string;
  readonly isProven: boolean;
  /** Of a fault. */
  readonly evidence: Evidence | undefined;
}

function drawTrial({ rights, faults }: Proof, place: number, trial: Trial): Drawn {
  const fault = faults[place - rights.length];
  if (fault !== undefined) {
    const evidence = weigh(fault, trial);
    return { text: drawFault(evidence), isProven: isProof(evidence), evidence };
  }
  const choice = rights[place];
  const wrong = wrongOf(choice, trial);
  const isProven = wrong.length === 0 && trial.untested === undefined;
  return { text: drawRight(nameOf(choice), trial, wrong), isProven, evidence: undefined };
}

/** Right servers: ours is not to be accused at all, one that chose otherwise is not to fail. */
function wrongOf(choice: Choice | undefined, trial: Trial): Occurrence[] {
  return trial.occurrences.filter((occurrence) =>
    occurrence.verdict === "fail" || occurrence.verdict === "error" ||
    (choice === undefined && (isAccusing(occurrence) || occurrence.verdict === "inconclusive"))
  );
}

/** Lists the cases that no fault makes fail; true where there are none. */
async function showUncaught(
  all: readonly Occurrence[],
  evidence: readonly Evidence[],
  print: Proof["print"],
): Promise<boolean> {
  const left = neverCaught(all, evidence);
  const leftIds = new Set(left.map(({ id }) => id));
  const caughtCases = new Set(all.filter(({ id }) => !leftIds.has(id)).map(({ id }) => caseOf(id)));
  const cases = left.filter(({ id }) => !caughtCases.has(caseOf(id)));
  const played = cases.filter(({ verdict }) => verdict !== "skip");
  const unplayed = cases.filter(({ verdict }) => verdict === "skip");
  const count = (occurrences: readonly Occurrence[]) => new Set(occurrences.map(({ id }) => caseOf(id))).size;
  const faint = onlyFaint(evidence).map((id) => ({ id }));
  await print(
    `\n${count(played)} of ${count(all)} cases are caught by no fault: ${shorten(played) || "none"}\n` +
      `${faint.length} cases of MUST are only made to warn: ${shorten(faint) || "none"}\n` +
      `${count(unplayed)} cases that the reference server gives no occasion for: ${shorten(unplayed) || "none"}\n` +
      `${left.length} of ${all.length} results, variants counted, are caught by no fault\n`,
  );
  return played.length === 0;
}
