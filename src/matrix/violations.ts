/** What one server violates, and which of its settings decide about violations and warnings. Pure. */
import { plainLine, visible } from "../base/show.ts";
import { matchesGlob } from "../plan/select.ts";
import { type Report, type Result, sentenceOf } from "../report/report.ts";
import { casesWith } from "./ranking.ts";
import type { ServerSetup, Setting } from "./server_setup.ts";

/** Renders the section of a server: a violation is an item, its variants together, with the answer that shows it. */
export function renderViolations(setup: ServerSetup, { results }: Report): string {
  const fails = [...casesWith("fail", results)];
  return [
    `### ${setup.title}`,
    "",
    ...setup.description.map((paragraph) => `${paragraph}\n`),
    ...fails.length === 0 ? ["It violated no MUST or MUST NOT that the suite tests.\n"] : [],
    ...fails.map(([id, own]) => violation(id, own, setup)),
    ...decidedWarnings(setup, results),
    "",
  ].join("\n");
}

function violation(id: string, results: readonly Result[], { settings = [] }: ServerSetup): string {
  const [first] = results;
  if (first === undefined) return "";
  const remarks = settings.flatMap((setting) => remark(setting, results));
  return `- ${cell(sentenceOf(first))} (${first.rfc.join(", ")}). ${named(id, results)}. ${received(first)}.${
    remarks.map((text) => ` ${text}`).join("")
  }`;
}

/** Says which setting decides, and about which variants where there are others. */
function remark(setting: Setting, results: readonly Result[]): string[] {
  const decided = results.filter((result) => decides(setting, result));
  if (decided.length === 0) return [];
  const which = decided.length === results.length ? "" : `${variantsOf(decided).join(", ")}: `;
  return [`*${which}${setting.description} (${setting.source}).*`];
}

/** Lists the warnings that a setting decides about: one item a setting. */
function decidedWarnings({ settings = [] }: ServerSetup, results: readonly Result[]): string[] {
  const warnings = [...casesWith("warn", results)];
  const items = settings.flatMap((setting) => {
    const cases = warnings.flatMap(([id, own]) => {
      const decided = own.filter((result) => decides(setting, result));
      return decided.length === 0 ? [] : [decided.length === own.length ? `\`${id}\`` : named(id, decided)];
    });
    return cases.length === 0 ? [] : [`- ${setting.description} (${setting.source}): ${cases.join(", ")}.`];
  });
  return items.length === 0 ? [] : ["\nWarnings that a setting decides:\n", ...items];
}

function decides({ cases }: Setting, { id }: Result): boolean {
  return cases.some((pattern) => matchesGlob(pattern, id));
}

/** Writes a case with the variants of results. */
function named(id: string, results: readonly Result[]): string {
  const variants = variantsOf(results);
  return `\`${id}\`${variants.length === 0 ? "" : ` (${variants.join(", ")})`}`;
}

function variantsOf(results: readonly Result[]): string[] {
  return results.flatMap(({ id }) => /\[(.*)\]/.exec(id)?.[1] ?? []).map(plainLine);
}

/** What was received, and why it is wrong where the case says so. */
function received({ deviation, reason }: Result): string {
  if (deviation === null) return cell(reason ?? "No reason was recorded");
  const why = deviation.because === undefined ? "" : `: ${cell(deviation.because)}`;
  return `Received \`${code(deviation.received)}\`${why}`;
}

const longest = 100; // our choice: one line of a page

function code(escaped: string): string {
  const text = plainLine(visible(escaped)).replaceAll("`", "'");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Text in prose: no markup of a server's, no end of a cell. */
function cell(text: string): string {
  return plainLine(text).replace(/[\\`*_[\]<>|]/g, "\\$&");
}
