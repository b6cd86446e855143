/** The remedies for results of a report: what is known of the software of their endpoints. Pure. */
import { remediesFor, remediesOf } from "../../software/find_remedies.ts";
import type { Remedy } from "../../software/remedy.ts";
import type { Report, Result } from "../report.ts";
import type { FindingRemedy } from "./finding.ts";

/** A remedy of a software. */
export interface SoftwareRemedy {
  readonly software: string;
  readonly remedy: Remedy;
}

/** Gives, for each result, the remedies that are known for it. */
export type FindRemedies = (result: Result) => readonly SoftwareRemedy[];

/** Makes the look-up for a report; `further` are remedies besides those of the table. */
export function makeRemedies(
  { target }: Pick<Report, "target">,
  further: readonly SoftwareRemedy[] = [],
): FindRemedies {
  const byEndpoint = new Map(
    target.endpoints.map(({ name, software }) => [
      name,
      software === undefined
        ? []
        : remediesOf(software).map((remedy): SoftwareRemedy => ({ software: software.name, remedy })),
    ]),
  );
  // A rule of the linter has no endpoint: all of its host have their say.
  const ofHost = (host: string | undefined) =>
    [...byEndpoint].filter(([name]) => host === undefined || name.endsWith(`@${host}`)).flatMap(([, own]) => own);
  return ({ id, endpoint, host }) => {
    const own = endpoint === null ? ofHost(host) : byEndpoint.get(endpoint) ?? [];
    const known = new Map([...own, ...further].map((each) => [each.remedy, each]));
    const fitting = new Set(remediesFor([...known.keys()], id));
    return [...known.values()].filter(({ remedy }) => fitting.has(remedy));
  };
}

/** Lists the remedies for results, each with those that it is about. */
export function remediesOfResults(results: readonly Result[], find: FindRemedies): FindingRemedy[] {
  const about = new Map<Remedy, { readonly software: string; readonly ids: string[] }>();
  for (const result of results) {
    for (const { software, remedy } of find(result)) {
      const known = about.get(remedy);
      if (known === undefined) about.set(remedy, { software, ids: [result.id] });
      else known.ids.push(result.id);
    }
  }
  return [...about].map(([{ settings, remark, source }, { software, ids }]) => ({
    software,
    ...(settings === undefined ? {} : { settings }),
    ...(remark === undefined ? {} : { remark }),
    source,
    results: ids,
  }));
}
