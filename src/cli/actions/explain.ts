/** Explaining cases, rules of the linter and requirements. */
import { askFor, closest } from "../../base/guess.ts";
import { closestPaths, withFolders } from "../../base/guess_path.ts";
import { placeOf } from "../../base/source.ts";
import { fitLines, indented } from "../../base/wrap.ts";
import type { Case } from "../../case/case.ts";
import { showGate } from "../../case/read_gate.ts";
import { type Catalogue, requirementsOf } from "../../case/requirements.ts";
import { toolsNeeded } from "../../case/tools_used.ts";
import { describeWording } from "../../case/wording.ts";
import { caseOf, type Covered } from "../../case/coverage.ts";
import { lintId, lints } from "../../judge/lint.ts";
import { lintTopicRows } from "../../judge/lint_topic.ts";
import { exitCodes } from "../../judge/exit_code.ts";
import { sentenceOf } from "../../report/report.ts";
import { idsOf } from "../../plan/result_id.ts";
import { fits } from "../../plan/select.ts";
import { chooseCases, type Chosen, wholeSuite } from "../choose_cases.ts";
import { ShownTexts } from "../shown_texts.ts";
import { explainSteps } from "../explain_steps.ts";
import type { SelectionOptions } from "../flags.ts";
import { printOut, printUsageError } from "../print.ts";
import { columnsOf } from "../terminal.ts";

const mostVariants = 5;

/** Explains a case, a rule of the linter, or a requirement of the catalogue. */
export async function explainIds(
  ids: readonly string[],
  { cases: paths }: Pick<SelectionOptions, "cases">,
): Promise<number> {
  const chosen = await chooseCases({ ...wholeSuite, cases: paths }, "whole suite");
  if (typeof chosen === "number") return chosen;
  const { cases, loaded, coverage } = chosen;
  const columns = columnsOf(Deno.stdout);
  const print = (lines: readonly string[]) => printOut(`${fitLines(lines, columns).join("\n")}\n`);
  for (const id of ids) {
    const lint = lints.find((each) => lintId(each) === caseOf(id));
    const found = cases.filter((each) => [each.id, ...idsOf(each)].some((own) => fits(id, own, undefined)));
    const covered = coverage.find(({ requirement }) => requirement.id === id);
    if (lint !== undefined) await print(explainLint(lint, { catalogue: loaded.catalogue, columns }));
    else if (covered !== undefined) await print(explainRequirement(covered, { catalogue: loaded.catalogue, columns }));
    else if (found.length === 0) {
      const near = whatIsNear(id, chosen);
      return await printUsageError(
        `There is no case "${id}"`,
        near.length === 0 ? "smtpspec list shows all" : askFor(near),
      );
    } else await print(explainAll(found, { catalogue: loaded.catalogue, columns }));
  }
  return exitCodes.conforms;
}

/** Gives what was probably meant: a requirement, a case, a rule of the linter, or a folder of these. */
function whatIsNear(id: string, { cases, loaded }: Chosen): readonly string[] {
  const paths = closestPaths(id, withFolders([...cases.map((each) => each.id), ...lints.map(lintId)]));
  return paths.length > 0 ? paths : closest(id, loaded.catalogue.requirements.keys());
}

/** The catalogue, and how wide a paragraph may be. What else is too long is broken when it is printed. */
interface Setting {
  readonly catalogue: Catalogue;
  readonly columns: number;
}

function explainAll(found: readonly Case[], setting: Setting): string[] {
  const [first] = found;
  if (first === undefined) return [];
  const others = found.slice(1).map(({ id }) => id);
  const more = others.length === 0 ? [] : [
    "",
    `Also there: ${others.slice(0, mostVariants).join(", ")}${
      others.length > mostVariants ? `, and ${others.length - mostVariants} more` : ""
    }`,
  ];
  return [...explainCase(first, setting), ...more];
}

function explainCase(each: Case, { catalogue, columns }: Setting): string[] {
  const place = placeOf(each.span);
  const texts = new ShownTexts(each);
  return [
    each.id,
    ...indented(sentenceOf(each), 2, columns),
    ...(each.why === undefined ? [] : indented(each.why.replace(/\s+/g, " "), 2, columns)),
    "",
    ...explainReferences(each, catalogue),
    ...(each.impact === undefined ? [] : [`  impact      ${each.impact}`]),
    `  file        ${place.file}:${place.line}`,
    `  starts at   ${[each.start, ...each.session].join(", ")}`,
    ...(each.ports.length === 0 ? [] : [`  ports       ${each.ports.join(", ")}`]),
    ...(each.requires.length === 0 ? [] : [`  requires    ${each.requires.map(showGate).join(", ")}`]),
    ...explainTools(each),
    ...(each.since === undefined ? [] : [`  since       ${each.since}`]),
    `  risks       ${each.risks.size === 0 ? "none" : [...each.risks].join(", ")}`,
    ...texts.values().map((value, at) => `  ${(at === 0 ? "values" : "").padEnd(10)}  ${value}`),
    "",
    ...explainSteps(each.steps, texts),
  ];
}

/** Says which commands must be answered as they must for the case to be judged. */
function explainTools(each: Case): string[] {
  const needed = [...toolsNeeded(each)];
  return needed.length === 0 ? [] : [`  tools       ${needed.join(", ")}`];
}

/** What a case or a rule claims, and by what. */
type Claim = Pick<Case, "level" | "rfc" | "requirements">;

function explainReferences({ level: claimed, rfc, requirements }: Claim, catalogue: Catalogue): string[] {
  const known = requirements.length > 0
    ? requirements.flatMap((id) => catalogue.requirements.get(id) ?? [])
    : rfc.flatMap((reference) => requirementsOf(reference, catalogue)).slice(0, 3);
  const wording = requirements.length > 0 ? describeWording(claimed, known) : undefined;
  return [
    ...rfc.map((reference) => {
      const match = /^RFC ([0-9]+) §(.+)$/.exec(reference);
      const title = catalogue.rfcs.get(Number(match?.[1]))?.sections.get(match?.[2] ?? "");
      return `  ${reference}${title === undefined ? "" : ` (${title})`}`;
    }),
    ...known.map(({ id, level, says }) => `    ${id} (${level}): ${says}`),
    ...(wording === undefined ? [] : [`  ${wording}`]),
    "",
  ];
}

function explainRequirement({ requirement, cases, reason }: Covered, { catalogue, columns }: Setting): string[] {
  const { id, rfc, section, level, says } = requirement;
  const wording = describeWording(level, [requirement]);
  return [
    `${id} (${level})`,
    ...indented(says, 2, columns),
    "",
    ...explainReferences({ level, rfc: [`RFC ${rfc} §${section}`], requirements: [id] }, catalogue).slice(0, 1),
    ...(wording === undefined ? [] : [`  ${wording}`]),
    "",
    ...(cases.length === 0 ? [`  no case: ${reason ?? "none was written yet"}`] : ["  cases:"]),
    ...cases.map((each) => `    ${each}`),
  ];
}

function explainLint(lint: typeof lints[number], { catalogue, columns }: Setting): string[] {
  return [
    lintId(lint),
    ...indented(sentenceOf(lint), 2, columns),
    "",
    ...explainReferences(lint, catalogue),
    `  impact      ${lint.impact}`,
    ...(lint.since === undefined ? [] : [`  since       ${lint.since}`]),
    "",
    ...indented(lintTopicRows[lint.topic].description, 2, columns),
  ];
}
