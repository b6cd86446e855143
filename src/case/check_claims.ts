/** What a case claims of a server beyond its steps: what follows from a failure. Pure. */
import type { Problem } from "../base/frame.ts";
import { placeOf } from "../base/source.ts";
import type { Case } from "./case.ts";
import { impacts } from "./case.ts";

/** Finds cases whose claim lacks something. A run plays them; `smtpspec check` refuses them. */
export function checkClaims(cases: readonly Case[]): Problem[] {
  return firstOfEach(cases.filter(({ impact }) => impact === undefined), ({ span }) => placeOf(span).file)
    .map(({ span }) => ({
      message: `A case file needs "impact": what follows where a case fails`,
      span,
      hint: `write impact: ${impacts.slice(0, -1).join(", ")} or ${impacts.at(-1)} below its title`,
    }));
}

function firstOfEach(cases: readonly Case[], by: (each: Case) => string): Case[] {
  return [...Map.groupBy(cases, by).values()].flatMap(([first]) => first ?? []);
}
