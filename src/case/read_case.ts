/** Case files: a topic with defaults and its cases, each written out once for every row of its variants. */
import { bySeverity } from "../base/frame.ts";
import type { Span } from "../base/source.ts";
import { isVersion } from "../base/version.ts";
import { type Case, type Gate, impacts, type Level, levels, type Made, type Reference, risks, starts } from "./case.ts";
import type { Template } from "./template_types.ts";
import { type Role, roles } from "../smtp/role.ts";
import { type Blocks, readBlocks, refuseUnused } from "./blocks.ts";
import { checkBounds, checkNames, checkPassword, checkSteps, namesMade, stepGates } from "./check_case.ts";
import { caseKeys, fileKeys, stepKeys } from "./keys.ts";
import { optional } from "./pattern.ts";
import { readGate } from "./read_gate.ts";
import { readOnlyStep } from "./read_only_step.ts";
import { atTop, readGiven, readSteps } from "./read_step.ts";
import {
  asSentence,
  type Entries,
  hintFor,
  keySpan,
  maxSentence,
  type Reading,
  readList,
  readMap,
  readOpenMap,
  readScalar,
  readSentence,
  readText,
  readWord,
  refuse,
} from "./reader.ts";
import { type Catalogue, checkReference, idsBeside, requirementsOf } from "./requirements.ts";
import { makeRoom } from "./room.ts";
import { readOctets, readTemplate } from "./template.ts";
import { tools } from "./tools.ts";
import { refuseUnsent } from "./tools_used.ts";
import { readVariants, type Row } from "./variants.ts";
import type { Mapping, Node } from "./yaml.ts";

const idForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const maxId = 100; // our choice, in characters

/** What a file of cases knows besides its text. */
export interface FileContext {
  /** The path below the folder of cases, without `.yaml`: the first part of each id. */
  readonly topic: string;
  readonly catalogue: Catalogue;
}

/** Reads a case file; each row of a case's variants gives a case of its own. */
export function readCaseFile(reading: Reading, node: Node, context: FileContext): Case[] {
  const file = readMap(reading, node, fileKeys);
  if (file === undefined || node.kind !== "map") return [];
  const title = optional(file.get("title")?.value, (inner) => readSentence(reading, inner));
  if (!file.has("title")) refuse(reading, keySpan(node), `A case file needs a "title"`, "write title: NOOP");
  const list = file.get("cases");
  if (list === undefined || list.value.kind !== "list" || list.value.items.length === 0) {
    refuse(
      reading,
      list?.key.span ?? keySpan(node),
      `A case file needs "cases", a list`,
      "write cases: and below it - id: …",
    );
    return [];
  }
  const ids = new Set<string>();
  const room = makeRoom();
  const blocks = readBlocks(reading, file.get("blocks"), room);
  const noted = reading.problems.length;
  const cases = list.value.items.flatMap((item) => {
    if (item.kind !== "map") {
      refuse(reading, item.span, "Cannot read this as a case", "write - id: …");
      return [];
    }
    const idNode = item.entries.find(({ key }) => key.text === "id")?.value;
    const id = idNode === undefined ? undefined : readText(reading, idNode);
    if (id === undefined || idNode === undefined) {
      if (idNode === undefined) refuse(reading, keySpan(item), `A case needs an "id"`, "write - id: data-after-bdat");
      return [];
    }
    if (!idForm.test(id) || id.length > maxId) {
      const hint = `small letters, digits and hyphens, ${maxId} at most: data-after-bdat`;
      refuse(reading, idNode.span, `Cannot use "${id}" as an id`, hint);
    }
    if (ids.has(id)) refuse(reading, idNode.span, `The id "${id}" stands twice in this file`);
    ids.add(id);
    return readVariants(reading, item, room).map((row) =>
      readCase(reading, row.node, { ...context, file, blocks, title: title ?? "", id, row })
    ).filter((read) => read !== undefined);
  });
  refuseUnsent(reading, file, cases);
  // Where a case could not be read, a block may be meant that seems to be unused.
  if (bySeverity(reading.problems.slice(noted)).errors.length === 0) {
    refuseUnused(reading, file.get("blocks"), blocks);
  }
  return cases;
}

interface CaseContext extends FileContext {
  readonly blocks: Blocks;
  readonly file: Entries;
  readonly title: string;
  readonly id: string;
  readonly row: Row;
}

function readCase(outer: Reading, node: Mapping, context: CaseContext): Case | undefined {
  const { file, row, catalogue } = context;
  const reading: Reading = { problems: outer.problems, uses: [] };
  const hasSteps = node.entries.some(({ key }) => key.text === "steps");
  const entries = readMap(reading, node, { ...caseKeys, ...stepKeys });
  if (entries === undefined) return undefined;
  if (hasSteps) refuseStepKeys(reading, entries);
  const given = (key: string) => entries.get(key)?.value ?? file.get(key)?.value;
  const columns = new Map<string, Template>();
  const texts = new Map<string, string>();
  for (const [name, value] of row.columns) {
    if (value.kind !== "scalar") continue;
    texts.set(name, value.text);
    // A pattern may hold a dollar of its own.
    if (!/^\/.*\/i?$/s.test(value.text)) columns.set(name, readTemplate(reading, value));
  }
  // A column can be longer than any sentence and any gate; what is cut off here is too long all the same.
  const filled = (text: string) =>
    text.slice(0, maxSentence + 1).replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (whole, braced, bare) => texts.get(braced ?? bare)?.slice(0, maxSentence + 1) ?? whole,
    );

  const demand = readDemand(reading, entries, node);
  const rfc = readReferences(reading, given("rfc"), catalogue);
  const requirements = readRequirementIds(reading, given("requirement"), rfc, catalogue);
  const words = <Word extends string>(key: string, known: readonly Word[]): Word[] =>
    readList(given(key) ?? { kind: "list", items: [], span: node.span })
      .map((item) => readWord(reading, item, known)).filter((word) => word !== undefined);
  const requires = readList(given("requires") ?? { kind: "list", items: [], span: node.span })
    .map((item) => readGate(reading, item.kind === "scalar" ? { ...item, text: filled(item.text) } : item))
    .filter((gate) => gate !== undefined);
  const made = readLet(reading, entries, row.columns);
  const around = atTop(context.blocks, row.columns);
  const set = optional(entries.get("given")?.value, (inner) => readGiven(reading, inner, around)) ?? [];
  const judged = hasSteps
    ? readSteps(reading, entries.get("steps")?.value ?? node, around)
    : [readOnlyStep(reading, entries, node, around)].filter((step) => step !== undefined);
  const steps = [...set, ...judged];

  const start = optional(given("start"), (inner) => readWord(reading, inner, starts)) ?? "ehlo";
  checkNames(reading, new Set([...texts.keys(), ...made.keys(), ...namesMade(steps)]));
  checkSteps(reading, steps);
  checkPassword(reading, steps, made);
  const declared = new Set(words("risks", risks));
  checkBounds(reading, steps, { columns, made, risks: declared });
  const own = new Set([...texts.keys(), ...made.keys(), ...namesMade(steps)]);
  const uses = new Set(reading.uses.map(({ name }) => name).filter((name) => !own.has(name)));
  if (start === "rcpt" || start === "data") uses.add("rcpt");
  const session = new Set<"tls" | "auth">(words("with", ["tls", "auth"]));
  const sentence = demand === undefined ? undefined : asSentence(reading, filled(demand.text), demand.span);
  if (demand === undefined || sentence === undefined) return undefined;
  const read: Case = {
    id: `${context.topic}/${context.id}${row.name === undefined ? "" : `[${row.name}]`}`,
    area: context.topic.split("/")[0] ?? context.topic,
    title: context.title,
    level: demand.level,
    demand: sentence,
    impact: optional(given("impact"), (inner) => readWord(reading, inner, impacts)),
    why: optional(given("why"), (inner) => readSentence(reading, inner))?.trim(),
    since: optional(given("since"), (inner) => readVersion(reading, inner)),
    rfc,
    requirements,
    tests: new Set(words("tests", tools)),
    ports: words<Role>("port", roles),
    start,
    session,
    requires: [...requires, ...(session.has("auth") ? [userGate] : []), ...stepGates(steps)],
    risks: declared,
    columns,
    made,
    steps,
    uses,
    span: entries.get("id")?.value.span ?? node.span,
  };
  refuseUnsent(reading, entries, [read]);
  return read;
}

/** Refuses what belongs into one of the steps. */
function refuseStepKeys(reading: Reading, entries: Entries): void {
  for (const [name, { key }] of entries) {
    if (!Object.hasOwn(caseKeys, name) && Object.hasOwn(stepKeys, name)) {
      refuse(reading, key.span, `Cannot use "${name}" beside "steps"`, "put it into one of the steps");
    }
  }
}

const userGate: Gate = { kind: "fact", fact: "user", count: 1 };

function readDemand(
  reading: Reading,
  entries: Entries,
  node: Mapping,
): { level: Level; text: string; span: Span } | undefined {
  const found = levels.flatMap((level) => {
    const entry = entries.get(level);
    return entry === undefined ? [] : [{ level, entry }];
  });
  const [one, second] = found;
  if (one === undefined) {
    return refuse(reading, keySpan(node), "A case needs its demand", "write must: answer NOOP with 250");
  }
  if (second !== undefined) {
    return refuse(
      reading,
      second.entry.key.span,
      `Cannot use "${one.level}" and "${second.level}" in one case`,
      "make it two cases",
    );
  }
  const text = readSentence(reading, one.entry.value);
  if (text?.startsWith("not ")) {
    const hint = one.level === "must" || one.level === "should"
      ? `say it without "not", or write ${one.level} not: …`
      : `say it without "not"`;
    refuse(reading, one.entry.value.span, `A sentence begins with "not"`, hint);
  }
  return text === undefined ? undefined : { level: one.level, text, span: one.entry.value.span };
}

function readVersion(reading: Reading, node: Node): string | undefined {
  const text = readText(reading, node);
  return text === undefined || isVersion(text)
    ? text
    : refuse(reading, node.span, `Cannot read "${text}" as a version`, "write three numbers: 1.2.3");
}

function readReferences(reading: Reading, node: Node | undefined, catalogue: Catalogue): Reference[] {
  if (node === undefined) return [];
  return readList(node).flatMap((item) => {
    const text = readText(reading, item);
    if (text === undefined) return [];
    const hint = checkReference(text, catalogue);
    if (hint !== undefined) refuse(reading, item.span, `Cannot find the reference "${text}"`, hint);
    return [text];
  });
}

function readRequirementIds(
  reading: Reading,
  node: Node | undefined,
  rfc: readonly Reference[],
  catalogue: Catalogue,
): string[] {
  if (node === undefined) {
    const [only, second] = rfc.flatMap((reference) => requirementsOf(reference, catalogue));
    return only !== undefined && second === undefined ? [only.id] : [];
  }
  return readList(node).flatMap((item) => {
    const id = readText(reading, item);
    if (id === undefined) return [];
    if (!catalogue.requirements.has(id)) {
      const hint = hintFor(reading, id, idsBeside(id, catalogue));
      refuse(reading, item.span, `The catalogue has no requirement "${id}"`, hint);
    }
    return [id];
  });
}

function readLet(reading: Reading, entries: Entries, columns: ReadonlyMap<string, Node>): Map<string, Made> {
  const made = new Map<string, Made>();
  for (
    const [name, { key, value }] of optional(entries.get("let")?.value, (inner) => readOpenMap(reading, inner)) ?? []
  ) {
    // Other columns may be missing in some rows, and then "let" fills in for them.
    if (name === "name" && columns.has(name)) {
      refuse(reading, key.span, `Cannot make "name"`, "each variant has its own name, which would be used");
    }
    if (value.kind === "map") {
      const keys = { base64: { description: "Octets", schema: {} }, upper: { description: "A text", schema: {} } };
      const given = readMap(reading, value, keys);
      const octets = optional(given?.get("base64")?.value, (inner) => readScalar(reading, inner));
      if (octets !== undefined) made.set(name, { kind: "base64", octets: readOctets(reading, octets) });
      const text = optional(given?.get("upper")?.value, (inner) => readScalar(reading, inner));
      if (text !== undefined) made.set(name, { kind: "upper", text: readTemplate(reading, text) });
    } else {
      const scalar = readScalar(reading, value);
      if (scalar !== undefined) made.set(name, { kind: "text", text: readTemplate(reading, scalar) });
    }
  }
  return made;
}
