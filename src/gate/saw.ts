/** What a failure looks like, in words that stay the same from run to run: what a baseline keeps and a diff compares. */
import type { Verdict } from "../judge/verdict.ts";
import type { Result } from "../report/report.ts";

/** Says whether a result is one of the reply linter, which sums up what was seen in all sessions. */
export function isLintId(id: string): boolean {
  return id.startsWith("replies/lint/");
}

/**
 * Says what came, without what differs from run to run: of a reply the code and the enhanced code, of other words all
 * but what stands in quotes or holds a digit. Undefined for a verdict that rests on nothing, and for a rule of the linter:
 * which reply breaks it first is chance.
 */
export function receivedOf({ id, deviation, reason }: Pick<Result, "id" | "deviation" | "reason">): string | undefined {
  if (isLintId(id)) return undefined;
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

/** Gives the verdict as it was before a baseline was laid on it. */
export function bareVerdict({ verdict, known }: Pick<Result, "verdict" | "known">): Verdict {
  return verdict === "xfail" ? known?.verdict ?? "fail" : verdict === "xpass" ? "pass" : verdict;
}
