/** Steps: an action, what must come back, and the modifiers. */
import { suggest } from "../base/guess.ts";
import { mechanisms } from "../smtp/sasl.ts";
import {
  type Action,
  type Body,
  type Choice,
  type Gate,
  type HelloVersion,
  type Keep,
  portKinds,
  type RecordPattern,
  type Repeat,
  type Split,
  type Step,
  type Template,
  type TlsExpectation,
} from "./case.ts";
import { actionKeys, authKeys, bdatKeys, messageKeys, sessionKeys, stepKeys, tlsKeys } from "./keys.ts";
import { optional } from "./pattern.ts";
import { readChoices, readExpectations } from "./read_expectation.ts";
import { readGate } from "./read_gate.ts";
import {
  type Entries,
  readDuration,
  type Reading,
  readList,
  readMap,
  readNumber,
  readOpenMap,
  readRegex,
  readScalar,
  readText,
  readWord,
  readYes,
  refuse,
} from "./reader.ts";
import { readLine, readOctets, readTemplate } from "./template.ts";
import type { Node } from "./yaml.ts";

const maxWait = 600_000; // 10 min, CASE_FORMAT: longer waits are refused
const maxTurns = 10_000;
const maxOctets = 1_000_000_000;

/** Reads a list of steps. */
export function readSteps(reading: Reading, node: Node): Step[] {
  if (node.kind !== "list" || node.items.length === 0) {
    refuse(reading, node.span, "Cannot read this as a list of steps", "write - send: …");
    return [];
  }
  return node.items.map((item) => readStepNode(reading, item)).filter((step) => step !== undefined);
}

function readStepNode(reading: Reading, node: Node): Step | undefined {
  const entries = readMap(reading, node, stepKeys);
  return entries === undefined ? undefined : readStep(reading, entries, node);
}

/** Reads a step out of the entries of its map, or of a case that is a step at the same time. */
export function readStep(reading: Reading, entries: Entries, node: Node): Step | undefined {
  const named = Object.keys(actionKeys).filter((key) => entries.has(key));
  const [key, second] = named;
  if (second !== undefined) {
    const span = entries.get(second)?.key.span ?? node.span;
    return refuse(reading, span, `Cannot do "${key}" and "${second}" in one step`, "make it two steps");
  }
  const entry = key === undefined ? undefined : entries.get(key);
  const action = key === undefined || entry === undefined
    ? { kind: "read" } as const
    : actions[key]?.(reading, entry.value, entries);
  const expect = readExpectations(reading, entries, readSteps);
  if (key === undefined && expect.length === 0) {
    return refuse(reading, node.span, "This step does nothing and expects nothing", "write send, bytes, reply, …");
  }
  const duration = (name: string) =>
    optional(entries.get(name)?.value, (inner) => readDuration(reading, inner, maxWait));
  const step = {
    expect,
    on: optional(entries.get("on")?.value, (inner) => readText(reading, inner)) ?? "main",
    within: duration("within"),
    gap: duration("gap"),
    split: optional(entries.get("split")?.value, (inner) => readSplit(reading, inner)),
    repeat: optional(entries.get("repeat")?.value, (inner) => readRepeat(reading, inner)),
    when: optional(entries.get("when")?.value, (inner) => readGates(reading, inner)) ?? [],
    keep: optional(entries.get("keep")?.value, (inner) => readKeep(reading, inner)) ?? [],
    fill: readFill(reading, entries),
  };
  if (step.split !== undefined && !["send", "bytes", "pipeline", "message", "bdat"].includes(key ?? "")) {
    refuse(reading, entries.get("split")?.key.span ?? node.span, `Cannot split a step that writes nothing`);
  }
  if (step.keep.length > 0 && !expect.some(({ kind }) => kind === "reply")) {
    refuse(reading, entries.get("keep")?.key.span ?? node.span, `Cannot keep anything without "reply"`);
  }
  return action === undefined ? undefined : { action, ...step, span: node.span };
}

type ReadAction = (reading: Reading, node: Node, entries: Entries) => Action | undefined;

const actions: Readonly<Record<string, ReadAction>> = {
  send: (reading, node) => {
    const scalar = readScalar(reading, node);
    return scalar === undefined ? undefined : { kind: "send", line: readLine(reading, scalar) };
  },
  bytes: (reading, node) => {
    const scalars = readList(node).map((item) => readScalar(reading, item)).filter((item) => item !== undefined);
    if (scalars.length === 0) return refuse(reading, node.span, "Cannot send an empty list of octets");
    return { kind: "bytes", segments: scalars.map((scalar) => readOctets(reading, scalar)) };
  },
  pipeline: (reading, node) => {
    const steps = readSteps(reading, node);
    for (const { action, expect, span, split, on } of steps) {
      if (split !== undefined || on !== "main") {
        refuse(reading, span, `Cannot use "split" or "on" inside a pipeline`, "they belong to the pipeline itself");
      }
      if (!["send", "bytes", "message", "bdat"].includes(action.kind)) {
        refuse(reading, span, `Cannot do "${action.kind}" inside a pipeline`, "only send, bytes, message and bdat");
      }
      if (expect.some(({ kind }) => kind !== "reply")) {
        refuse(reading, span, `Cannot expect anything but "reply" inside a pipeline`);
      }
    }
    return { kind: "pipeline", steps };
  },
  message: readMessage,
  bdat: readBdat,
  tls: readTls,
  auth: readAuth,
  connect: (reading, node, entries) => {
    const name = readText(reading, node);
    const port = optional(entries.get("port")?.value, (inner) => readWord(reading, inner, portKinds));
    return name === undefined ? undefined : { kind: "connect", name, port };
  },
  close: (reading, node) => {
    const how = readWord(reading, node, ["fin", "reset"]);
    return how === undefined ? undefined : { kind: "close", how };
  },
  wait: (reading, node) => {
    const time = readDuration(reading, node, maxWait);
    return time === undefined ? undefined : { kind: "wait", time };
  },
};

function readMessage(reading: Reading, node: Node): Action | undefined {
  const entries = readMap(reading, node, messageKeys);
  if (entries === undefined) return undefined;
  const header = [...optional(entries.get("header")?.value, (inner) => readOpenMap(reading, inner)) ?? []]
    .map(([name, { value }]) => ({ name, scalar: readScalar(reading, value) }))
    .flatMap(({ name, scalar }) => scalar === undefined ? [] : [{ name, value: readLine(reading, scalar) }]);
  const given = ["body", "octets", "lines"].filter((key) => entries.has(key));
  if (given.length > 1) return refuse(reading, node.span, `Cannot use ${given.join(" and ")} together`);
  return { kind: "message", header, body: readBody(reading, entries, node) };
}

function readBody(reading: Reading, entries: Entries, node: Node): Body {
  const octets = optional(entries.get("octets")?.value, (inner) => readSize(reading, inner));
  if (octets !== undefined) return { kind: "octets", octets };
  const lines = optional(
    entries.get("lines")?.value,
    (inner) => readNumber(reading, inner, { least: 0, most: 10_000_000 }),
  );
  if (lines !== undefined) return { kind: "lines", lines };
  const text = optional(entries.get("body")?.value, (inner) => readScalar(reading, inner));
  const empty: Template = { encoding: "utf8", parts: [], span: node.span };
  return { kind: "text", text: text === undefined ? empty : readTemplate(reading, text) };
}

function readBdat(reading: Reading, node: Node): Action | undefined {
  const entries = readMap(reading, node, bdatKeys);
  if (entries === undefined) return undefined;
  const text = optional(entries.get("text")?.value, (inner) => readScalar(reading, inner));
  const octets = optional(entries.get("octets")?.value, (inner) => readSize(reading, inner));
  if ((text === undefined) === (octets === undefined)) {
    return refuse(reading, node.span, `"bdat" needs either "text" or "octets"`);
  }
  return {
    kind: "bdat",
    chunk: text === undefined
      ? { kind: "octets", octets: octets ?? { encoding: "utf8", parts: [], span: node.span } }
      : { kind: "text", text: readOctets(reading, text) },
    declare: optional(entries.get("declare")?.value, (inner) => readSize(reading, inner)),
    isLast: optional(entries.get("last")?.value, (inner) => readYes(reading, inner)) ?? false,
  };
}

/** Reads a size in octets: a number, or a template such as ${SIZE + 1} that gives one. */
function readSize(reading: Reading, node: Node): Template | undefined {
  const scalar = readScalar(reading, node);
  if (scalar === undefined) return undefined;
  if (!scalar.text.includes("$") && readNumber(reading, scalar, { least: 0, most: maxOctets }) === undefined) {
    return undefined;
  }
  return readTemplate(reading, scalar);
}

function readTls(reading: Reading, node: Node): Action | undefined {
  const noFacts: TlsExpectation = {
    protocol: undefined,
    cipher: undefined,
    name: undefined,
    valid: undefined,
    trusted: undefined,
  };
  if (node.kind === "scalar") {
    const word = readWord(reading, node, ["handshake"]);
    return word === undefined ? undefined : { kind: "tls", name: undefined, session: noFacts };
  }
  const entries = readMap(reading, node, tlsKeys);
  if (entries === undefined) return undefined;
  const versions: readonly HelloVersion[] = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
  const version = optional(entries.get("hello")?.value, (inner) => readWord(reading, inner, versions));
  const recordNode = entries.get("record")?.value;
  if (version !== undefined) {
    if (recordNode === undefined) {
      return refuse(
        reading,
        node.span,
        `"hello" needs "record"`,
        "write record: {pass: [alert, close], fail: server-hello}",
      );
    }
    const record = readChoices(reading, recordNode, (inner) => readRecords(reading, inner), readSteps);
    const single = record.flatMap((choice) => choice.pattern.map((pattern) => ({ ...choice, pattern })));
    return { kind: "hello", version, record: single as Choice<RecordPattern>[] };
  }
  const name = optional(entries.get("name")?.value, (inner) => readScalar(reading, inner));
  const facts = optional(entries.get("session")?.value, (inner) => readMap(reading, inner, sessionKeys));
  const fact = <Read>(key: string, read: (node: Node) => Read | undefined) => optional(facts?.get(key)?.value, read);
  return {
    kind: "tls",
    name: name === undefined ? undefined : readTemplate(reading, name),
    session: {
      protocol: fact("protocol", (inner) => readRegex(reading, inner)),
      cipher: fact("cipher", (inner) => readRegex(reading, inner)),
      name: fact("name", (inner) => readYes(reading, inner)),
      valid: fact("valid", (inner) => readYes(reading, inner)),
      trusted: fact("trusted", (inner) => readYes(reading, inner)),
    },
  };
}

function readRecords(reading: Reading, node: Node): RecordPattern[] {
  const words: readonly RecordPattern[] = ["alert", "close", "server-hello", "other"];
  return readList(node).map((item) => readWord(reading, item, words)).filter((word) => word !== undefined);
}

function readAuth(reading: Reading, node: Node): Action | undefined {
  const entries = readMap(reading, node, authKeys);
  if (entries === undefined) return undefined;
  const mechanism = optional(entries.get("mechanism")?.value, (inner) => readScalar(reading, inner));
  if (mechanism === undefined) return refuse(reading, node.span, `"auth" needs a "mechanism"`);
  const known = mechanisms.get(mechanism.text.toUpperCase());
  if (known === undefined && !mechanism.text.includes("$")) {
    return refuse(
      reading,
      mechanism.span,
      `Unknown mechanism "${mechanism.text}"`,
      suggest(mechanism.text, mechanisms.keys()),
    );
  }
  const tamper = new Map<string, Template>();
  for (
    const [name, { key, value }] of optional(entries.get("tamper")?.value, (inner) => readOpenMap(reading, inner)) ?? []
  ) {
    if (known !== undefined && !known.tampers.includes(name)) {
      refuse(reading, key.span, `Cannot tamper with "${name}" of ${mechanism.text}`, suggest(name, known.tampers));
    }
    const scalar = readScalar(reading, value);
    if (scalar !== undefined) tamper.set(name, readTemplate(reading, scalar));
  }
  const text = (key: string, fallback: string) =>
    readTemplate(
      reading,
      optional(entries.get(key)?.value, (inner) => readScalar(reading, inner)) ??
        { kind: "scalar", text: fallback, style: "plain", comment: undefined, span: node.span },
    );
  return {
    kind: "auth",
    mechanism: readTemplate(reading, mechanism),
    user: text("user", "$user"),
    pass: text("pass", "$pass"),
    tamper,
  };
}

function readSplit(reading: Reading, node: Node): Split | undefined {
  if (node.kind === "list") {
    const offsets = node.items
      .map((item) => readNumber(reading, item, { least: 1, most: maxOctets }))
      .filter((offset) => offset !== undefined);
    return { kind: "offsets", offsets: offsets.toSorted((one, other) => one - other) };
  }
  const word = readWord(reading, node, ["every-border", "single-octets"]);
  return word === undefined ? undefined : { kind: word };
}

function readRepeat(reading: Reading, node: Node): Repeat | undefined {
  const entries = readOpenMap(reading, node);
  if (entries === undefined) return undefined;
  const timesEntry = entries.get("times");
  if (timesEntry === undefined) {
    return refuse(reading, node.span, `"repeat" needs "times"`, "{rcpt: $rcpts, times: 100}");
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

function readKeep(reading: Reading, node: Node): Keep[] {
  const kept: Keep[] = [];
  for (const [name, { key, value }] of readOpenMap(reading, node) ?? []) {
    if (!/^[a-z]\w*$/.test(name)) {
      refuse(reading, key.span, `Cannot keep "${name}"`, "a name has small letters, digits and _");
    }
    if (value.kind === "scalar" && value.text === "code") kept.push({ name, take: "code" });
    else {
      const take = readRegex(reading, value);
      if (take === undefined) continue;
      const groups = new RegExp(`${take.source}|`).exec("")?.length ?? 1;
      if (groups === 2) kept.push({ name, take });
      else refuse(reading, value.span, `Cannot keep ${groups - 1} groups`, "the pattern needs just one (group)");
    }
  }
  return kept;
}

function readFill(reading: Reading, entries: Entries): Step["fill"] {
  const read = (key: string) =>
    optional(entries.get(key)?.value, (node) => readNumber(reading, node, { least: 0, most: 10_000_000 }));
  const fill = read("fill");
  if (fill !== undefined) return { octets: fill, of: "fill" };
  const line = read("octets");
  return line === undefined ? undefined : { octets: line, of: "line" };
}

function readGates(reading: Reading, node: Node): Gate[] {
  return readList(node).map((item) => readGate(reading, item)).filter((gate) => gate !== undefined);
}
