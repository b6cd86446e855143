/** The text of `smtpspec list --requirements`: for each RFC its requirements, the cases of each, or why it has none. */
import { type Count, countCovered, type Covered } from "../case/coverage.ts";
import type { Catalogue, Rfc } from "../case/requirements.ts";
import { wrap } from "../base/wrap.ts";

const mostCases = 3; // our choice: of the cases of one requirement, so many are named

/** Writes the coverage of the catalogue, at most `columns` wide; an id that is longer stands alone on its line. */
export function showRequirements({ rfcs }: Catalogue, coverage: readonly Covered[], columns: number): string {
  const parts = [...rfcs.values()].toSorted((one, other) => one.number - other.number)
    .map((rfc) => ({ rfc, own: coverage.filter(({ requirement }) => requirement.rfc === rfc.number) }))
    .filter(({ own }) => own.length > 0);
  return [...parts.map((part) => showRfc(part, columns)), showTable(parts, coverage)].join("\n\n") + "\n";
}

interface Part {
  readonly rfc: Rfc;
  readonly own: readonly Covered[];
}

function showRfc({ rfc: { number, title }, own }: Part, width: number): string {
  const idWidth = Math.max(...own.map(({ requirement }) => requirement.id.length));
  return [
    ...wrap(`RFC ${number} ${title}`, width),
    ...own.flatMap(({ requirement, cases, reason }) => {
      const head = `  ${requirement.id.padEnd(idWidth)}  ${requirement.level.padEnd(10)}  `;
      const [first = "", ...rest] = wrap(describeCases(cases, reason), width - head.length);
      return [head + first, ...rest.map((line) => " ".repeat(head.length) + line)];
    }),
  ].join("\n");
}

function describeCases(cases: readonly string[], reason: string | undefined): string {
  if (cases.length === 0) return `no case: ${reason ?? "none was written yet"}`;
  const more = cases.length - mostCases;
  return cases.slice(0, mostCases).join(" ") + (more > 0 ? ` and ${more} more` : "");
}

const kinds = [
  ["in a session", ["session"]],
  ["by read-back", ["read-back"]],
  ["otherwise", ["timing", "next-hop", "not"]],
  ["with a case", ["session", "read-back", "timing", "next-hop", "not"]],
] as const;

/** Counts by RFC: how many requirements have a case, by where they can be seen. */
function showTable(parts: readonly Part[], coverage: readonly Covered[]): string {
  const row = (name: string, cells: readonly string[]) =>
    [name.padEnd(8), ...cells.map((cell) => cell.padStart(12))].join("  ").trimEnd();
  const count = (some: readonly Covered[]) => kinds.map(([, observed]) => showCount(countCovered(some, observed)));
  const withoutReason = coverage.filter(({ cases, reason }) => cases.length === 0 && reason === undefined).length;
  return [
    row("", kinds.map(([title]) => title)),
    ...parts.map(({ rfc, own }) => row(`RFC ${rfc.number}`, count(own))),
    row("all", count(coverage)),
    "",
    `${coverage.length} requirements; ${withoutReason} have neither a case nor a reason why not`,
  ].join("\n");
}

function showCount({ covered, all }: Count): string {
  return all === 0 ? "." : `${covered} of ${all}`;
}
