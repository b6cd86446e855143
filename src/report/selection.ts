/** What of the suite a run was to play. */

/** What selects cases, in the options of a report and on a command line. */
export interface Selected {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly areas: readonly string[];
  readonly levels?: readonly string[];
  readonly rfcs?: readonly string[];
  readonly requirements?: readonly string[];
  readonly impacts?: readonly string[];
  readonly lastFailed?: string | undefined;
  readonly suite?: string | undefined;
}

/** The flags that select, with what each was given. */
export const selectingFlags: readonly (readonly [flag: string, of: (selected: Selected) => readonly string[]])[] = [
  ["--only", ({ only }) => only],
  ["--skip", ({ skip }) => skip],
  ["--area", ({ areas }) => areas],
  ["--level", ({ levels = [] }) => levels],
  ["--rfc", ({ rfcs = [] }) => rfcs],
  ["--requirement", ({ requirements = [] }) => requirements],
  ["--impact", ({ impacts = [] }) => impacts],
  ["--last-failed", ({ lastFailed }) => lastFailed === undefined ? [] : [lastFailed]],
  ["--suite", ({ suite }) => suite === undefined ? [] : [suite]],
];

/** Says whether nothing was left out, its shard aside. */
export function selectsAll(selected: Selected): boolean {
  return selectingFlags.every(([, of]) => of(selected).length === 0);
}
