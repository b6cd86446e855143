/** What selected cases, as a report says it. Pure. */
import type { ReportOptions } from "../report/report.ts";
import type { SelectionOptions } from "./flags.ts";

/** Gives of a report's options those that select; what selects nothing is left out, where it may be. */
export function reportedSelection(
  { only, skip, areas, levels, rfcs, requirements, impacts, lastFailed, suite, shard }: SelectionOptions,
): Omit<ReportOptions, "command" | "allow" | "jobs"> {
  const listOf = (name: "levels" | "rfcs" | "requirements" | "impacts", list: readonly string[]) =>
    list.length === 0 ? {} : { [name]: list };
  return {
    only,
    skip,
    areas,
    ...listOf("levels", levels),
    ...listOf("rfcs", rfcs),
    ...listOf("requirements", requirements),
    ...listOf("impacts", impacts),
    ...(lastFailed === undefined ? {} : { lastFailed }),
    ...(suite === undefined ? {} : { suite }),
    ...(shard === undefined ? {} : { shard }),
  };
}
