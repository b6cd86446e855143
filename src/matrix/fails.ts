/** Each case that a server fails, with all servers that do and what they sent. Pure. */
import { plainLine, visible } from "../base/show.ts";
import { sentenceOf } from "../report/report.ts";
import { casesWith, type Entry } from "./ranking.ts";

/** Lists the cases that fail, as text: the id, what is required, then a line for each server. */
export function listFails(entries: readonly Entry[]): string {
  const cases = new Map<string, string[]>();
  for (const { setup, tested } of entries) {
    for (const [id, results] of casesWith("fail", tested?.report.results ?? [])) {
      const [first] = results;
      if (first === undefined) continue;
      const lines = cases.get(id) ?? [`${id}: ${sentenceOf(first)} (${first.rfc.join(", ")})`];
      const count = results.length === 1 ? "" : ` (${results.length} results)`;
      lines.push(`  ${setup.name}${count}: ${plainLine(visible(first.reason ?? "no reason was recorded"))}`);
      cases.set(id, lines);
    }
  }
  return [...cases].sort(([one], [other]) => one < other ? -1 : 1).map(([, lines]) => `${lines.join("\n")}\n`).join("");
}
