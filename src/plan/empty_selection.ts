/** Why a selection holds nothing although each part of it fits something, and how to mend it. Pure. */
import { areaOf } from "../case/coverage.ts";
import { isSelected } from "./select.ts";
import { type Candidate, everything, factParts, type Selection } from "./selection.ts";

/** What is wrong, and what to do. */
export interface Emptiness {
  readonly message: string;
  readonly hint: string;
}

const mostAreas = 4; // our choice: of the areas that could be named instead, so many are

/** A part of a selection: what it keeps, and why it is the one that leaves nothing. */
interface Part {
  /** As it was written on the command line; undefined where it was not given. */
  readonly written: string | undefined;
  keeps(candidate: Candidate): boolean;
  /** `before` is what the parts `given` before it leave, at least one. */
  explain(before: readonly Candidate[], given: readonly string[]): Emptiness;
}

/**
 * Explains why nothing is selected: the parts of the selection are applied one after the other, and the first that
 * leaves nothing is named.
 */
export function explainEmpty(candidates: readonly Candidate[], selection: Selection): Emptiness {
  const given: string[] = [];
  let left = candidates;
  for (const { written, keeps, explain } of partsOf(selection)) {
    if (written === undefined) continue;
    const before = left;
    left = left.filter(keeps);
    if (left.length === 0 && before.length > 0) return explain(before, given);
    given.push(written);
  }
  return { message: "The selection is empty", hint: "smtpspec list shows all cases" };
}

function partsOf(selection: Selection): Part[] {
  const { only, skip, areas, results } = selection;
  const by = (patterns: Partial<Selection>) => ({ id }: Candidate) =>
    isSelected({ ...everything, ...patterns }, id, undefined);
  return [
    { written: write("--only", only), keeps: by({ only }), explain: (before) => explainPart("--only", before, []) },
    { written: write("--area", areas), keeps: by({ areas }), explain: (before) => explainAreas(before, selection) },
    {
      written: write("--skip", skip),
      keeps: by({ skip }),
      explain: () => ({
        message: `--skip ${skip.join(" --skip ")} leaves nothing of what is selected`,
        hint: "what fits --skip is left out, whatever else it fits: skip less",
      }),
    },
    ...factParts.map(({ flag, valuesOf, fits }): Part => {
      const values = valuesOf(selection);
      return {
        written: write(flag, values),
        keeps: (each) => values.some((value) => fits(each, value)),
        explain: (before, given) =>
          flag === "--suite"
            ? { message: `What is selected was not there in version ${values}`, hint: "name a later --suite, or none" }
            : explainPart(write(flag, values) ?? flag, before, given),
      };
    }),
    {
      written: results === undefined ? undefined : "--last-failed",
      keeps: by(results === undefined ? {} : { results }),
      explain: (before, given) =>
        results?.whole.size === 0
          ? { message: "Nothing failed or warned in the report of --last-failed", hint: "leave --last-failed out" }
          : explainPart("--last-failed", before, given),
    },
  ];
}

/** Writes a flag with its values as on a command line; undefined where there are none. */
function write(flag: string, values: readonly string[]): string | undefined {
  if (values.length === 0) return undefined;
  return values.map((value) => `${flag} ${value.includes(" ") ? `"${value}"` : value}`).join(" ");
}

function explainPart(written: string, before: readonly Candidate[], given: readonly string[]): Emptiness {
  return given.length === 0 ? { message: `No case fits ${written}`, hint: "smtpspec list shows all cases" } : {
    message: `${count(before)} ${given.join(" ")} but ${before.length === 1 ? "does" : "do"} not fit ${written}`,
    hint: "a case has to fit each flag: leave one out, or name another value",
  };
}

function explainAreas(before: readonly Candidate[], { areas }: Selection): Emptiness {
  return {
    message: `${count(before)} --only but ${before.length === 1 ? "is" : "are"} in no --area ${areas.join(" or ")}`,
    hint: `a case has to fit both: leave --area out, or write ${
      listAreas([...new Set(before.map(({ id }) => areaOf(id)))])
    }`,
  };
}

/** Names one id and counts the others: "auth/plain/empty fits", "auth/plain/empty and 3 more fit". */
function count([first, ...rest]: readonly Candidate[]): string {
  return rest.length === 0 ? `${first?.id} fits` : `${first?.id} and ${rest.length} more fit`;
}

function listAreas(areas: readonly string[]): string {
  const shown = areas.slice(0, mostAreas).map((area) => `--area ${area}`).join(" or ");
  return areas.length > mostAreas ? `${shown} or another area of them` : shown;
}
