/** What the suite learnt of the server by the way, for the report. Pure. */
import { plainLine } from "../base/show.ts";
import type { ReportFact } from "../report/report.ts";
import type { FactBook } from "../session/fact_book.ts";
import { type Offer, offeredValue } from "../smtp/ehlo.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Probe } from "./probe.ts";

/** Keywords of EHLO whose value is a limit, and what the value is about: RFC 1870 §4, RFC 9422 §4. */
const announced: readonly (readonly [variable: string, about: string, unit: string])[] = [
  ["SIZE", "size of a message", "octets, by SIZE"],
  ["LIMITS_RCPTMAX", "recipients of a message", "by LIMITS"],
  ["LIMITS_MAILMAX", "messages of a session", "by LIMITS"],
  ["LIMITS_RCPTDOMAINMAX", "domains of a message", "by LIMITS"],
];

/** Gives all that is known of an endpoint: what it announces, then what sessions met. */
export function learntOf(endpoint: Endpoint, probe: Probe | undefined, book: FactBook): ReportFact[] {
  const offers = [...probe?.offers.values() ?? []];
  const offered = announced.flatMap(([variable, about, unit]) => {
    const values = [...new Set(offers.flatMap((offer) => numberIn(offer, variable)))];
    return values.map((value) => ({ endpoint: endpoint.name, about, value: `${value} ${unit}`, run: null }));
  });
  return [...offered, ...book.facts(endpoint.name)].map((fact) => ({ ...fact, value: plainLine(fact.value) }));
}

function numberIn(offer: Offer, variable: string): string[] {
  const value = offeredValue(offer, variable);
  return value !== undefined && /^[1-9][0-9]{0,14}$/.test(value) ? [value] : []; // SIZE 0 announces no limit
}
