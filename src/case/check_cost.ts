/** What a case may cost, by the risks that it declares. */
import { showDuration } from "../base/time.ts";
import type { Risk, Step } from "./case.ts";
import { type Cost, costsOf, type Measure, sumOf } from "./cost.ts";
import { type Reading, refuse } from "./reader.ts";

/** One bound: what is counted, what it may be, and the risk with which it may be more. All numbers are our choice. */
interface Bound {
  readonly counted: keyof Cost;
  readonly most: number;
  readonly more?: { readonly risk: Risk; readonly most: number };
  /** The end of "Cannot …". */
  readonly describe: (count: string) => string;
}

const bounds: readonly Bound[] = [
  {
    counted: "waiting",
    most: 60_000, // fifty times what any shipped case waits
    more: { risk: "slow", most: 1_800_000 },
    describe: (time) => `wait for ${time} in one case`,
  },
  {
    counted: "octets",
    most: 10_000_000,
    more: { risk: "heavy", most: 1_000_000_000 },
    describe: (octets) => `send ${octets} octets in one case`,
  },
  { counted: "commands", most: 20_000, describe: (commands) => `send ${commands} commands in one case` },
  { counted: "connections", most: 1_000, describe: (connections) => `open ${connections} connections in one case` },
  { counted: "expressions", most: 1_500, describe: (steps) => `use expressions of ${steps} steps in one case` },
];

/** Refuses a case that costs more than it may, at the step that costs most of it. */
export function checkCost(
  reading: Reading,
  steps: readonly Step[],
  { measure, risks }: { readonly measure: Measure; readonly risks: ReadonlySet<Risk> },
): void {
  const costs = costsOf(steps, measure);
  const sum = sumOf(costs.map(({ cost }) => cost));
  for (const { counted, most, more, describe } of bounds) {
    const isMore = more !== undefined && risks.has(more.risk);
    const count = sum[counted];
    if (count <= (isMore ? more.most : most)) continue;
    const show = (number: number) => counted === "waiting" ? showDuration(number) : String(number);
    const withRisk = more === undefined || isMore ? "" : `, with risks: [${more.risk}] ${show(more.most)}`;
    const [worst] = costs.toSorted((one, other) => other.cost[counted] - one.cost[counted]);
    const hint = `${show(isMore ? more.most : most)} at most${withRisk}`;
    if (worst !== undefined) refuse(reading, worst.span, `Cannot ${describe(show(count))}`, hint);
  }
}
