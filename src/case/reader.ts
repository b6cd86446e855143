/** Typed reads over YAML nodes. Every refusal is a problem with its place; nothing here throws. */
import { suggest } from "../base/guess.ts";
import type { Problem } from "../base/frame.ts";
import type { Span } from "../base/source.ts";
import { type Milliseconds, parseDuration } from "../base/time.ts";
import type { Range } from "./expected.ts";
import type { Keys } from "./keys.ts";
import { renamed } from "./renamed.ts";
import type { Entry, Mapping, Node, Scalar } from "./yaml.ts";

/** The longest wait that a file may ask for, in milliseconds: 10 minutes. Our choice. */
export const maxWait: Milliseconds = 600_000;
/** The largest content that a file may ask for. Our choice. */
export const maxOctets = 1_000_000_000;
/** The largest content that is not made while it is sent, but held. Our choice. */
export const maxHeldOctets = 100_000_000;

/** Collects what is wrong with a file, and which variables its templates use. */
export interface Reading {
  readonly problems: Problem[];
  readonly uses: { readonly name: string; readonly span: Span }[];
}

/** Notes a problem; gives undefined, so that a reader can return it. */
export function refuse(reading: Reading, span: Span, message: string, hint = ""): undefined {
  reading.problems.push({ message, span, hint });
  return undefined;
}

/** Notes what should be written otherwise, and is read all the same. */
export function warn(reading: Reading, span: Span, message: string, hint: string): void {
  reading.problems.push({ severity: "warning", message, span, hint });
}

const mostHinted = 200; // our choice: more problems are not shown

/** Makes the hint for an unknown word: the one that stands in its place, or the nearest. */
export function hintFor(reading: Reading, word: string, known: Iterable<string>): string {
  if (reading.problems.length >= mostHinted) return "";
  const words = [...known];
  const present = renamed.get(word);
  return present !== undefined && words.includes(present) ? `"${word}" is now "${present}"` : suggest(word, words);
}

/** The entries of a map by key. */
export type Entries = ReadonlyMap<string, Entry>;

/** Reads a map whose keys are all in the table. */
export function readMap(reading: Reading, node: Node, keys: Keys): Entries | undefined {
  const entries = readOpenMap(reading, node);
  for (const [name, { key }] of entries ?? []) {
    if (Object.hasOwn(keys, name)) continue;
    refuse(reading, key.span, `Unknown key "${name}"`, hintFor(reading, name, Object.keys(keys)));
  }
  return entries;
}

/** Reads a map with names of the author's choice. */
export function readOpenMap(reading: Reading, node: Node): Entries | undefined {
  if (node.kind !== "map") return refuse(reading, node.span, "Cannot read this as a map", "write key: value");
  return new Map(node.entries.map((entry) => [entry.key.text, entry]));
}

/** Reads text. */
export function readScalar(reading: Reading, node: Node): Scalar | undefined {
  if (node.kind !== "scalar") return refuse(reading, node.span, "Cannot read a list or a map as text");
  return node;
}

/** Reads text that is not empty. */
export function readText(reading: Reading, node: Node): string | undefined {
  const scalar = readScalar(reading, node);
  if (scalar === undefined) return undefined;
  if (scalar.text.trim() === "") return refuse(reading, node.span, "A value is missing here");
  return scalar.text;
}

/** The longest sentence, in characters: each report has it, some of them several times. Our choice. */
export const maxSentence = 1_000;

/** Reads a sentence for people. */
export function readSentence(reading: Reading, node: Node): string | undefined {
  const text = readText(reading, node);
  return text === undefined ? undefined : asSentence(reading, text, node.span);
}

/** Refuses text that is too long for a sentence. */
export function asSentence(reading: Reading, text: string, span: Span): string | undefined {
  if (text.length <= maxSentence) return text;
  return refuse(reading, span, `Cannot use a sentence of ${text.length} characters`, `${maxSentence} at most`);
}

/** Reads one of some words. */
export function readWord<Word extends string>(reading: Reading, node: Node, words: readonly Word[]): Word | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  return words.find((word) => word === text) ??
    refuse(reading, node.span, `Unknown word "${text}"`, hintFor(reading, text, words));
}

/** Reads a list; a single value is a list of one. */
export function readList(node: Node): readonly Node[] {
  return node.kind === "list" ? node.items : [node];
}

/** Reads a duration such as "20ms", "2s" or "5min", up to a limit. */
export function readDuration(reading: Reading, node: Node, most: Milliseconds): Milliseconds | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const time = parseDuration(text);
  if (time === undefined) {
    return refuse(reading, node.span, `Cannot read duration "${text}"`, "write 500ms, 2s or 5min");
  }
  if (time > most) return refuse(reading, node.span, `Cannot wait ${text}: the limit is ${most / 1000} s`);
  return time;
}

/** Reads a whole number in a range. */
export function readNumber(reading: Reading, node: Node, range: Range): number | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const number = /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
  if (number === undefined || number < range.least || number > range.most) {
    return refuse(
      reading,
      node.span,
      `Cannot read number "${text}"`,
      `a whole number, ${range.least} to ${range.most}`,
    );
  }
  return number;
}

/** Reads a count: "3", "2..", "0..1". */
export function readRange(reading: Reading, node: Node): Range | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const match = /^([0-9]{1,6})(\.\.([0-9]{1,6})?)?$/.exec(text);
  if (match === null) return refuse(reading, node.span, `Cannot read count "${text}"`, "write 3, 2.. or 0..1");
  const least = Number(match[1]);
  const most = match[2] === undefined ? least : match[3] === undefined ? Infinity : Number(match[3]);
  if (most < least) return refuse(reading, node.span, `Cannot count from ${least} to ${most}`);
  return { least, most };
}

/** Reads yes or no. */
export function readYes(reading: Reading, node: Node): boolean | undefined {
  const word = readWord(reading, node, ["yes", "no", "true", "false"]);
  return word === undefined ? undefined : word === "yes" || word === "true";
}

/** Gives the span of a map's keys, for problems with what it lacks. */
export function keySpan(node: Mapping): Span {
  return node.entries[0]?.key.span ?? node.span;
}
