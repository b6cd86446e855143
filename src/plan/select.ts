/** Selecting cases by id, area and tag. */
import { nearest } from "../base/guess.ts";
import type { Case } from "../case/case.ts";
import { areaOf } from "../case/coverage.ts";

export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly areas: readonly string[];
}

/** Selects cases; gives a sentence for each pattern that selects nothing. `extra` are ids that are no cases. */
export function selectCases(
  cases: readonly Case[],
  selection: Selection,
  extra: readonly string[] = [],
): { readonly cases: readonly Case[]; readonly extra: readonly string[]; readonly complaints: readonly string[] } {
  const complaints: string[] = [];
  const ids = [...cases.map(({ id }) => id), ...extra];
  const areas = new Set(ids.map(areaOf));
  for (const area of selection.areas) {
    if (!areas.has(area)) complaints.push(complain("area", area, areas));
  }
  for (const [flag, patterns] of [["--only", selection.only], ["--skip", selection.skip]] as const) {
    for (const pattern of patterns) {
      if (!ids.some((id) => matchesGlob(pattern, id))) complaints.push(complain(`${flag} pattern`, pattern, ids));
    }
  }
  const isWanted = (id: string) =>
    (selection.areas.length === 0 || selection.areas.includes(areaOf(id))) &&
    (selection.only.length === 0 || selection.only.some((pattern) => matchesGlob(pattern, id))) &&
    !selection.skip.some((pattern) => matchesGlob(pattern, id));
  return { cases: cases.filter(({ id }) => isWanted(id)), extra: extra.filter(isWanted), complaints };
}

/** Says whether a selection may take cases whose ids begin with a topic: those of one file. */
export function mayTake({ only, areas }: Selection, topic: string): boolean {
  const begin = `${topic}/`;
  const mayFit = (pattern: string) => {
    const stem = pattern.split("*")[0] ?? "";
    return begin.startsWith(stem) || stem.startsWith(begin);
  };
  return (areas.length === 0 || areas.includes(areaOf(topic))) &&
    (only.length === 0 || only.some(mayFit));
}

function complain(what: string, word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return `No case fits the ${what} "${word}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
}

/**
 * Says whether a pattern fits an id: `*` stands for anything but a slash, `**` for anything. A pattern without an end
 * fits all below it ("auth", "auth/plain"), and a case's id fits all its variants and ports.
 */
export function matchesGlob(pattern: string, id: string): boolean {
  let glob = globs.get(pattern);
  if (glob === undefined) globs.set(pattern, glob = compileGlob(pattern));
  return glob.test(id);
}

/** Each pattern is compiled once: it meets thousands of ids. */
const globs = new Map<string, RegExp>();

function compileGlob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, (stars) => stars.length > 1 ? ".*" : "[^/]*");
  return new RegExp(`^${source}(?:$|[/[:])`);
}
