/** Why a selection holds nothing although each part of it fits something, and how to mend it. Pure. */
import type { Case } from "../case/case.ts";
import { areaOf } from "../case/coverage.ts";
import { idsOf } from "./result_id.ts";
import { fits, type Other, type Selection, wasThere } from "./select.ts";

/** What is wrong, and what to do. */
export interface Emptiness {
  readonly message: string;
  readonly hint: string;
}

const mostAreas = 4; // our choice: of the areas that could be named instead, so many are

/**
 * Explains why nothing is selected: the parts of the selection are applied one after the other, and the first that
 * leaves nothing is named.
 */
export function explainEmpty(
  cases: readonly Case[],
  { only, skip, areas, suite }: Selection,
  others: readonly Other[],
): Emptiness {
  const all = [...cases.flatMap((each) => idsOf(each).map((id) => ({ id, since: each.since }))), ...others];
  const named = all.filter(({ id }) => only.length === 0 || only.some((pattern) => fits(pattern, id, undefined)));
  const inAreas = named.filter(({ id }) => areas.length === 0 || areas.includes(areaOf(id)));
  if (inAreas.length === 0 && named.length > 0) {
    return {
      message: `${countIds(named)} --only but ${named.length === 1 ? "is" : "are"} in no --area ${areas.join(" or ")}`,
      hint: `a case has to fit both: leave --area out, or write ${
        listAreas([...new Set(named.map(({ id }) => areaOf(id)))])
      }`,
    };
  }
  const kept = inAreas.filter(({ id }) => !skip.some((pattern) => fits(pattern, id, undefined)));
  if (kept.length === 0 && inAreas.length > 0) {
    return {
      message: `--skip ${skip.join(" --skip ")} leaves nothing of what is selected`,
      hint: "what fits --skip is left out, whatever else it fits: skip less",
    };
  }
  if (suite !== undefined && kept.length > 0 && !kept.some((each) => wasThere(each, { suite }))) {
    return { message: `What is selected was not there in version ${suite}`, hint: "name a later --suite, or none" };
  }
  return { message: "The selection is empty", hint: "smtpspec list shows all cases" };
}

/** Names one id and counts the others: "auth/plain/empty fits", "auth/plain/empty and 3 more fit". */
function countIds([first, ...rest]: readonly Other[]): string {
  return rest.length === 0 ? `${first?.id} fits` : `${first?.id} and ${rest.length} more fit`;
}

function listAreas(areas: readonly string[]): string {
  const shown = areas.slice(0, mostAreas).map((area) => `--area ${area}`).join(" or ");
  return areas.length > mostAreas ? `${shown} or another area of them` : shown;
}
