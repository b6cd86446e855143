/** Reply codes and enhanced status codes that no RFC lists. Pure. */
import type { Reply, ReplyLine } from "../smtp/reply.ts";

/** The reply codes of RFC 5321 §4.2.3 and of the extensions of SMTP. */
const listedCodes = new Set(
  [
    "211 214 220 221 250 251 252 354 421 450 451 452 455 500 501 502 503 504 550 551 552 553 554 555", // RFC 5321
    "253 458 459", // RFC 1985
    "453", // RFC 2645
    "235 334 432 454 530 534 535 538", // RFC 4954; RFC 3207 has 454 too
    "422 523 524 525", // RFC 5248
    "521 556", // RFC 7504
  ].flatMap((codes) => codes.split(" ")).map(Number),
);

/** Says why a reply code is not to be sent, or undefined (RFC 5321 §4.2). */
export function whyUnlisted(code: number): string | undefined {
  // A code that the grammar does not allow is covered by another rule.
  const isCode = /^[2-5][0-5][0-9]$/.test(String(code));
  return isCode && !listedCodes.has(code) ? `no RFC lists the code ${code}` : undefined;
}

/** Says where a reply has a code and no text, or undefined (RFC 5321 §4.2). */
export function whyBare({ code, lines }: Reply): string | undefined {
  return lines.every(({ text }) => text.trim() === "") ? `${code} has no text` : undefined;
}

/** Says where the last line of a reply lacks the space after its code, or undefined (RFC 5321 §4.2.1). */
export function whySpaceless({ code, lines }: Reply): string | undefined {
  const last = lines.at(-1);
  return last !== undefined && last.code !== undefined && lineLength(last) === 3
    ? `the line end follows ${code} at once`
    : undefined;
}

/** Gives the octets of a line without its line end. */
function lineLength({ octets }: ReplyLine): number {
  let end = octets.length;
  while (end > 0 && [0x0a, 0x0d].includes(octets[end - 1] ?? 0)) end--;
  return end;
}

/** Three numbers at the start of a text, as if they were a status code; an IPv4 address is not meant. */
const likeStatus = /^([0-9]+)\.([0-9]+)\.([0-9]+)(?=[ \t]|$)/;

/** Says that a reply has no status code, or undefined (RFC 2034 §4). */
export function whyStatusless({ code, lines }: Reply): string | undefined {
  return lines.some(({ text }) => likeStatus.test(text)) ? undefined : `${code} has no status code`;
}

/** Says where the lines of a reply differ in their status code, or undefined (RFC 2034 §4). */
export function whyMixed({ lines }: Reply): string | undefined {
  const codes = lines.map(({ text }) => likeStatus.exec(text)?.[0] ?? "none");
  const at = codes.findIndex((code) => code !== codes[0]);
  return at === -1 ? undefined : `a line has ${codes[at]} after ${codes[0]}`;
}

/** Says what is wrong with the form of a status code at the start of a text, or undefined (RFC 3463 §2). */
export function whyMisshapen(text: string): string | undefined {
  const match = likeStatus.exec(text);
  if (match === null) return undefined;
  const [whole, first = "", ...others] = match;
  if (!/^[245]$/.test(first)) return `${whole} has the class ${first}`;
  if (others.some((part) => part.length > 3)) return `${whole} has a number of more than three digits`;
  return others.some((part) => /^0./.test(part)) ? `${whole} has a leading zero` : undefined;
}

/** Our choice: more than the registry has, so that what was registered since accuses nobody. */
const mostDetails = 50;

/** Says why a status code at the start of a text cannot be registered, or undefined (RFC 3463 §2, RFC 5248 §2). */
export function whyUnregistered(text: string): string | undefined {
  const match = likeStatus.exec(text);
  if (match === null || whyMisshapen(text) !== undefined) return undefined;
  const [whole, , subject, detail] = match;
  if (Number(subject) > 7) return `${whole} has a subject above 7`; // RFC 3463 §2 ends with X.7
  if (Number(detail) > mostDetails || (Number(subject) === 0 && Number(detail) > 0)) {
    return `${whole} has a detail that is not registered`;
  }
  return undefined;
}

/** The reply code that RFC 7505 §4.1 wants with a status code about a null MX. */
const nullMxCodes: ReadonlyMap<string, number> = new Map([["5.1.10", 556], ["5.7.27", 550]]);

/** Says whether a status code reports a null MX, and why its reply code is another than RFC 7505 §4.1 wants. */
export function weighNullMx({ code, lines }: Reply): { readonly isMet: boolean; readonly why: string | undefined } {
  const status = likeStatus.exec(lines[0]?.text ?? "")?.[0] ?? "";
  const wanted = nullMxCodes.get(status);
  return {
    isMet: wanted !== undefined,
    why: wanted === undefined || wanted === code ? undefined : `${status} was sent with ${code}, not with ${wanted}`,
  };
}
