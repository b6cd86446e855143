/** Actions into octets: what a step writes, and where its writes end. */
import { concat, latin1Text, type Octets, utf8 } from "../base/octets.ts";
import { maxHeldOctets, maxOctets } from "../case/reader.ts";
import type { Action, Body, Chunk, HeaderField, Split } from "../case/case.ts";
import type { Template } from "../case/template_types.ts";
import {
  endData,
  type Field,
  generateDots,
  generateLines,
  generateOctets,
  toCrlf,
  writeChunk,
  writeHeader,
} from "../smtp/content.ts";
import { joinOutgoing, type Outgoing, sliceOutgoing } from "../wire/outgoing.ts";
import type { Values } from "./values.ts";

const largeOctets = 1_000_000; // our choice: what is larger is not held in memory

/** An action that writes octets. */
export type Writing = Extract<Action, { kind: "send" | "bytes" | "message" | "bdat" }>;

/** What an action writes. */
export interface Composed {
  /** One write each. */
  readonly segments: readonly Outgoing[];
  /** The verbs that the server will answer, in order; "." is the end of content. */
  readonly verbs: readonly string[];
  /** The content before dots were stuffed, for a message or a chunk; undefined if it is too large to be held. */
  readonly content: Octets | undefined;
}

/** Says whether an action writes. */
export function isWriting(action: Action): action is Writing {
  return ["send", "bytes", "message", "bdat"].includes(action.kind);
}

/** Gives the templates in which `$fill` can stand. */
export function fillable(action: Action): readonly Template[] {
  return action.kind === "send" ? [action.line] : action.kind === "bytes" ? action.segments : [];
}

/** Composes what an action writes. `standard` are the header fields that a message gets by itself. */
export function compose(action: Writing, values: Values, standard: readonly Field[]): Composed {
  switch (action.kind) {
    case "send": {
      const line = values.fill(action.line);
      const segment = joinOutgoing([line, { octets: utf8("\r\n"), secrets: [] }]);
      return { segments: [segment], verbs: [verbOf(latin1Text(line.octets.subarray(0, 20)))], content: undefined };
    }
    case "bytes": {
      const segments = action.segments.map((template) => values.fill(template));
      return { segments, verbs: verbsIn(joinOutgoing(segments).octets), content: undefined };
    }
    case "message": {
      const large = composeLarge(action, values, standard);
      if (large !== undefined) return { segments: [large], verbs: ["."], content: undefined };
      const content = composeContent(action.header, action.body, values, standard);
      return { segments: [{ octets: endData(content), secrets: [] }], verbs: ["."], content };
    }
    case "bdat": {
      const verbs = [action.isLast ? "BDAT LAST" : "BDAT"];
      const large = composeLargeChunk(action, values);
      if (large !== undefined) return { segments: [large], verbs, content: undefined };
      const content = composeChunk(action.chunk, values);
      const declared = action.declare === undefined ? content.length : values.size(action.declare);
      const octets = writeChunk(content, { declared, last: action.isLast });
      return { segments: [{ octets, secrets: [] }], verbs, content };
    }
  }
}

/** A body of generated lines above `largeOctets` is made while it is sent. */
function composeLarge(
  { header, body }: Extract<Action, { kind: "message" }>,
  values: Values,
  standard: readonly Field[],
): Outgoing | undefined {
  if (body.kind !== "octets") return undefined;
  const octets = values.size(body.octets, maxOctets);
  if (octets <= largeOctets) return undefined;
  const head = composeHeader(header, values, standard);
  return { octets: head, secrets: [], filler: { octets: octets - head.length, end: utf8(".\r\n") } };
}

function composeLargeChunk(
  { chunk, declare, isLast }: Extract<Action, { kind: "bdat" }>,
  values: Values,
): Outgoing | undefined {
  const octets = chunk.kind === "octets" ? values.size(chunk.octets, maxOctets) : 0;
  if (octets <= largeOctets) return undefined;
  const declared = declare === undefined ? octets : values.size(declare);
  const command = writeChunk(new Uint8Array(0), { declared, last: isLast });
  return { octets: command, secrets: [], filler: { octets, end: new Uint8Array(0) } };
}

function composeHeader(fields: readonly HeaderField[], values: Values, standard: readonly Field[]): Octets {
  const given = fields.map(({ name, value }): Field => [name, values.text(value)]);
  return utf8(writeHeader(given, standard) + "\r\n");
}

function composeContent(
  fields: readonly HeaderField[],
  body: Body,
  values: Values,
  standard: readonly Field[],
): Octets {
  const header = composeHeader(fields, values, standard);
  switch (body.kind) {
    case "text":
      return concat([header, utf8(toCrlf(values.text(body.text)))]);
    case "bytes":
      return concat([header, values.fill(body.octets).octets]);
    case "lines":
      return concat([header, generateLines(body.lines)]);
    case "octets":
      return concat([header, generateOctets(Math.max(0, values.size(body.octets) - header.length))]);
    case "dots":
      return concat([header, generateDots(Math.max(0, values.size(body.octets, maxHeldOctets) - header.length))]);
  }
}

function composeChunk(chunk: Chunk, values: Values): Octets {
  return chunk.kind === "text" ? values.fill(chunk.text).octets : generateOctets(values.size(chunk.octets));
}

/** Cuts the octets of a step: into single octets, at offsets, or at the one border of this attempt. */
export function cut(segments: readonly Outgoing[], split: Split | undefined, border: number | undefined): Outgoing[] {
  if (split === undefined) return [...segments];
  const whole = joinOutgoing(segments);
  const length = whole.octets.length;
  const offsets = split.kind === "offsets"
    ? split.offsets
    : split.kind === "single-octets"
    ? Array.from({ length: length - 1 }, (_, index) => index + 1)
    : [border ?? 1];
  const cuts = [0, ...offsets.filter((offset) => offset < length), length];
  return cuts.slice(1).map((end, index) => sliceOutgoing(whole, cuts[index] ?? 0, end));
}

/** Joins writes into one, for a gap of 0 or a pipeline. */
export function inOneWrite(segments: readonly Outgoing[]): Outgoing[] {
  return segments.length === 1 ? [...segments] : [joinOutgoing(segments)];
}

/** Gives the verb of a command line, in capitals. */
function verbOf(line: string): string {
  return (/^[A-Za-z]{1,20}/.exec(line)?.[0] ?? "?").toUpperCase();
}

function verbsIn(octets: Octets): string[] {
  return latin1Text(octets.subarray(0, 20_000)).split("\n").filter((line) => line !== "").map(verbOf);
}
