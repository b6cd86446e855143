/** What a server offers in its answer to EHLO or LHLO (RFC 5321 §4.1.1.1). */
import type { Reply } from "./reply.ts";

/** One keyword line: the keyword in capitals, and its parameters as they stand. */
export interface Keyword {
  readonly keyword: string;
  readonly params: readonly string[];
}

/** All that one EHLO reply offers; `greeting` is the text of its first line. */
export interface Offer {
  readonly greeting: string;
  readonly keywords: readonly Keyword[];
}

/** Reads the offer in a positive EHLO reply. The first line never counts as a keyword. */
export function readOffer(reply: Reply): Offer {
  const [first, ...rest] = reply.lines;
  const keywords = rest.map((line) => {
    const [keyword = "", ...params] = line.text.trim().split(/ +/);
    return { keyword: toCapitals(keyword), params };
  });
  return { greeting: first?.text ?? "", keywords: keywords.filter(({ keyword }) => keyword !== "") };
}

/** Makes capitals of the letters of ASCII alone (RFC 5321 §2.4): any other octet stays what it is. */
function toCapitals(keyword: string): string {
  return keyword.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Says whether the offer has a keyword, and with it a parameter when one is named, as in "AUTH PLAIN". */
export function offers(offer: Offer, wanted: string): boolean {
  const [keyword = "", ...params] = wanted.toUpperCase().split(" ");
  return offer.keywords.some((line) =>
    line.keyword === keyword &&
    params.every((param) => line.params.some((offered) => offered.toUpperCase() === param))
  );
}

/**
 * Gives the value of a variable such as `$SIZE` (first parameter of SIZE) or `$LIMITS_RCPTMAX` (the parameter
 * RCPTMAX=… of LIMITS), or undefined when it is not offered.
 */
export function offeredValue(offer: Offer, variable: string): string | undefined {
  const line = (keyword: string) => offer.keywords.find((candidate) => candidate.keyword === keyword);
  const whole = line(variable);
  if (whole !== undefined) return whole.params[0];
  const [keyword = "", name = ""] = variable.split("_", 2);
  return line(keyword)?.params.find((param) => param.toUpperCase().startsWith(`${name}=`))?.slice(name.length + 1);
}
