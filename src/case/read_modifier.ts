/** The modifiers of steps: how a step is done, and what is kept of its reply. */
import type { Gate, Keep, Repeat, Split, Step } from "./case.ts";
import { optional } from "./pattern.ts";
import { readGate } from "./read_gate.ts";
import {
  type Entries,
  maxOctets,
  type Reading,
  readList,
  readNumber,
  readOpenMap,
  readText,
  readWord,
  refuse,
} from "./reader.ts";
import { readExpression } from "./read_expression.ts";
import type { Node } from "./yaml.ts";

const maxTurns = 10_000; // our choice

/** Reads where octets are cut. */
export function readSplit(reading: Reading, node: Node): Split | undefined {
  if (node.kind === "list") {
    const offsets = node.items
      .map((item) => readNumber(reading, item, { least: 1, most: maxOctets }))
      .filter((offset) => offset !== undefined);
    return { kind: "offsets", offsets: offsets.toSorted((one, other) => one - other) };
  }
  const word = readWord(reading, node, ["every-border", "single-octets"]);
  return word === undefined ? undefined : { kind: word };
}

/** Reads a loop: {rcpt: $rcpts, times: 100}. */
export function readRepeat(reading: Reading, node: Node): Repeat | undefined {
  const entries = readOpenMap(reading, node);
  if (entries === undefined) return undefined;
  const timesEntry = entries.get("times");
  if (timesEntry === undefined) {
    return refuse(reading, node.span, `"repeat" needs "times"`, "write {rcpt: $rcpts, times: 100}");
  }
  const times = readNumber(reading, timesEntry.value, { least: 1, most: maxTurns });
  const [each, second] = [...entries].filter(([name]) => name !== "times");
  if (second !== undefined) refuse(reading, second[1].key.span, "Cannot go through two lists in one loop");
  if (times === undefined) return undefined;
  if (each === undefined) return { times, each: undefined };
  const list = /^\$(\w+)$/.exec(readText(reading, each[1].value) ?? "");
  if (list?.[1] !== "rcpts") {
    return refuse(reading, each[1].value.span, "Cannot repeat over this", "$rcpts is the only list there is");
  }
  reading.uses.push({ name: list[1], span: each[1].value.span });
  return { times, each: { name: each[0], list: list[1] } };
}

/** Reads what is kept of a reply. */
export function readKeep(reading: Reading, node: Node): Keep[] {
  const kept: Keep[] = [];
  for (const [name, { key, value }] of readOpenMap(reading, node) ?? []) {
    if (!/^[a-z]\w*$/.test(name)) {
      refuse(reading, key.span, `Cannot keep "${name}"`, "a name has small letters, digits and _");
    }
    if (value.kind === "scalar" && value.text === "code") kept.push({ name, take: "code" });
    else {
      const take = readExpression(reading, value);
      if (take === undefined) continue;
      if (take.groups === 1) kept.push({ name, take });
      else refuse(reading, value.span, `Cannot keep ${take.groups} groups`, "the pattern needs just one (group)");
    }
  }
  return kept;
}

/** Reads what `$fill` is. */
export function readFill(reading: Reading, entries: Entries): Step["fill"] {
  const read = (key: string) =>
    optional(entries.get(key)?.value, (node) => readNumber(reading, node, { least: 0, most: 10_000_000 }));
  const fill = read("fill");
  if (fill !== undefined) return { octets: fill, of: "fill" };
  const line = read("octets");
  return line === undefined ? undefined : { octets: line, of: "line" };
}

/** Reads the gates of a step. */
export function readGates(reading: Reading, node: Node): Gate[] {
  return readList(node).map((item) => readGate(reading, item)).filter((gate) => gate !== undefined);
}
