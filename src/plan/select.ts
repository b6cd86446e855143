/** Selecting cases and their results by id, host and area, and by what is known of them. Pure. */
import { escapeAll, matchesGlob, once } from "../base/glob.ts";
import { askFor, closest } from "../base/guess.ts";
import { closestPaths, withFolders } from "../base/guess_path.ts";
import type { Case } from "../case/case.ts";
import { areaOf } from "../case/coverage.ts";
import { idAt, idsOf } from "./result_id.ts";
import { type Candidate, factParts, hasFacts, type Patterns, type Selection } from "./selection.ts";

/** What is selected, and what is wrong with each part of the selection that fits nothing. */
export interface Selected {
  readonly cases: readonly Case[];
  /** Of the ids that are no cases. */
  readonly others: readonly string[];
  readonly unmatched: readonly string[];
}

/** Among what is selected. */
export interface Surroundings {
  /** The rules of the linter. */
  readonly others: readonly Candidate[];
  /** The hosts of the target; undefined: a pattern that names a host fits any. */
  readonly hosts: readonly string[] | undefined;
  /** The names of the catalogue, its RFCs, sections and requirements: they are right, though no case may fit them. */
  readonly named?: ReadonlySet<string>;
}

/** Selects the cases of which a result is wanted, and of others, the rules of the linter. */
export function selectCases(
  cases: readonly Case[],
  selection: Selection,
  { others, hosts, named = new Set() }: Surroundings,
): Selected {
  const places = hosts ?? [undefined];
  const isWanted = (id: string) => places.some((host) => isSelected(selection, id, host));
  const ids = [...cases.flatMap(idsOf), ...others.map(({ id }) => id)];
  return {
    cases: cases.filter((each) => hasFacts(each, selection) && idsOf(each).some(isWanted)),
    others: others.filter((each) => hasFacts(each, selection)).map(({ id }) => id).filter(isWanted),
    unmatched: [
      ...unmatchedAreas(selection, ids),
      ...unmatchedPatterns(selection, ids, hosts),
      ...unmatchedFacts(selection, [...cases, ...others], named),
    ],
  };
}

function unmatchedAreas({ areas }: Patterns, ids: readonly string[]): string[] {
  const known = new Set(ids.map(areaOf));
  return areas.filter((area) => !known.has(area)).map((area) => describeUnmatched("area", area, closest(area, known)));
}

function unmatchedPatterns(
  { only, skip }: Patterns,
  ids: readonly string[],
  hosts: readonly string[] | undefined,
): string[] {
  return ([["--only", only], ["--skip", skip]] as const).flatMap(([flag, patterns]) =>
    patterns.flatMap((pattern) => {
      const found = ids.filter((id) => fits(pattern, id, undefined));
      if (found.length === 0) {
        return [describeUnmatched(`${flag} pattern`, pattern, closestPaths(pattern, withFolders(ids)))];
      }
      return hosts === undefined || hosts.some((host) => found.some((id) => fits(pattern, id, host)))
        ? []
        : [`No host fits the ${flag} pattern "${pattern}": ${hosts.join(", ")}`];
    })
  );
}

/** What is wrong with values that could be meant for something else than there is; of known words, none is wrong. */
function unmatchedFacts(
  selection: Selection,
  candidates: readonly Omit<Candidate, "id">[],
  named: ReadonlySet<string>,
): string[] {
  const all = candidates.map((each) => ({ id: "", ...each }));
  return factParts.flatMap(({ flag, valuesOf, fits, knownIn }) =>
    knownIn === undefined
      ? []
      : valuesOf(selection).filter((value) => !all.some((each) => fits(each, value))).map((value) =>
        describeUnmatched(flag, value, named.has(value) ? [] : closest(value, all.flatMap(knownIn)))
      )
  );
}

/** Says whether a result is wanted: its id without the host, and the host, undefined where it is not known. */
export function isSelected({ only, skip, areas, results }: Patterns, id: string, host: string | undefined): boolean {
  return (areas.length === 0 || areas.includes(areaOf(id))) &&
    (only.length === 0 || only.some((pattern) => fits(pattern, id, host))) &&
    !skip.some((pattern) => fits(pattern, id, host)) &&
    (results === undefined ||
      (host === undefined ? results.bare.has(id) : results.whole.has(id) || results.whole.has(idAt(id, host))));
}

/** Says whether a selection may take cases whose ids begin with a topic: those of one file. */
export function mayTake({ only, areas, results }: Omit<Patterns, "skip">, topic: string): boolean {
  const begin = `${topic}/`;
  const mayFit = (pattern: string) => {
    const stem = partsOf(pattern).path.split("*")[0] ?? "";
    return begin.startsWith(stem) || stem.startsWith(begin);
  };
  return (areas.length === 0 || areas.includes(areaOf(topic))) &&
    (only.length === 0 || only.some(mayFit)) &&
    (results === undefined || results.bare.values().some((id) => id.startsWith(begin)));
}

function describeUnmatched(what: string, word: string, near: readonly string[]): string {
  return `No case fits the ${what} "${word}"${near.length === 0 ? "" : `; ${askFor(near)}`}`;
}

/**
 * Says whether a pattern fits a result: its id without the host, and the host. PATTERN@HOST fits on that host alone, in
 * which `*` stands for anything; @HOST fits all of it.
 */
export function fits(pattern: string, id: string, host: string | undefined): boolean {
  const { path, host: wanted } = partsOf(pattern);
  if (wanted === undefined) return matchesGlob(path, id);
  return (path === "" || matchesGlob(path, id)) && (host === undefined || hostGlobOf(wanted).test(host));
}

/** Parts a pattern from the host that it names. */
function partsOf(pattern: string): { readonly path: string; readonly host: string | undefined } {
  const at = /@[\w.:*-]+$/.exec(pattern)?.index ?? pattern.length; // in brackets it belongs to a variant
  return { path: pattern.slice(0, at), host: at === pattern.length ? undefined : pattern.slice(at + 1) };
}

/** Names of hosts are the same in capitals or not (RFC 1035 §2.3.3). */
const hostGlobOf = once((pattern) => new RegExp(`^${escapeAll(pattern).replace(/\*+/g, ".*")}$`, "i"));
