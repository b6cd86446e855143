/** The text of `smtpspec list`: a row a case, in a table or, where that is too wide, with what it needs below. Pure. */
import { indented } from "../base/wrap.ts";

/** A case or a rule of the linter. */
export interface Row {
  readonly id: string;
  readonly level: string;
  /** Undefined where the case does not say it. */
  readonly impact: string | undefined;
  /** What it needs of a server, and what it may do to it. */
  readonly needs: string;
}

/**
 * Writes rows in lines of at most `columns`; an id that is longer stays whole. Where one row does not fit, what each needs
 * stands in lines of its own below it, which begin with a space, and so do the level and impact of a long id.
 */
export function showRows(rows: readonly Row[], columns: number): string[] {
  const most = (lengthOf: (row: Row) => number) => Math.max(0, ...rows.map(lengthOf));
  const levelWidth = most(({ level }) => level.length);
  const impactWidth = most(({ impact = "" }) => impact.length);
  const idWidth = most(({ id }) => id.length);
  const factsOf = ({ level, impact = "" }: Row) => `${level.padEnd(levelWidth)}  ${impact.padEnd(impactWidth)}`;
  const factsWidth = levelWidth + 2 + impactWidth;
  if (idWidth + 2 + factsWidth + 2 + most(({ needs }) => needs.length) <= columns) {
    return rows.map((row) => `${row.id.padEnd(idWidth)}  ${factsOf(row)}  ${row.needs}`.trimEnd());
  }
  const narrow = Math.max(0, Math.min(idWidth, columns - 2 - factsWidth));
  return rows.flatMap((row) => {
    const { id, needs } = row;
    const facts = factsOf(row).trimEnd();
    return [
      ...(id.length <= narrow ? [`${id.padEnd(narrow)}  ${facts}`] : [id, `${" ".repeat(narrow)}  ${facts}`]),
      ...(needs === "" ? [] : indented(needs, 4, columns)),
    ];
  });
}
