/** Selecting cases and their results by id, host, area and version. */
import { escapeAll, matchesGlob, once } from "../base/glob.ts";
import { nearest } from "../base/guess.ts";
import { compareVersions } from "../base/version.ts";
import type { Case } from "../case/case.ts";
import { areaOf } from "../case/coverage.ts";
import { idsOf } from "./result_id.ts";

/** What selects by id. */
export interface Patterns {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly areas: readonly string[];
}

export interface Selection extends Patterns {
  /** Only what was in this version of the suite; undefined for all. */
  readonly suite: string | undefined;
}

/** What is selected, and a sentence for each pattern that selects nothing. */
export interface Selected {
  readonly cases: readonly Case[];
  /** Of the ids that are no cases. */
  readonly others: readonly string[];
  readonly unmatched: readonly string[];
}

/** What has a result and is no case: a rule of the linter. */
export interface Other {
  readonly id: string;
  /** The version of the suite that had it first; undefined: it is as old as the suite. */
  readonly since: string | undefined;
}

/**
 * Selects the cases of which a result is wanted, and of others. Without `hosts`, a pattern that names a host fits any.
 */
export function selectCases(
  cases: readonly Case[],
  selection: Selection,
  { others, hosts }: { readonly others: readonly Other[]; readonly hosts: readonly string[] | undefined },
): Selected {
  const unmatched: string[] = [];
  const places = hosts ?? [undefined];
  const otherIds = others.map(({ id }) => id);
  const ids = [...cases.flatMap(idsOf), ...otherIds];
  const areas = new Set(ids.map(areaOf));
  for (const area of selection.areas) {
    if (!areas.has(area)) unmatched.push(describeUnmatched("area", area, areas));
  }
  for (const [flag, patterns] of [["--only", selection.only], ["--skip", selection.skip]] as const) {
    for (const pattern of patterns) {
      const found = ids.filter((id) => fits(pattern, id, undefined));
      if (found.length === 0) {
        unmatched.push(describeUnmatched(`${flag} pattern`, pattern, [...cases.map(({ id }) => id), ...otherIds]));
      } else if (hosts !== undefined && !hosts.some((host) => found.some((id) => fits(pattern, id, host)))) {
        unmatched.push(`No host fits the ${flag} pattern "${pattern}": ${hosts.join(", ")}`);
      }
    }
  }
  const isWanted = (id: string) => places.some((host) => isSelected(selection, id, host));
  return {
    cases: cases.filter((each) => wasThere(each, selection) && idsOf(each).some(isWanted)),
    others: others.filter((each) => wasThere(each, selection)).map(({ id }) => id).filter(isWanted),
    unmatched,
  };
}

/** Says whether a case was in the suite of a version. */
export function wasThere({ since }: Pick<Other, "since">, { suite }: Pick<Selection, "suite">): boolean {
  return suite === undefined || since === undefined || compareVersions(since, suite) <= 0;
}

/** Says whether a result is wanted: its id without the host, and the host, undefined where it is not known. */
export function isSelected({ only, skip, areas }: Patterns, id: string, host: string | undefined): boolean {
  return (areas.length === 0 || areas.includes(areaOf(id))) &&
    (only.length === 0 || only.some((pattern) => fits(pattern, id, host))) &&
    !skip.some((pattern) => fits(pattern, id, host));
}

/** Says whether a selection may take cases whose ids begin with a topic: those of one file. */
export function mayTake({ only, areas }: Pick<Patterns, "only" | "areas">, topic: string): boolean {
  const begin = `${topic}/`;
  const mayFit = (pattern: string) => {
    const stem = partsOf(pattern).path.split("*")[0] ?? "";
    return begin.startsWith(stem) || stem.startsWith(begin);
  };
  return (areas.length === 0 || areas.includes(areaOf(topic))) &&
    (only.length === 0 || only.some(mayFit));
}

function describeUnmatched(what: string, word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return `No case fits the ${what} "${word}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
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
