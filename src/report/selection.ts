/** What of the suite a run was to play. */

/** What selects cases, in the options of a report and on a command line. */
export interface Selected {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly areas: readonly string[];
  readonly suite?: string | undefined;
}

/** Says whether nothing was left out, its shard aside. */
export function selectsAll({ only, skip, areas, suite }: Selected): boolean {
  return suite === undefined && [only, skip, areas].every((patterns) => patterns.length === 0);
}
