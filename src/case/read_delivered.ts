/** What must be found in a mailbox: the message, its header fields, and the trace that servers left in it. */
import { clauseNames } from "../smtp/received.ts";
import type {
  Delivered,
  HeaderExpectation,
  ReceivedExpectation,
  ReturnPathExpectation,
  TracePattern,
} from "./expected.ts";
import { deliveredKeys, fieldKeys, receivedKeys, returnPathKeys } from "./answer_keys.ts";
import { optional } from "./pattern.ts";
import { readExpression } from "./read_expression.ts";
import {
  type Reading,
  readList,
  readMap,
  readNumber,
  readRange,
  readScalar,
  readText,
  readWord,
  refuse,
} from "./reader.ts";
import { readTemplate } from "./template.ts";
import type { Node } from "./yaml.ts";

/** Reads what `delivered` holds. */
export function readDelivered(reading: Reading, node: Node): Delivered | undefined {
  const entries = readMap(reading, node, deliveredKeys);
  if (entries === undefined) return undefined;
  const given = (key: string) => entries.get(key)?.value;
  const to = optional(given("to"), (inner) => readScalar(reading, inner));
  const containing = optional(given("containing"), (inner) => readScalar(reading, inner));
  if (to === undefined || containing === undefined) {
    const hint = "write {to: $rcpt, containing: $token}";
    return refuse(reading, node.span, `"delivered" needs "to" and "containing"`, hint);
  }
  const body = optional(given("body"), (inner) => readScalar(reading, inner));
  return {
    to: readTemplate(reading, to),
    containing: readTemplate(reading, containing),
    count: optional(given("count"), (inner) => readRange(reading, inner)) ?? { least: 1, most: 1 },
    body: body === undefined
      ? undefined
      : body.text === "as-sent"
      ? { kind: "as-sent" }
      : { kind: "text", text: readTemplate(reading, body) },
    headers: readAll(given("headers"), (item) => readField(reading, item)),
    received: readAll(given("received"), (item) => readReceived(reading, item)),
    returnPath: optional(given("return_path"), (inner) => readReturnPath(reading, inner)),
    isSetUp: optional(given("otherwise"), (inner) => readWord(reading, inner, ["inconclusive"])) !==
      undefined,
  };
}

function readAll<Read>(node: Node | undefined, read: (item: Node) => Read | undefined): Read[] {
  return (node === undefined ? [] : readList(node)).map(read).filter((item) => item !== undefined);
}

function readField(reading: Reading, node: Node): HeaderExpectation | undefined {
  const entries = readMap(reading, node, fieldKeys);
  const name = optional(entries?.get("name")?.value, (inner) => readText(reading, inner));
  if (entries === undefined || name === undefined) {
    return entries === undefined
      ? undefined
      : refuse(reading, node.span, `A header needs a "name"`, "write {name: Received}");
  }
  return {
    name,
    containing: readAll(entries.get("containing")?.value, (item) => readScalar(reading, item))
      .map((item) => readTemplate(reading, item)),
    nth: optional(entries.get("nth")?.value, (inner) => readNumber(reading, inner, { least: 1, most: 1000 })),
    text: optional(entries.get("text")?.value, (inner) => readExpression(reading, inner)),
    raw: optional(entries.get("raw")?.value, (inner) => readExpression(reading, inner)),
    count: optional(entries.get("count")?.value, (inner) => readRange(reading, inner)),
    before: optional(entries.get("before")?.value, (inner) => readText(reading, inner)),
  };
}

function readReceived(reading: Reading, node: Node): ReceivedExpectation | undefined {
  const entries = readMap(reading, node, receivedKeys);
  if (entries === undefined) return undefined;
  const given = (key: string) => entries.get(key)?.value;
  const of = optional(given("of"), (inner) => readScalar(reading, inner));
  const clauses = clauseNames.flatMap((name) => {
    const value = given(name);
    return value === undefined ? [] : [[name, readTrace(reading, value)] as const];
  });
  return {
    of: of === undefined ? undefined : readTemplate(reading, of),
    nth: optional(given("nth"), (inner) => readNumber(reading, inner, { least: 1, most: 1000 })),
    count: optional(given("count"), (inner) => readRange(reading, inner)),
    clauses: new Map(clauses),
    date: optional(given("date"), (inner) => readWord(reading, inner, ["any", "absent", "valid"])),
    isStrict: optional(given("grammar"), (inner) => readWord(reading, inner, ["strict"])) !== undefined,
  };
}

function readReturnPath(reading: Reading, node: Node): ReturnPathExpectation | undefined {
  if (node.kind !== "map") return { path: readTrace(reading, node), count: undefined };
  const entries = readMap(reading, node, returnPathKeys);
  return {
    path: optional(entries?.get("path")?.value, (inner) => readTrace(reading, inner)) ?? [{ kind: "any" }],
    count: optional(entries?.get("count")?.value, (inner) => readRange(reading, inner)),
  };
}

/** Reads a word or a text, or a list of them. */
function readTrace(reading: Reading, node: Node): TracePattern[] {
  if (node.kind === "list" && node.items.length === 0) {
    refuse(reading, node.span, "Cannot read an empty list of texts", "write any, absent or a text");
  }
  return readAll(node, (item): TracePattern | undefined => {
    const text = readText(reading, item);
    if (text === undefined || item.kind !== "scalar") return undefined;
    // In quotes they are texts.
    if (item.style === "plain" && (text === "any" || text === "absent")) return { kind: text };
    return { kind: "text", text: readTemplate(reading, item) };
  });
}
