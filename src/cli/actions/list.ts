/** Listing cases and requirements. */
import { showGate } from "../../case/read_gate.ts";
import type { Case } from "../../case/case.ts";
import { areaOf } from "../../case/coverage.ts";
import { lints } from "../../judge/lint.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { lintId } from "../../run/tally.ts";
import { chooseCases } from "../choose_cases.ts";
import { countCases, countOf } from "../count.ts";
import type { SelectionOptions } from "../flags.ts";
import { showRequirements } from "../list_requirements.ts";
import { printOut } from "../outcome.ts";

/** What is listed. */
export interface ListOptions extends SelectionOptions {
  readonly listsRequirements: boolean;
}

/** Lists the cases that a run would play, or what of the catalogue the suite tests. */
export async function listCases(options: ListOptions): Promise<number> {
  const chosen = await chooseCases(options, options.listsRequirements ? "whole suite" : "selection");
  if (typeof chosen === "number") return chosen;
  const { cases, lintIds, coverage, loaded } = chosen;
  if (options.listsRequirements) {
    await printOut(showRequirements(loaded.catalogue, coverage));
    return exitCodes.conforms;
  }
  const rows = [
    ...cases.map((each) => [each.id, each.level, each.impact ?? "", describeNeeds(each)]),
    ...lints.filter((lint) => lintIds.includes(lintId(lint))).map((
      lint,
    ) => [lintId(lint), lint.level, lint.impact, "always on"]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
  const counted = countCases(rows.map(([id = ""]) => ({ id })));
  const areas = new Set(rows.map(([id = ""]) => areaOf(id)));
  await printOut(`${lines.join("\n")}\n\n${counted} in ${countOf(areas.size, "area")}\n`);
  return exitCodes.conforms;
}

function describeNeeds(each: Case): string {
  return [
    ...each.ports,
    ...each.session,
    ...each.requires.map(showGate),
    ...[...each.risks].map((risk) => `(${risk})`),
  ].join(" ");
}
