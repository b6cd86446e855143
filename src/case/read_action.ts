/** The actions of steps: what the client does. One reader a kind, in a table. */
import { mechanisms } from "../smtp/sasl.ts";
import {
  type Action,
  type Body,
  type HeaderField,
  type HelloVersion,
  type Outcome,
  type RecordPattern,
  recordPatterns,
  type TlsExpectation,
} from "./case.ts";
import type { Template } from "./template_types.ts";
import { roles } from "../smtp/role.ts";
import { authKeys, bdatKeys, messageKeys, sessionKeys, tlsKeys } from "./keys.ts";
import { optional } from "./pattern.ts";
import { noBranch, readOutcomes, type ReadSteps } from "./read_expectation.ts";
import {
  type Entries,
  hintFor,
  maxHeldOctets,
  maxOctets,
  maxWait,
  readDuration,
  type Reading,
  readList,
  readMap,
  readNumber,
  readOpenMap,
  readScalar,
  readText,
  readWord,
  readYes,
  refuse,
} from "./reader.ts";
import { readExpression } from "./read_expression.ts";
import { nodeAt } from "./standard_steps.ts";
import { readLine, readOctets, readTemplate } from "./template.ts";
import type { Node } from "./yaml.ts";

/** Reads the action of a step by its key; `readSteps` reads the sub-steps of a pipeline. */
export function readAction(
  reading: Reading,
  key: string,
  given: { readonly node: Node; readonly entries: Entries; readonly readSteps: ReadSteps },
): Action | undefined {
  return actions[key]?.(reading, given.node, given);
}

type Given = { readonly entries: Entries; readonly readSteps: ReadSteps };
type ReadAction = (reading: Reading, node: Node, given: Given) => Action | undefined;

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
  pipeline: (reading, node, { readSteps }) => {
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
  connect: (reading, node, { entries }) => {
    const name = readText(reading, node);
    const port = optional(entries.get("port")?.value, (inner) => readWord(reading, inner, roles));
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
  const header = readHeader(reading, entries.get("header")?.value ?? nodeAt(standardHeader, node.span));
  const given = ["body", "bytes", "octets", "dots", "lines"].filter((key) => entries.has(key));
  if (given.length > 1) return refuse(reading, node.span, `Cannot use ${given.join(" and ")} together`, "take one");
  return { kind: "message", header, body: readBody(reading, entries, node) };
}

/** What a message without `header` has besides the fields that are filled in. */
const standardHeader = { Subject: "$token" };

function readHeader(reading: Reading, node: Node): HeaderField[] {
  return [...readOpenMap(reading, node) ?? []]
    .map(([name, { value }]) => ({ name, scalar: readScalar(reading, value) }))
    .flatMap(({ name, scalar }) => scalar === undefined ? [] : [{ name, value: readLine(reading, scalar) }]);
}

function readBody(reading: Reading, entries: Entries, node: Node): Body {
  const octets = optional(entries.get("octets")?.value, (inner) => readSize(reading, inner));
  if (octets !== undefined) return { kind: "octets", octets };
  const dots = optional(entries.get("dots")?.value, (inner) => readSize(reading, inner, maxHeldOctets));
  if (dots !== undefined) return { kind: "dots", octets: dots };
  const lines = optional(
    entries.get("lines")?.value,
    (inner) => readNumber(reading, inner, { least: 0, most: 10_000_000 }),
  );
  if (lines !== undefined) return { kind: "lines", lines };
  const text = optional(entries.get("body")?.value, (inner) => readScalar(reading, inner));
  const bytes = optional(entries.get("bytes")?.value, (inner) => readScalar(reading, inner));
  if (bytes !== undefined) return { kind: "bytes", octets: readOctets(reading, bytes) };
  const empty: Template = { encoding: "utf8", parts: [], span: node.span };
  return { kind: "text", text: text === undefined ? empty : readTemplate(reading, text) };
}

function readBdat(reading: Reading, node: Node): Action | undefined {
  const entries = readMap(reading, node, bdatKeys);
  if (entries === undefined) return undefined;
  const text = optional(entries.get("text")?.value, (inner) => readScalar(reading, inner));
  const octets = optional(entries.get("octets")?.value, (inner) => readSize(reading, inner));
  if ((text === undefined) === (octets === undefined)) {
    return refuse(reading, node.span, `"bdat" needs either "text" or "octets"`, "write {octets: 100, last: yes}");
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
function readSize(reading: Reading, node: Node, most = maxOctets): Template | undefined {
  const scalar = readScalar(reading, node);
  if (scalar === undefined) return undefined;
  if (!scalar.text.includes("$") && readNumber(reading, scalar, { least: 0, most }) === undefined) {
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
    return word === undefined ? undefined : { kind: "tls", name: undefined, showsCertificate: false, session: noFacts };
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
    const record = readOutcomes(reading, recordNode, (inner) => readRecords(reading, inner), noBranch);
    const single = record.flatMap((outcome) => outcome.pattern.map((pattern) => ({ ...outcome, pattern })));
    const layer = optional(entries.get("layer")?.value, (inner) => readLayer(reading, inner));
    return { kind: "hello", version, layer, record: single as Outcome<RecordPattern>[] };
  }
  const name = optional(entries.get("name")?.value, (inner) => readScalar(reading, inner));
  const facts = optional(entries.get("session")?.value, (inner) => readMap(reading, inner, sessionKeys));
  const fact = <Read>(key: string, read: (node: Node) => Read | undefined) => optional(facts?.get(key)?.value, read);
  return {
    kind: "tls",
    name: name === undefined ? undefined : readTemplate(reading, name),
    showsCertificate: optional(entries.get("client_cert")?.value, (inner) => readYes(reading, inner)) ?? false,
    session: {
      protocol: fact("protocol", (inner) => readExpression(reading, inner)),
      cipher: fact("cipher", (inner) => readExpression(reading, inner)),
      name: fact("name", (inner) => readYes(reading, inner)),
      valid: fact("valid", (inner) => readYes(reading, inner)),
      trusted: fact("trusted", (inner) => readYes(reading, inner)),
    },
  };
}

function readRecords(reading: Reading, node: Node): RecordPattern[] {
  return readList(node).map((item) => readWord(reading, item, recordPatterns)).filter((word) => word !== undefined);
}

/** Reads the version of a record layer: four hexadecimal digits. */
function readLayer(reading: Reading, node: Node): number | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  if (!/^03[0-9a-f]{2}$/i.test(text)) {
    return refuse(
      reading,
      node.span,
      `Cannot read the record layer "${text}"`,
      "four hexadecimal digits: 0300 to 03ff",
    );
  }
  return parseInt(text, 16);
}

function readAuth(reading: Reading, node: Node): Action | undefined {
  const entries = readMap(reading, node, authKeys);
  if (entries === undefined) return undefined;
  const mechanism = optional(entries.get("mechanism")?.value, (inner) => readScalar(reading, inner));
  if (mechanism === undefined) {
    return refuse(reading, node.span, `"auth" needs a "mechanism"`, "write {mechanism: PLAIN}");
  }
  const isBest = mechanism.text === "best";
  const known = mechanisms.get(mechanism.text.toUpperCase());
  if (known === undefined && !isBest && !mechanism.text.includes("$")) {
    return refuse(
      reading,
      mechanism.span,
      `Unknown mechanism "${mechanism.text}"`,
      hintFor(reading, mechanism.text, mechanisms.keys()),
    );
  }
  const tamper = new Map<string, Template>();
  for (
    const [name, { key, value }] of optional(entries.get("tamper")?.value, (inner) => readOpenMap(reading, inner)) ?? []
  ) {
    if (isBest) refuse(reading, key.span, "Cannot tamper with the best mechanism", "name the one that has the field");
    else if (known !== undefined && !known.tampers.includes(name)) {
      refuse(
        reading,
        key.span,
        `Cannot tamper with "${name}" of ${mechanism.text}`,
        hintFor(reading, name, known.tampers),
      );
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
    mechanism: isBest ? undefined : readTemplate(reading, mechanism),
    user: text("user", "$user"),
    pass: text("pass", "$pass"),
    tamper,
  };
}
