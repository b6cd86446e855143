/** One run: a case at an endpoint, with its retries, its cuts, and the check that the server is still there. */
import type { Milliseconds } from "../base/time.ts";
import { allSteps } from "../case/steps.ts";
import { type Deviation, reasonOf } from "../judge/deviation.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Run } from "../plan/plan.ts";
import { type Exchange, Transcript } from "../wire/transcript.ts";
import type { Death } from "./last_seen.ts";
import { stillAnswers } from "./still_answers.ts";
import type { Env } from "./env.ts";
import { type Attempt, type Ending, unplayedAttempt } from "../attempt/attempt.ts";
import { maskEnding } from "../attempt/mask.ts";
import { endingOfThrown } from "../attempt/thrown.ts";
import type { AttemptOptions } from "../attempt/attempt_state.ts";
import { followUp } from "./confirm.ts";
import { connectionsOf } from "./needs.ts";
import { playInTurn } from "./play_in_turn.ts";
import { type Once, type Tried, tryTwice } from "./tries.ts";

/** What became of a run. */
export interface PlayedRun {
  readonly run: Run;
  readonly verdict: Verdict;
  /** Why, in one line, for everything but a plain pass. */
  readonly reason: string | undefined;
  readonly deviation: Deviation | undefined;
  /** Further deviations that the verdict does not rest on. */
  readonly deviations: readonly Deviation[];
  readonly notes: readonly string[];
  readonly attempts: number;
  readonly transcript: readonly Exchange[];
  readonly dropped: number;
  readonly took: Milliseconds;
  /** What is known of a server that does not answer any more after a hostile case; undefined where it does. */
  readonly death: Death | undefined;
}

const mostBorders = 5_000; // our choice: a step of more octets is cut at a sample of its borders

/** Plays a run to its verdict. Never rejects: whatever is thrown while a case is played is its verdict `error`. */
export async function playRun(env: Env, run: Run): Promise<PlayedRun> {
  const start = env.clock();
  try {
    return await playToVerdict(env, run);
  } catch (error) {
    return settle(run, { attempt: attemptOfThrown(env, error, start), attempts: 1, notes: [] });
  }
}

async function playToVerdict(env: Env, run: Run): Promise<PlayedRun> {
  const steps = allSteps(run.case.steps);
  const connections = connectionsOf(run);
  let hasActed = false;
  let began = Infinity;
  const onceWith = async (shared: Env, options: AttemptOptions) => {
    const attempt = await playInTurn(shared, run, connections, options);
    hasActed ||= attempt.hasActed;
    began = Math.min(began, env.clock() - attempt.took);
    return attempt;
  };
  const once = (options: AttemptOptions) => onceWith(env, options);
  const isCut = steps.some(({ split }) => split?.kind === "every-border");
  const tried = isCut ? await tryAllBorders(env, run, once) : await tryTwice(env, run, once, undefined);
  const outcome = settle(run, await followUp(env, run, onceWith, tried));
  if (!run.case.risks.has("hostile") || outcome.verdict === "error" || !hasActed) return outcome;
  if (env.obstacles.against(run) !== undefined) return outcome;
  env.lints.check(["still-answers"]);
  if (await stillAnswers(env, run.endpoint)) {
    env.lastSeen.see(run);
    return outcome;
  }
  // Connections that were of no use before the case began are about something else.
  if (env.health.wasInTrouble(run.endpoint, began)) return outcome;
  return { ...outcome, death: env.lastSeen.describeDeath(run) };
}

/** What is thrown outside an attempt leaves no transcript. */
function attemptOfThrown(env: Env, error: unknown, start: Milliseconds): Attempt {
  const ending = maskEnding(endingOfThrown(error), new Transcript(env.clock, env.secrets));
  return unplayedAttempt(ending, env.clock() - start);
}

/** Plays the case once for each border of the octets that its cut step writes; the first bad border decides. */
async function tryAllBorders(env: Env, run: Run, once: Once): Promise<Tried> {
  const first = await tryTwice(env, run, once, 1);
  const octets = first.attempt.borders ?? 0;
  if (first.attempt.ending.kind !== "passed" || octets < 3) return withBorder(first, 1, octets);
  const borders = sample(2, octets - 1);
  const bad: { readonly border: number; readonly tried: Tried }[] = [];
  let next = 0;
  const worker = async () => {
    while (bad.length === 0 && !env.signal.aborted) {
      const border = borders[next++];
      if (border === undefined) return;
      const tried = await tryTwice(env, run, once, border);
      if (tried.attempt.ending.kind !== "passed") bad.push({ border, tried });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker)); // the pool says how many of them are at work
  const [found] = bad.toSorted((one, other) => one.border - other.border);
  if (found !== undefined) return withBorder(found.tried, found.border, octets);
  const note = `${borders.length + 1} of ${octets - 1} borders were tried`;
  return { ...first, notes: [...first.notes, note] };
}

function sample(from: number, to: number): number[] {
  const count = to - from + 1;
  const step = Math.max(1, count / mostBorders);
  return Array.from({ length: Math.floor(count / step) }, (_, index) => from + Math.floor(index * step));
}

function withBorder(tried: Tried, border: number, octets: number): Tried {
  return { ...tried, notes: [...tried.notes, `cut after octet ${border} of ${octets}`] };
}

function settle(run: Run, { attempt, attempts, notes: tries }: Tried): PlayedRun {
  const notes = [...run.note === undefined ? [] : [run.note], ...tries];
  const { ending, warnings, notes: remarks, transcript, dropped, took } = attempt;
  const judged = judgeEnding(ending, warnings);
  const asides = [...warnings, ...remarks].filter((deviation) => deviation !== judged.deviation);
  const noted = ending.kind === "wrong" && ending.as === "note" ? [ending.deviation] : [];
  return {
    run,
    ...judged,
    deviations: [...asides, ...noted],
    notes: ending.kind === "error" ? [...notes, ...ending.stack] : notes,
    attempts,
    transcript,
    dropped,
    took,
    death: undefined,
  };
}

function judgeEnding(
  ending: Ending,
  warnings: readonly Deviation[],
): { verdict: Verdict; reason: string | undefined; deviation: Deviation | undefined } {
  const [warning] = warnings;
  switch (ending.kind) {
    case "wrong":
      if (ending.as !== "note") {
        return { verdict: ending.as, reason: reasonOf(ending.deviation), deviation: ending.deviation };
      }
      break;
    case "inconclusive":
    case "again":
      return { verdict: "inconclusive", reason: ending.reason, deviation: ending.deviation };
    case "error":
      return { verdict: "error", reason: ending.reason, deviation: undefined };
    case "passed":
      break;
  }
  return warning === undefined
    ? { verdict: "pass", reason: undefined, deviation: undefined }
    : { verdict: "warn", reason: reasonOf(warning), deviation: warning };
}
