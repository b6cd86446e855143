/** What smtpspec kept under `saw` before there were keys: words without what differs from run to run. */
import type { Result } from "../report/report.ts";

/**
 * Gives the old words for what was received: of a reply the code and the enhanced code, of other words all but what
 * stands in quotes or holds a digit. Undefined for a verdict that is based on nothing.
 */
export function oldSawOf({ deviation, reason }: Pick<Result, "deviation" | "reason">): string | undefined {
  const text = deviation?.received ?? reason;
  if (text === null) return undefined;
  return text.split(", then ").map(steady).join(", then ");
}

const reply = /^([2-5][0-9]{2})(?:[ -]([245]\.[0-9]{1,3}\.[0-9]{1,3})(?=$|[ \\]))?(?=$|[ \\-])/; // RFC 5321 §4.2, RFC 3463 §2

function steady(text: string): string {
  const [, code, enhanced] = reply.exec(text) ?? [];
  if (code !== undefined) return enhanced === undefined ? code : `${code} ${enhanced}`;
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '"…"').replace(/(?<!\S)\S*[0-9]\S*(?!\S| to QUIT)/g, "#").trim();
}
