/** How much a file of cases may become once its variants and its blocks are written out. */
import type { Span } from "../base/source.ts";
import { type Reading, refuse } from "./reader.ts";
import { columnOf, type Node } from "./yaml.ts";

/** The most values of a file that is written out. Our choice: ten times the largest, and read within a second or two. */
export const mostValues = 200_000;
// All of this is our choice too, as measured: what takes as long to read as so many plain values.
const valuesOfCase = 10;
const valuesOfExpression = 50;
const charactersOfValue = 5;

/** How many values more a file may become. */
export interface Room {
  left: number;
}

/** Makes the room of a file. */
export function makeRoom(): Room {
  return { left: mostValues };
}

/** Takes room for values; refuses, once for the file, what goes beyond it. */
export function takeRoom(reading: Reading, room: Room, values: number, span: Span): boolean {
  if (values <= room.left) {
    room.left -= values;
    return true;
  }
  if (room.left >= 0) {
    const hint = "fewer rows of variants, or fewer uses of blocks and columns";
    refuse(reading, span, `Cannot write out more than ${mostValues} values in one file`, hint);
  }
  room.left = -1;
  return false;
}

/** Counts the values of a case, with the columns that `substitute()` would put into it. */
export function countCase(node: Node, columns: ReadonlyMap<string, Node>): number {
  return valuesOfCase + countValues(node, columns);
}

/** Counts the values of a node, with the columns that `substitute()` would put into it. */
export function countValues(node: Node, columns: ReadonlyMap<string, Node>): number {
  const sizes = new Map([...columns].map(([name, column]) => [name, countValues(column, new Map())]));
  const count = (inner: Node): number => {
    switch (inner.kind) {
      case "scalar":
        return sizes.get(columnOf(inner) ?? "") ?? valuesOf(inner.text);
      case "list":
        return inner.items.reduce((sum, item) => sum + count(item), 1);
      case "map":
        return inner.entries.reduce((sum, { value }) => sum + 1 + count(value), 1);
    }
  };
  return count(node);
}

function valuesOf(text: string): number {
  const isExpression = text.startsWith("/") && text.length > 1;
  return 1 + Math.floor(text.length / charactersOfValue) + (isExpression ? valuesOfExpression : 0);
}
