/**
 * Finds out whether what a case met after legal input is the server's breach: it comes again on fresh connections, while
 * the sanity check on another is passed at once.
 */
import type { Attempt, Ending, Suspect } from "../attempt/attempt.ts";
import { isSame } from "./suspicions.ts";
import type { AttemptOptions } from "../attempt/attempt_state.ts";
import { lintId, lints } from "../judge/lint.ts";
import type { Run } from "../plan/plan.ts";
import type { RuleOfInput } from "../session/suspicion.ts";
import type { Env } from "./env.ts";
import type { Checked } from "./health.ts";
import { patient } from "./patient.ts";
import { checkSince, isQuick } from "./shared_check.ts";
import type { Tried } from "./tries.ts";

/** Plays a case once, with what is shared. */
export type OnceWith = (env: Env, options: AttemptOptions) => Promise<Attempt>;

/** Follows up what was suspected in a case that was tried; a case that is inconclusive for it points to the rule's result. */
export async function followUp(env: Env, run: Run, once: OnceWith, tried: Tried): Promise<Tried> {
  const { suspect } = tried.attempt;
  if (suspect === undefined || env.signal.aborted || env.obstacles.against(run) !== undefined) return tried;
  const isConfirmed = await env.suspicions.settle(run.endpoint, suspect, () => confirm(env, run, once, suspect));
  return isConfirmed ? pointToRule(tried, suspect) : tried;
}

/** Has a case that could not be judged say where what it met is judged, and any other note it. */
export function pointToRule(tried: Tried, { rule }: Suspect): Tried {
  const { attempt, notes } = tried;
  const { ending } = attempt;
  const where = `see ${lints.filter((lint) => lint.rule === rule).map(lintId).join()}`;
  if (ending.kind !== "inconclusive" && ending.kind !== "again") return { ...tried, notes: [...notes, where] };
  const { deviation } = ending;
  const pointing: Ending = { kind: "inconclusive", reason: `${ending.reason}: ${where}`, deviation };
  return { ...tried, attempt: { ...attempt, ending: pointing } };
}

/** How often a case is played once more. What comes at once is looked at on both sides of a sanity check. */
const looks: Readonly<Record<RuleOfInput, 1 | 2>> = { "missing-reply": 1, "closes-without-421": 2, "repeated-421": 2 };

async function confirm(env: Env, run: Run, once: OnceWith, first: Suspect): Promise<boolean> {
  let last: Attempt | undefined;
  for (let look = 0; look < looks[first.rule]; look++) {
    const start = env.clock();
    const before = checkSince(env, run.endpoint, start); // beside the attempt: a server may be held up as a whole
    last = await once(patient(env), { isSecondTry: true, border: undefined });
    if (!isSame(first, last.suspect) || !isWell(await before)) return false;
    if (!isWell(await checkSince(env, run.endpoint, env.clock() - 1))) return false;
  }
  if (last?.suspect === undefined || env.signal.aborted) return false;
  note(env, run, last, last.suspect);
  return true;
}

function isWell(check: Checked): boolean {
  return check.isPassed && isQuick(check);
}

function note({ lints: book }: Env, run: Run, { transcript }: Attempt, found: Suspect): void {
  const { rule, input, received, key, event } = found;
  book.note({
    rule,
    why: `after ${input}, and again on a fresh connection, while the sanity check passed`,
    isTolerated: false,
    run: run.id,
    mark: { event },
    received,
    shown: { key, transcript },
  });
}
