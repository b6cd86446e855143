/** Which results have one cause. Pure. */
import { caseOf } from "../../case/coverage.ts";
import type { Result } from "../report.ts";
import type { FindRemedies } from "./remedies.ts";

/** The results of a case, or of a rule of the linter, that have the same verdict. */
export interface CaseResults {
  readonly id: string;
  readonly results: readonly Result[];
}

/**
 * Puts results of the same verdict together by cause: the results of a case; cases with the same reason on the same
 * section of an RFC; cases that one setting ends; and a rule of the linter with the case whose reply breaks it. Both the
 * groups and the cases in them are in the order of the results.
 */
export function groupByCause(results: readonly Result[], remedies: FindRemedies): CaseResults[][] {
  const cases = [...Map.groupBy(results, ({ id }) => caseOf(id))].map(([id, own]): CaseResults => ({
    id,
    results: own,
  }));
  const groups = new Groups(cases.length);
  const seen = new Map<string, number>();
  for (const [index, each] of cases.entries()) {
    for (const key of [...reasonsOf(each), ...settingsOf(each, remedies)]) {
      groups.join(index, seen.get(key) ?? index);
      seen.set(key, index);
    }
  }
  // A rule joins one case only: else whatever breaks it would be one cause.
  const showers = Map.groupBy(results.filter(({ linted }) => linted === undefined), ({ id }) => id);
  const places = new Map(cases.map(({ id }, index) => [id, index]));
  for (const [index, each] of cases.entries()) {
    const found = each.results.map((rule) => findShowers(rule, showers)).find(({ length }) => length > 0) ?? [];
    const joined = found.map(({ id }) => places.get(caseOf(id)) ?? index);
    if (joined.length > 0) groups.join(index, joined.reduce((one, other) => Math.min(one, other)));
  }
  return [...Map.groupBy(cases.entries(), ([index]) => groups.rootOf(index)).values()]
    .map((each) => each.map(([, group]) => group));
}

/** Why results are wrong, on which section: keys that those of the same cause share. */
function reasonsOf({ results }: CaseResults): Set<string> {
  return new Set(results.flatMap(({ deviation, rfc, linted }) => {
    if (deviation === null || linted !== undefined) return [];
    const { because, expected, received } = deviation;
    return rfc.map((section) =>
      JSON.stringify([section, ...(because === undefined ? [expected, received] : [because])])
    );
  }));
}

/** The settings that end all results of a case: none where they end some of them only, or different ones. */
function settingsOf({ results }: CaseResults, remedies: FindRemedies): string[] {
  const each = results.map((result) =>
    remedies(result).filter(({ remedy }) => remedy.settings !== undefined)
      .map(({ software, remedy: { settings } }) => JSON.stringify([software, settings]))
  );
  const [first = []] = each;
  return first.filter((key) => each.every((keys) => keys.includes(key)));
}

/** Finds the results of cases, by their ids, that fail by a reply that breaks a rule of the linter, on the same section. */
function findShowers({ linted, rfc }: Result, byId: ReadonlyMap<string, readonly Result[]>): Result[] {
  return (linted?.occurrences ?? []).flatMap(({ run, event }) =>
    (byId.get(run) ?? []).filter((result) =>
      result.deviation?.event === event && result.rfc.some((section) => rfc.includes(section))
    )
  );
}

/** Groups of numbers that are joined one by one. */
class Groups {
  readonly #parents: number[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, index) => index);
  }

  /** Gives the least number of the group of a number. */
  rootOf(index: number): number {
    let root = index;
    while (this.#parents[root] !== root) {
      const parent = this.#parents[root] ?? root;
      this.#parents[root] = this.#parents[parent] ?? parent; // so that no way gets long
      root = parent;
    }
    return root;
  }

  join(one: number, other: number): void {
    const roots = [this.rootOf(one), this.rootOf(other)];
    for (const root of roots) this.#parents[root] = Math.min(...roots);
  }
}
