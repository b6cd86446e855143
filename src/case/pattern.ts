/** Patterns: what a reply, or its absence, must be like. */
import type { Pattern, RepliesPattern, ReplyPattern, Sequence } from "./expected.ts";
import { repliesKeys, replyKeys } from "./answer_keys.ts";
import { readExpression } from "./read_expression.ts";
import { type Entries, type Reading, readList, readMap, readRange, readScalar, readText, refuse } from "./reader.ts";
import { readTemplate } from "./template.ts";
import type { Node, Scalar } from "./yaml.ts";

const codeHint = "a code is three digits, or a class such as 2xx";
const anyReply: ReplyPattern = {
  kind: "reply",
  codes: [],
  enhanced: undefined,
  text: undefined,
  firstLine: undefined,
  otherLines: undefined,
  base64: undefined,
  raw: undefined,
  not: undefined,
  lines: undefined,
  keyword: undefined,
  params: undefined,
  absent: [],
};

/** Reads a pattern: a word, a list of alternatives, or a map. `also` names keys that the caller reads. */
export function readPattern(reading: Reading, node: Node, also: readonly string[] = []): Pattern | undefined {
  switch (node.kind) {
    case "scalar":
      return readWordPattern(reading, node);
    case "list": {
      if (node.items.length === 0) {
        return refuse(reading, node.span, "Cannot read an empty list as a pattern", "any stands for any answer");
      }
      const patterns = node.items.map((item) => readPattern(reading, item)).filter((item) => item !== undefined);
      return { kind: "one-of", patterns };
    }
    case "map": {
      const keys = { ...replyKeys, ...Object.fromEntries(also.map((key) => [key, { description: "", schema: {} }])) };
      const entries = readMap(reading, node, keys);
      return entries === undefined ? undefined : readReplyMap(reading, entries);
    }
  }
}

function readWordPattern(reading: Reading, scalar: Scalar): Pattern | undefined {
  const text = readText(reading, scalar);
  if (text === undefined) return undefined;
  if (text === "any" || text === "close" || text === "silence") return { kind: text };
  const name = /^\$(?:(\w+)|\{(\w+)\})$/.exec(text);
  if (name !== null) {
    const kept = name[1] ?? name[2] ?? "";
    reading.uses.push({ name: kept, span: scalar.span });
    return { kind: "kept", name: kept };
  }
  const [code = "", enhanced, ...rest] = text.split(" ");
  if (rest.length > 0 || !isCode(code)) {
    const hint = isCode(code) ? "write {code: 250, text: '/…/'} for text" : codeHint;
    return refuse(reading, scalar.span, `Cannot read reply pattern "${text}"`, hint);
  }
  if (enhanced !== undefined && !isEnhanced(enhanced)) {
    const hint = "write 5.1.1 or 5.1.x; for text {code: 250, text: '/…/'}";
    return refuse(reading, scalar.span, `Cannot read enhanced code "${enhanced}"`, hint);
  }
  return { ...anyReply, codes: [normalCode(code)], enhanced };
}

const isCode = (text: string) => /^[2-5]([0-9][0-9]|[0-9][xyz]|[xyz][xyz])$/.test(text);
const isEnhanced = (text: string) => /^[245x]\.([0-9]{1,3}|x)\.([0-9]{1,3}|x)$/.test(text);
const normalCode = (text: string) => text.replace(/[yz]/g, "x"); // RFC 5321 §4.2.1 writes 5yz

function readReplyMap(reading: Reading, entries: Entries): Pattern {
  const given = (key: string) => entries.get(key)?.value;
  const regex = (key: string) => optional(given(key), (node) => readExpression(reading, node));
  const codeNode = given("code");
  const codePattern = codeNode === undefined ? undefined : readPattern(reading, codeNode);
  const keyword = optional(given("keyword"), (node) => readScalar(reading, node));
  const enhanced = optional(given("enhanced"), (node) => readText(reading, node));
  if (enhanced !== undefined && !isEnhanced(enhanced)) {
    const span = given("enhanced")?.span;
    if (span !== undefined) refuse(reading, span, `Cannot read enhanced code "${enhanced}"`, "write 5.1.1 or 5.1.x");
  }
  if (given("params") !== undefined && keyword === undefined) {
    const span = entries.get("params")?.key.span;
    if (span !== undefined) {
      refuse(reading, span, `Cannot use "params" without "keyword"`, "write {keyword: SIZE, params: '/…/'}");
    }
  }
  const base: ReplyPattern = {
    kind: "reply",
    codes: [],
    enhanced,
    text: regex("text"),
    firstLine: regex("first_line"),
    otherLines: regex("other_lines"),
    base64: regex("base64"),
    raw: regex("raw"),
    not: optional(given("not"), (node) => readPattern(reading, node)),
    lines: optional(given("lines"), (node) => readRange(reading, node)),
    keyword: keyword === undefined ? undefined : readTemplate(reading, keyword),
    params: regex("params"),
    absent: readList(given("absent") ?? { kind: "list", items: [], span: nowhere })
      .map((node) => readScalar(reading, node))
      .filter((scalar) => scalar !== undefined)
      .map((scalar) => readTemplate(reading, scalar)),
  };
  if (codePattern === undefined || codeNode === undefined) return base;
  return narrow(base, codePattern) ?? (refuse(reading, codeNode.span, "Cannot use this as a code", codeHint) ?? base);
}

const nowhere = { source: { path: "", text: "", lineStarts: [] }, start: 0, end: 0 };

/** Joins a map's other keys with what `code` says. */
function narrow(base: ReplyPattern, code: Pattern): Pattern | undefined {
  const rest = Object.entries(base).filter(([key]) => key !== "kind" && key !== "codes");
  const isBare = rest.every(([, value]) => value === undefined || (Array.isArray(value) && value.length === 0));
  switch (code.kind) {
    case "reply":
      return { ...base, codes: code.codes, enhanced: base.enhanced ?? code.enhanced };
    case "one-of": {
      const plain = code.patterns.every((pattern) => pattern.kind === "reply" && pattern.enhanced === undefined);
      if (plain) {
        return { ...base, codes: code.patterns.flatMap((pattern) => pattern.kind === "reply" ? pattern.codes : []) };
      }
      const patterns = code.patterns.map((pattern) => narrow(base, pattern));
      return patterns.includes(undefined)
        ? undefined
        : { kind: "one-of", patterns: patterns.filter((pattern) => pattern !== undefined) };
    }
    case "any":
      return base;
    case "kept":
    case "close":
    case "silence":
      return isBare ? code : undefined;
  }
}

/** Reads what all replies must be like: a sequence, a list of sequences, or a count. */
export function readRepliesPattern(reading: Reading, node: Node): RepliesPattern | undefined {
  if (node.kind === "map") {
    const entries = readMap(reading, node, repliesKeys);
    const count = entries?.get("count");
    const each = entries?.get("each")?.value;
    if (entries === undefined) return undefined;
    if (count === undefined) {
      return refuse(reading, node.span, `Cannot read replies without "count"`, "write {count: 2..} or a list");
    }
    const range = readRange(reading, count.value);
    if (range === undefined) return undefined;
    return { kind: "count", count: range, each: each === undefined ? undefined : readPattern(reading, each) };
  }
  if (node.kind === "list" && node.items.some((item) => item.kind === "list")) {
    const sequences = node.items.map((item) => readSequence(reading, item)).filter((item) => item !== undefined);
    return { kind: "one-of", sequences };
  }
  const sequence = readSequence(reading, node);
  return sequence === undefined ? undefined : { kind: "one-of", sequences: [sequence] };
}

function readSequence(reading: Reading, node: Node): Sequence | undefined {
  const items = readList(node);
  const last = items.at(-1);
  const closes = last?.kind === "scalar" && last.text === "close";
  const patterns: Pattern[] = [];
  for (const item of closes ? items.slice(0, -1) : items) {
    const pattern = readPattern(reading, item);
    if (pattern === undefined) return undefined;
    if (pattern.kind === "close" || pattern.kind === "silence") {
      return refuse(reading, item.span, `Cannot use "${pattern.kind}" here`, `"close" stands last in a sequence`);
    }
    patterns.push(pattern);
  }
  return { patterns, closes };
}

/** Reads a value that may be left out. */
export function optional<Read>(node: Node | undefined, read: (node: Node) => Read | undefined): Read | undefined {
  return node === undefined ? undefined : read(node);
}
