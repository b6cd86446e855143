/** Several reports side by side: servers as columns, cases as rows. Pure. */
import type { Verdict } from "../judge/verdict.ts";
import { plainLine, visible } from "../base/show.ts";
import { partByHost } from "./by_host.ts";
import type { Report, Result } from "./report.ts";

/** A server, or one host of it, by a name that no other has. */
export interface Column {
  readonly name: string;
  readonly report: Report;
}

/** A case, and its result on each server. */
export interface Row {
  /** Its result on the first server that it was played on. */
  readonly any: Result;
  /** One a column; undefined where the report has no such result. */
  readonly cells: readonly (Result | undefined)[];
  /** The servers do not all have the same verdict. */
  readonly isDifferent: boolean;
}

export interface Comparison {
  readonly columns: readonly Column[];
  /** By area; the rows that differ come first. */
  readonly areas: ReadonlyMap<string, readonly Row[]>;
}

/** Puts reports side by side, by the ids of their results; one of several hosts has a column for each. */
export function compareReports(given: readonly Report[]): Comparison {
  const reports = given.flatMap(partByHost);
  const byId = reports.map(({ results }) => new Map(results.map((result) => [result.id, result])));
  const ids = new Set(byId.flatMap((each) => [...each.keys()]));
  const rows = [...ids].flatMap((id): Row[] => {
    const cells = byId.map((each) => each.get(id));
    const any = cells.find((cell) => cell !== undefined);
    const isDifferent = new Set(cells.map((cell) => cell?.verdict)).size > 1;
    return any === undefined ? [] : [{ any, cells, isDifferent }];
  });
  const areas = Map.groupBy(rows, ({ any }) => any.area);
  return {
    columns: nameColumns(reports),
    areas: new Map(
      [...areas].map(([area, each]) =>
        [area, each.toSorted((one, other) => Number(other.isDifferent) - Number(one.isDifferent))] as const
      ),
    ),
  };
}

/** The second server of a name has its number after it. */
function nameColumns(reports: readonly Report[]): Column[] {
  const seen = new Map<string, number>();
  return reports.map((report) => {
    const name = plainLine(visible(report.target.name));
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { name: count === 1 ? name : `${name} (${count})`, report };
  });
}

/** The verdict of a cell in a word. */
export function wordOf(cell: Result | undefined): Verdict | "not played" {
  return cell?.verdict ?? "not played";
}
