/** What was learnt by the way, in lines for people. Pure. */
import type { Report, ReportFact } from "./report.ts";

/** Facts that say the same of several endpoints are one, with their names; of one endpoint nobody needs the name. */
export interface FactLine {
  /** Undefined where the report has but one endpoint. */
  readonly endpoints: string | undefined;
  readonly about: string;
  readonly value: string;
  readonly run: string | null;
}

/** Gives the facts of a report. */
export function factLines({ facts = [], target }: Pick<Report, "facts" | "target">): FactLine[] {
  const same = Map.groupBy(facts, ({ about, value }) => JSON.stringify([about, value]));
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = [...new Set(group.map(({ endpoint }: ReportFact) => endpoint))].join(", ");
    const { about, value, run } = first;
    return [{ endpoints: target.endpoints.length > 1 ? names : undefined, about, value, run }];
  });
}
