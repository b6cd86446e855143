/** Variants: a table whose rows each make a case of their own, or several tables, of which each row meets each. */
import { keySpan, type Reading, readOpenMap, readText, refuse } from "./reader.ts";
import { countCase, type Room, takeRoom } from "./room.ts";
import { type Entry, type Mapping, type Node, substitute } from "./yaml.ts";

/** One row of variants: the case's node with its columns filled in. */
export interface Row {
  /** The names of the joined rows, with `+`. */
  readonly name: string | undefined;
  readonly node: Mapping;
  readonly columns: ReadonlyMap<string, Node>;
}

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/; // so long by our choice
/** Defaults that a row may override for its run. */
const overrides = ["rfc", "requirement", "why", "since", "tests"];
const mostRows = 500; // our choice: a report of more results of one case is read by nobody

/** Gives the rows of a case's variants; a case without any is one row without a name. */
export function readVariants(reading: Reading, item: Mapping, room: Room): Row[] {
  const variants = item.entries.find(({ key }) => key.text === "variants");
  const without = { ...item, entries: item.entries.filter((entry) => entry !== variants) };
  if (variants === undefined) {
    const isRoom = takeRoom(reading, room, countCase(without, new Map()), keySpan(item));
    return isRoom ? [{ name: undefined, node: without, columns: new Map() }] : [];
  }
  const { value } = variants;
  const isCrossed = value.kind === "list" && value.items.some(({ kind }) => kind === "list");
  const tables = (isCrossed ? value.items : [value]).map((table) => readTable(reading, table));
  refuseSameColumns(reading, tables);
  const count = tables.reduce((product, table) => product * table.length, 1);
  if (count > mostRows) {
    refuse(reading, variants.key.span, `Cannot make ${count} cases of one`, `${mostRows} at most; take rows away`);
    return [];
  }
  const lines = tables.reduce<Line[]>(
    (before, table) => before.flatMap((line) => table.map((row) => join(line, row))),
    [nothing],
  );
  return lines.filter((line) =>
    room.left >= 0 && takeRoom(reading, room, countCase(without, nodesOf(line)), variants.key.span)
  )
    .map((line) => fill(without, line));
}

/** A row of a table, or several that met. */
interface Line {
  readonly name: string;
  readonly columns: ReadonlyMap<string, Entry>;
}

const nothing: Line = { name: "", columns: new Map() };

function join(one: Line, other: Line): Line {
  return {
    name: one.name === "" ? other.name : `${one.name}+${other.name}`,
    columns: new Map([...one.columns, ...other.columns]),
  };
}

function nodesOf({ columns }: Line): Map<string, Node> {
  return new Map([...columns].map(([column, { value }]) => [column, value]));
}

function fill(item: Mapping, line: Line): Row {
  const { name, columns } = line;
  const nodes = nodesOf(line);
  const own = nodes.get("name");
  if (own?.kind === "scalar") nodes.set("name", { ...own, text: name });
  const given = overrides.filter((key) => columns.has(key));
  const entries = [
    ...item.entries.filter(({ key }) => !given.includes(key.text)),
    ...given.flatMap((key) => columns.get(key) ?? []),
  ];
  return {
    name,
    node: { ...item, entries: entries.map(({ key, value }) => ({ key, value: substitute(value, nodes) })) },
    columns: nodes,
  };
}

function readTable(reading: Reading, table: Node): Line[] {
  if (table.kind !== "list" || table.items.length === 0) {
    refuse(reading, table.span, `"variants" is a list of maps`, "write - {name: …, …}");
    return [];
  }
  const names = new Set<string>();
  return table.items.flatMap((row) => {
    const columns = readOpenMap(reading, row);
    const nameNode = columns?.get("name")?.value;
    const name = nameNode === undefined ? undefined : readText(reading, nameNode);
    if (columns === undefined || name === undefined || nameNode === undefined) {
      if (columns !== undefined) {
        refuse(reading, row.span, `A row of variants needs a "name"`, "write - {name: …, …}");
      }
      return [];
    }
    if (!nameForm.test(name)) {
      refuse(reading, nameNode.span, `Cannot use "${name}" as a name`, "letters, digits, dots, hyphens, 100 at most");
    }
    if (names.has(name)) refuse(reading, nameNode.span, `The name "${name}" stands twice in these variants`);
    names.add(name);
    for (const { value } of columns.values()) refuseBackslash(reading, value);
    return [{ name, columns }];
  });
}

function refuseBackslash(reading: Reading, value: Node): void {
  if (value.kind !== "scalar" || value.style !== "plain" || !value.text.includes("\\")) return;
  refuse(
    reading,
    value.span,
    "Cannot tell what this backslash means",
    String.raw`write "\r\n" for octets, '/\d/' for a pattern`,
  );
}

/** A column of two tables that meet would have two values. */
function refuseSameColumns(reading: Reading, tables: readonly (readonly Line[])[]): void {
  const seen = new Set<string>();
  for (const table of tables) {
    const own = new Map(table.flatMap(({ columns }) => [...columns]).filter(([column]) => column !== "name"));
    for (const [column, { key }] of own) {
      if (seen.has(column)) {
        refuse(reading, key.span, `The column "${column}" stands in two tables`, "rename it in one");
      }
      seen.add(column);
    }
  }
}
