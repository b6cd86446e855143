/** Listing cases and requirements. */
import { showGate } from "../../case/read_gate.ts";
import type { Case } from "../../case/case.ts";
import { areaOf, type Covered } from "../../case/coverage.ts";
import { lintId, lints } from "../../judge/lint.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { everything, hasFacts } from "../../plan/selection.ts";
import { chooseCases } from "../choose_cases.ts";
import { countCases, countOf } from "../count.ts";
import type { SelectionOptions } from "../flags.ts";
import { showJson, showRequirementsJson } from "../list_json.ts";
import { showRequirements } from "../list_requirements.ts";
import { showRows } from "../list_rows.ts";
import { printOut, printUsageError } from "../print.ts";
import { columnsOf } from "../terminal.ts";

/** What is listed, and how. */
export interface ListOptions extends SelectionOptions {
  readonly listsRequirements: boolean;
  readonly isJson: boolean;
}

/** Lists the cases that a run would play, or what of the catalogue the suite tests. */
export async function listCases(options: ListOptions): Promise<number> {
  return options.listsRequirements ? await listRequirements(options) : await listSelected(options);
}

async function listSelected(options: ListOptions): Promise<number> {
  const chosen = await chooseCases(options, "selection");
  if (typeof chosen === "number") return chosen;
  const { cases, lintIds } = chosen;
  const rules = lints.filter((lint) => lintIds.includes(lintId(lint)));
  if (options.isJson) {
    await printOut(showJson(cases, rules));
    return exitCodes.conforms;
  }
  const rows = [
    ...cases.map((each) => ({ ...each, needs: describeNeeds(each) })),
    ...rules.map((lint) => ({ ...lint, id: lintId(lint), needs: "always on" })),
  ];
  const counted = countCases(rows);
  const areas = new Set(rows.map(({ id }) => areaOf(id)));
  const lines = showRows(rows, columnsOf(Deno.stdout));
  await printOut(`${lines.join("\n")}\n\n${counted} in ${countOf(areas.size, "area")}\n`);
  return exitCodes.conforms;
}

/** Lists requirements; what asks for a level, an RFC or a requirement asks it of these, and not of cases. */
async function listRequirements(options: ListOptions): Promise<number> {
  const { levels, rfcs, requirements } = options;
  const chosen = await chooseCases({ ...options, levels: [], rfcs: [], requirements: [] }, "whole suite");
  if (typeof chosen === "number") return chosen;
  const asked = { ...everything, levels, rfcs, requirements };
  const coverage = chosen.coverage.filter((each) => hasFacts(factsOf(each), asked));
  if (coverage.length === 0) {
    return await printUsageError("No requirement of the catalogue fits", "smtpspec list --requirements shows all");
  }
  await printOut(
    options.isJson
      ? showRequirementsJson(coverage)
      : showRequirements(chosen.loaded.catalogue, coverage, columnsOf(Deno.stdout)),
  );
  return exitCodes.conforms;
}

/** What is selected by in a requirement. */
function factsOf({ requirement: { id, level, rfc, section } }: Covered) {
  return { level, rfc: [`RFC ${rfc} §${section}`], requirements: [id], impact: undefined, since: undefined };
}

function describeNeeds(each: Case): string {
  return [
    ...each.ports,
    ...each.session,
    ...each.requires.map(showGate),
    ...[...each.risks].map((risk) => `(${risk})`),
  ].join(" ");
}
