/** What the runs of a plan cost whatever the server does: connections, exchanges, and time that is only waited for. */
import type { Milliseconds } from "../base/time.ts";
import type { Step } from "../case/case.ts";
import type { Template } from "../case/template_types.ts";
import { costsOf, playsOf, sumOf } from "../case/cost.ts";
import { allSteps } from "../case/steps.ts";
import { patienceFor } from "./order.ts";
import type { Run } from "./plan.ts";

/** What a run costs, with all its borders, its sentinel message and the look at the server after a hostile case. */
export interface RunCost {
  /** So often the case is played, once for each border. */
  readonly plays: number;
  readonly connections: number;
  /** How often the server is waited for, besides the way to the start: a pipeline is one time, what is only sent none. */
  readonly exchanges: number;
  readonly waiting: Milliseconds;
}

/** What a name becomes, in characters. Our choice: an address or a word. */
const nameCharacters = 20;

/** Estimates the cost of a run. */
export function costOfRun({ case: { steps, risks } }: Run): RunCost {
  const plays = playsOf(steps, measure);
  const written = sumOf(costsOf(steps, measure).map(({ cost }) => cost));
  const all = allSteps(steps);
  const expected = all.flatMap(({ expect, within = 0 }) => expect.map((each) => ({ each, within })));
  const hasSentinel = expected.some(({ each }) => each.kind === "delivered" && each.mail.count.most !== Infinity);
  const patience = expected.reduce((sum, { each, within }) => sum + patienceFor(each, within), 0);
  return {
    plays,
    connections: plays + written.connections + Number(hasSentinel) + Number(risks.has("hostile")),
    exchanges: plays * steps.reduce((sum, step) => sum + exchangesOf(step), 0),
    waiting: written.waiting + patience,
  };
}

function exchangesOf({ action, expect, repeat }: Step): number {
  return expect.length > 0 || action.kind === "pipeline" ? repeat?.times ?? 1 : 0;
}

function measure({ parts }: Template): number {
  return parts.reduce((sum, part) => sum + (part.kind === "text" ? part.text.length : nameCharacters), 0);
}
