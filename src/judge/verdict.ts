/** Verdicts, and what the level makes of a deviation. This table is the only rule (docs/architecture.md, "Verdicts"). */
import type { Level } from "../case/case.ts";

/** With a baseline also `xfail`, a failure or warning as it is known, and `xpass`, a pass where one is known. */
export const verdicts = ["pass", "warn", "fail", "xfail", "xpass", "inconclusive", "skip", "error"] as const;
export type Verdict = typeof verdicts[number];

/** What a server did: as demanded; tolerably (right class, wrong code); or wrongly (not listed, or listed under fail). */
export type Departure = "tolerated" | "wrong";

/** Says what a deviation amounts to at a level; "note" is a pass with a note. */
export function weigh(departure: Departure, level: Level): "fail" | "warn" | "note" {
  if (level === "may") return "note";
  return departure === "wrong" && (level === "must" || level === "must not") ? "fail" : "warn";
}
