/** The details of the findings, the worst last, in so many lines as are left for them. */
import type { Finding } from "../findings/finding.ts";
import { type FindingContext, type Numbered, showBriefly, showExcerpt, showFinding, showInALine } from "./finding.ts";

/** Finds the result that shows each finding. */
export function numberFindings(findings: readonly Finding[], { results }: FindingContext["report"]): Numbered[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return findings.flatMap((finding, index) => {
    const result = byId.get(finding.shownBy);
    return result === undefined ? [] : [{ number: index + 1, finding, result }];
  });
}

/** The lengths of a finding; those that are not shown are counted. */
type Length = "none" | "line" | "brief" | "excerpt" | "full";
const forms: Readonly<Record<Length, (numbered: Numbered, context: FindingContext) => string[]>> = {
  none: () => [],
  line: showInALine,
  brief: showBriefly,
  excerpt: showExcerpt,
  full: showFinding,
};

/**
 * Shows all findings, the worst last, each section as text. The worst shows its transcript, whatever it needs, and each
 * failure has a line; while there are lines left, failures are shown in brief, warnings in a line, and more of each in full.
 * With --verbose all are in full.
 */
export function showDetails(findings: readonly Numbered[], context: FindingContext, lines: number): string[] {
  if (context.options.isVerbose) return sectionsOf(findings, context, new Map(findings.map((each) => [each, "full"])));
  const sections = sectionsOf(findings, context, chooseLengths(findings, context, lines));
  // What the empty lines between groups of one line each take is known only now.
  const excess = sections.join("\n\n").split("\n").length + 1 - lines;
  return excess <= 0 ? sections : sectionsOf(findings, context, chooseLengths(findings, context, lines - excess));
}

function sectionsOf(
  findings: readonly Numbered[],
  context: FindingContext,
  lengths: ReadonlyMap<Numbered, Length>,
): string[] {
  const shown = findings.toReversed().flatMap((each) => {
    const length = lengths.get(each) ?? "none";
    return length === "none" ? [] : [{ isLine: length === "line", text: forms[length](each, context).join("\n") }];
  });
  const left = [...lengths.values()].filter((length) => length === "none").length;
  const note = `${left} more that only warn: --verbose shows them, and what is shown in brief here`;
  return joinLines(left === 0 ? shown : [{ isLine: true, text: note }, ...shown]);
}

function chooseLengths(findings: readonly Numbered[], context: FindingContext, lines: number): Map<Numbered, Length> {
  const lengths = new Map<Numbered, Length>();
  const costOf = (each: Numbered, length: Length) =>
    forms[length](each, context).length + (length === "none" || length === "line" ? 0 : 1);
  let left = lines;
  const lengthen = (wanted: readonly Numbered[], length: Length, least = 0) => {
    for (const each of wanted) {
      const more = costOf(each, length) - costOf(each, lengths.get(each) ?? "none");
      if (more <= 0 || left - more < least) continue;
      left -= more;
      lengths.set(each, length);
    }
  };
  const failed = findings.filter(({ finding }) => finding.verdict !== "warn");
  const warned = findings.filter(({ finding }) => finding.verdict === "warn");
  for (const each of warned) lengths.set(each, "none");
  lengthen(failed, "line", -Infinity);
  lengthen(failed.slice(0, 1), "excerpt", -Infinity);
  lengthen(failed, "brief");
  lengthen(warned, "line", 1); // the line that counts the others
  lengthen(failed, "excerpt");
  lengthen(failed, "full");
  lengthen(warned, "brief");
  lengthen(warned, "full");
  return lengths;
}

/** Puts neighbours of one line each together in one section. */
function joinLines(shown: readonly { readonly isLine: boolean; readonly text: string }[]): string[] {
  const sections: string[] = [];
  for (const [index, { isLine, text }] of shown.entries()) {
    const last = sections.at(-1);
    if (last !== undefined && isLine && shown[index - 1]?.isLine === true) {
      sections[sections.length - 1] = `${last}\n${text}`;
    } else sections.push(text);
  }
  return sections;
}
