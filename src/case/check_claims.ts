/** What a case claims of a server beyond its steps: what follows from a failure, and what in an RFC bears it. Pure. */
import type { Problem } from "../base/frame.ts";
import { placeOf } from "../base/source.ts";
import { type Case, impacts, type Level } from "./case.ts";
import type { Catalogue } from "./requirements.ts";
import { bears } from "./wording.ts";

/** Finds cases whose claim lacks something. A run plays them; `smtpspec check` refuses them. */
export function checkClaims(cases: readonly Case[], catalogue: Catalogue): Problem[] {
  return [...checkImpacts(cases), ...checkLevels(cases, catalogue)];
}

function checkImpacts(cases: readonly Case[]): Problem[] {
  return firstOfEach(cases.filter(({ impact }) => impact === undefined), ({ span }) => placeOf(span).file)
    .map(({ span }) => ({
      message: `A case file needs "impact": what follows where a case fails`,
      span,
      hint: `write impact: ${impacts.slice(0, -1).join(", ")} or ${impacts.at(-1)} below its title`,
    }));
}

/** A claim is no stronger than the RFC: some requirement of the case, or of each of its variants, has to bear it. */
function checkLevels(cases: readonly Case[], catalogue: Catalogue): Problem[] {
  return firstOfEach(cases.filter((each) => !isBorne(each, catalogue)), ({ span }) => JSON.stringify(placeOf(span)))
    .map(({ id, level, requirements, span }) => ({
      message: `No requirement of the case "${id}" bears a ${level.toUpperCase()}`,
      span,
      hint: requirements.length === 0 ? "name one: requirement: 5321-4.1.1.9-a" : describe(requirements, catalogue),
    }));
}

/** Says whether a requirement bears a claim. MAY needs none: it accuses nobody. */
export function isBorne(
  { level, requirements }: { readonly level: Level; readonly requirements: readonly string[] },
  catalogue: Catalogue,
): boolean {
  return level === "may" || requirements.some((id) => {
    const requirement = catalogue.requirements.get(id);
    return requirement !== undefined && bears(requirement, level);
  });
}

function describe(requirements: readonly string[], catalogue: Catalogue): string {
  return requirements.map((id) => `${id} is of level ${catalogue.requirements.get(id)?.level ?? "unknown"}`)
    .join(", ");
}

function firstOfEach(cases: readonly Case[], by: (each: Case) => string): Case[] {
  return [...Map.groupBy(cases, by).values()].flatMap(([first]) => first ?? []);
}
