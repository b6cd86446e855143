/** Listing cases and requirements. */
import { showGate } from "../../case/read_gate.ts";
import type { Case } from "../../case/case.ts";
import { areaOf } from "../../case/coverage.ts";
import { lintId, lints } from "../../judge/lint.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { chooseCases } from "../choose_cases.ts";
import { countCases, countOf } from "../count.ts";
import type { SelectionOptions } from "../flags.ts";
import { showRequirements } from "../list_requirements.ts";
import { showRows } from "../list_rows.ts";
import { printOut } from "../print.ts";
import { columnsOf } from "../terminal.ts";

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
    await printOut(showRequirements(loaded.catalogue, coverage, columnsOf(Deno.stdout)));
    return exitCodes.conforms;
  }
  const rows = [
    ...cases.map((each) => ({ ...each, needs: describeNeeds(each) })),
    ...lints.filter((lint) => lintIds.includes(lintId(lint)))
      .map((lint) => ({ ...lint, id: lintId(lint), needs: "always on" })),
  ];
  const counted = countCases(rows);
  const areas = new Set(rows.map(({ id }) => areaOf(id)));
  const lines = showRows(rows, columnsOf(Deno.stdout));
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
