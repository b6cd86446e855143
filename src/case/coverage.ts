/** How far the cases cover the catalogue: for each requirement its cases, or the reason why it has none. */
import type { Catalogue, Observe, Requirement } from "./requirements.ts";

/** A requirement, and what tests it. */
export interface Covered {
  readonly requirement: Requirement;
  /** The ids of the cases that name it, without their variants; in the order of the cases. */
  readonly cases: readonly string[];
  /** Why it has no case; undefined if it has one, or if nobody gave a reason. */
  readonly reason: string | undefined;
}

/** How many requirements have a case. */
export interface Count {
  readonly covered: number;
  readonly all: number;
}

/** What a tester cannot see from its place has no case, and needs no other reason. */
const reasons: Readonly<Record<Observe, string | undefined>> = {
  session: undefined,
  "read-back": undefined,
  timing: "needs waiting for minutes, or longer",
  "next-hop": "needs a further server behind the target, which the tester would have to play",
  not: "cannot be seen from outside",
};

/** Weighs the catalogue against what names its requirements: cases, and the rules of the reply linter. */
export function coverageOf(
  catalogue: Catalogue,
  testers: readonly { readonly id: string; readonly requirements: readonly string[] }[],
): Covered[] {
  const cases = new Map<string, Set<string>>();
  for (const { id, requirements } of testers) {
    for (const requirement of requirements) {
      cases.set(requirement, (cases.get(requirement) ?? new Set()).add(caseOf(id)));
    }
  }
  return [...catalogue.requirements.values()].map((requirement) => {
    const own = [...cases.get(requirement.id) ?? []];
    return {
      requirement,
      cases: own,
      reason: own.length > 0 ? undefined : requirement.untested ?? reasons[requirement.observe],
    };
  });
}

/** Counts the requirements that can be observed in one of these ways. */
export function countCovered(coverage: readonly Covered[], observed: readonly Observe[]): Count {
  const seen = coverage.filter(({ requirement }) => observed.includes(requirement.observe));
  return { covered: seen.filter(({ cases }) => cases.length > 0).length, all: seen.length };
}

/** Gives the area of an id, or of a pattern over ids: its first part. */
export function areaOf(id: string): string {
  return id.split("/")[0] ?? id;
}

/** Gives the id of a result as it is where one host alone is tested. */
export function withoutHost(id: string): string {
  return id.replace(/@[^\]]*$/, "");
}

/** Gives the case of a result: its id without variant, role and host. */
export function caseOf(id: string): string {
  return id.replace(/(\[.*\])?(:[a-z]+)?(@[^\]]*)?$/, "");
}
