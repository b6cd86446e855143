/**
 * YAML as the case language has it: text, lists and maps, each with its span. Only this file reads by the YAML library.
 * Anchors, aliases, tags, merge keys and further documents are problems: `send: &NOOP` would otherwise be read,
 * without an error, as an empty line with an anchor.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node as YamlNode,
  type Pair,
  parseAllDocuments,
  type YAMLError,
} from "yaml";
import type { Problem } from "../base/frame.ts";
import { placeOf, type Source, type Span } from "../base/source.ts";
import { findExcess, mostTokens } from "./yaml_size.ts";

export type Node = Scalar | List | Mapping;
export interface Scalar {
  readonly kind: "scalar";
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "block";
  /** The comment after the value on its line, with its hash. */
  readonly comment: string | undefined;
  readonly span: Span;
}
export interface List {
  readonly kind: "list";
  readonly items: readonly Node[];
  readonly span: Span;
}
export interface Mapping {
  readonly kind: "map";
  readonly entries: readonly Entry[];
  readonly span: Span;
}
export interface Entry {
  readonly key: Scalar;
  readonly value: Node;
}

/** The library's errors that an author meets: a code or the words of a message, ours for it, and a hint. */
const known: readonly (readonly [theirs: string, message: string, hint: string])[] = [
  ["end with a ]", "a bracket is not closed", `"]" is missing`],
  ["end with a }", "a bracket is not closed", `"}" is missing`],
  ["closing 'quote", "a quote is not closed", "' is missing"],
  [`closing "quote`, "a quote is not closed", `" is missing`],
  ["without - indicator", `an item of this list does not begin with "-"`, "does the indentation fit?"],
  ["followed by map values", "a key has no colon", "write key: value"],
  ["BLOCK_AS_IMPLICIT_KEY", `a plain value cannot hold ": "`, "quote the value: '…'"],
  ["MULTILINE_IMPLICIT_KEY", "a key cannot go over several lines", "is a colon missing, or a quote?"],
  ["BAD_INDENT", "the indentation does not fit", "items of one list or map begin in the same column"],
  ["TAB_AS_INDENT", "a tab cannot indent", "use spaces"],
  ["MISSING_CHAR", "a character is missing", "is a quote, bracket or comma missing?"],
  ["BAD_DQ_ESCAPE", "an escape is unknown", String.raw`known: \r \n \t \0 \" \\ \xHH`],
  ["UNEXPECTED_TOKEN", "a token is out of place", "quote the value if it begins with a special character"],
  ["BAD_SCALAR_START", "a plain value cannot begin like this", "quote the value: '…'"],
  ["BLOCK_IN_FLOW", "a list or a map of several lines cannot stand inside brackets", "close the bracket first"],
  ["KEY_OVER_1024_CHARS", "a key is too long", "is a colon missing, or a quote?"],
  ["RESOURCE_EXHAUSTION", "lists and maps nest too deeply", ""],
];

/** Reads one YAML document. The node is undefined where there are problems: what it holds would be guessed. */
export function readYaml(source: Source): { readonly node: Node | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const at = (start: number, end = start + 1): Span => ({ source, start, end });
  const excess = findExcess(source.text);
  if (excess !== undefined) {
    const message = `Cannot read a file of more than ${mostTokens} tokens`;
    return { node: undefined, problems: [{ message, span: at(excess), hint: "make several files of it" }] };
  }
  const documents = parseAllDocuments(
    source.text,
    {
      schema: "failsafe",
      prettyErrors: false,
      logLevel: "silent",
      maxAliasCount: 0,
      merge: false,
      uniqueKeys: false, // The library compares each key with all others; ours is linear.
    } as Parameters<typeof parseAllDocuments>[1],
  );
  if (!Array.isArray(documents) || documents.length === 0) {
    return { node: undefined, problems: [{ message: "Cannot read an empty file", span: at(0) }] };
  }
  const [first, second] = documents;
  if (second !== undefined) {
    problems.push({
      message: "Cannot read a second document",
      span: at(second.range[0]),
      hint: "one file holds one document",
    });
  }
  const contents = first?.contents;
  if (contents === null || contents === undefined) {
    addErrors(documents.flatMap((document) => document.errors), problems, at);
    return { node: undefined, problems: [{ message: "Cannot read an empty file", span: at(0) }, ...problems] };
  }
  const node = convert(contents as YamlNode, at, problems);
  addErrors(documents.flatMap((document) => document.errors), problems, at);
  return { node: problems.length > 0 ? undefined : node, problems };
}

/** Adds the library's errors: the first of each line, since the others follow from it. */
function addErrors(errors: readonly YAMLError[], problems: Problem[], at: (start: number, end?: number) => Span): void {
  const lines = new Set(problems.map(({ span }) => placeOf(span).line));
  const { text } = at(0).source;
  const { length } = text.trimEnd();
  for (const { code, message, pos } of errors.toSorted((one, other) => one.pos[0] - other.pos[0])) {
    const start = Math.min(pos[0], length); // What is missing at the end is shown after the last character.
    const lineEnd = text.indexOf("\n", start) === -1 ? text.length : text.indexOf("\n", start);
    const end = code === "BLOCK_AS_IMPLICIT_KEY" ? lineEnd : Math.max(pos[1], start + 1);
    const span = at(start, Math.max(start + 1, end));
    const { line } = placeOf(span);
    if (lines.has(line)) continue;
    lines.add(line);
    const [, words, hint] = known.find(([theirs]) => code === theirs || message.includes(theirs)) ??
      [code, message.split("\n")[0] ?? code, ""];
    problems.push({ message: `Cannot read YAML: ${words}`, span, hint });
  }
}

function convert(node: YamlNode, at: (start: number, end?: number) => Span, problems: Problem[]): Node {
  const [start, end] = node.range ?? [0, 0];
  const span = at(start, Math.max(end, start));
  if (isAlias(node)) {
    problems.push({ message: `Cannot use the alias "*${node.source}"`, span, hint: "quote text that begins with *" });
    return { kind: "scalar", text: "", style: "plain", comment: undefined, span };
  }
  if (node.anchor !== undefined) {
    const anchor = `&${node.anchor}`;
    const before = span.source.text.lastIndexOf(anchor, start);
    problems.push({
      message: `Cannot use the anchor "${anchor}"`,
      span: before === -1 ? span : at(before, before + anchor.length),
      hint: "quote text that begins with &",
    });
  }
  if (node.tag !== undefined) {
    const from = Math.max(0, start - 1000);
    const written = /![^\s[\]{},]*(?=\s*$)/.exec(span.source.text.slice(from, start));
    problems.push({
      message: `Cannot use the tag "${written?.[0] ?? node.tag}"`,
      span: written === null ? span : at(from + written.index, from + written.index + written[0].length),
      hint: "quote text that begins with !",
    });
  }
  if (isMap(node)) {
    const entries = node.items
      .map((pair) => convertPair(pair as Pair<YamlNode, YamlNode | null>, at, problems))
      .filter(({ key }) => key.text !== "<<");
    refuseTwins(entries, problems);
    return { kind: "map", entries, span: trim(span) };
  }
  if (isSeq(node)) {
    return {
      kind: "list",
      items: node.items.map((item) => convert(item as YamlNode, at, problems)),
      span: trim(span),
    };
  }
  if (!isScalar(node)) throw new Error("Cannot convert a YAML node of unknown kind");
  const style =
    ({ QUOTE_DOUBLE: "double", QUOTE_SINGLE: "single", BLOCK_LITERAL: "block", BLOCK_FOLDED: "block" } as const)[
      node.type as string
    ] ?? "plain";
  return {
    kind: "scalar",
    text: typeof node.value === "string" ? node.value : "",
    style,
    comment: commentBehind(span, style),
    span,
  };
}

function refuseTwins(entries: readonly Entry[], problems: Problem[]): void {
  const seen = new Set<string>();
  for (const { key } of entries) {
    if (seen.has(key.text)) {
      problems.push({
        message: `The key "${key.text}" stands twice in the same map`,
        span: key.span,
        hint: "take one of the two away",
      });
    }
    seen.add(key.text);
  }
}

function convertPair(
  pair: Pair<YamlNode, YamlNode | null>,
  at: (start: number, end?: number) => Span,
  problems: Problem[],
): Entry {
  const key = convert(pair.key, at, problems);
  if (key.kind !== "scalar") {
    problems.push({ message: "Cannot use a list or a map as a key", span: key.span });
    return { key: { kind: "scalar", text: "", style: "plain", comment: undefined, span: key.span }, value: key };
  }
  if (key.text === "<<") {
    problems.push({ message: `Cannot use the merge key "<<"`, span: key.span, hint: "write the keys out" });
  }
  // A missing value has no place of its own: problems with it point at the key.
  const value = pair.value === null
    ? { kind: "scalar" as const, text: "", style: "plain" as const, comment: undefined, span: key.span }
    : convert(pair.value, at, problems);
  const isEmpty = value.kind === "scalar" && value.span.start === value.span.end;
  return { key, value: isEmpty ? { ...value, span: key.span } : value };
}

/** Finds the comment that follows a value on the same line. */
function commentBehind(span: Span, style: Scalar["style"]): string | undefined {
  if (style === "block") return undefined;
  const comment = / +(#.*)/y; // of a line with a thousand values, the rest is not looked at for each
  comment.lastIndex = span.end;
  return comment.exec(span.source.text)?.[1];
}

/** Takes the white space off the end of a collection's span. */
function trim(span: Span): Span {
  const text = span.source.text.slice(span.start, span.end).trimEnd();
  return { ...span, end: span.start + Math.max(1, text.length) };
}

/** Gives the name of the column that a scalar stands for if it is just `$column`. */
export function columnOf({ text }: Scalar): string | undefined {
  if (!text.startsWith("$")) return undefined;
  const name = /^\$(?:([A-Za-z]\w*)|\{([A-Za-z]\w*)\})$/.exec(text);
  return name?.[1] ?? name?.[2];
}

/** Puts the nodes of a variant's columns in the place of scalars that are just `$column`. */
export function substitute(node: Node, columns: ReadonlyMap<string, Node>): Node {
  switch (node.kind) {
    case "scalar":
      return columns.get(columnOf(node) ?? "") ?? node;
    case "list":
      return { ...node, items: node.items.map((item) => substitute(item, columns)) };
    case "map":
      return {
        ...node,
        entries: node.entries.map(({ key, value }) => ({ key, value: substitute(value, columns) })),
      };
  }
}
