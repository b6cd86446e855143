/** The requirement catalogue in `cases/requirements/`: for each RFC its sections and what it requires. */
import { type Level, levels } from "./case.ts";
import type { Keys } from "./keys.ts";
import { optional } from "./pattern.ts";
import { type Reading, readList, readMap, readOpenMap, readText, readWord, refuse } from "./reader.ts";
import { type Wording, wordings } from "./wording.ts";
import type { Node } from "./yaml.ts";

/** One thing that an RFC requires. */
export interface Requirement {
  readonly id: string;
  readonly rfc: number;
  readonly section: string;
  readonly level: Level;
  readonly wording: Wording;
  readonly actor: string;
  readonly says: string;
  /** Where it can be seen: session, read-back, timing, next-hop, or not at all. */
  readonly observe: Observe;
  readonly area: string;
  /** Why no case tests it although it could be seen in a session or by read-back. */
  readonly untested: string | undefined;
}

/** An RFC: its title, and the titles of its sections by number. */
export interface Rfc {
  readonly number: number;
  readonly title: string;
  readonly sections: ReadonlyMap<string, string>;
}

export interface Catalogue {
  readonly rfcs: ReadonlyMap<number, Rfc>;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

const text = { type: ["string", "number"] };
export const catalogueKeys: Keys = {
  rfc: { description: "The number of the RFC", schema: text },
  title: { description: "Its title", schema: text },
  sections: { description: "The number and title of each section", schema: { type: "object" } },
  requirements: { description: "What it requires", schema: { type: "array", items: { $ref: "#/$defs/requirement" } } },
};
export const observations = ["session", "read-back", "timing", "next-hop", "not"] as const;
export type Observe = typeof observations[number];
export const requirementKeys: Keys = {
  id: { description: "A stable id, such as 5321-4.1.1.9-a", schema: text },
  section: { description: "The section", schema: text },
  level: { description: "The force", schema: { enum: levels } },
  wording: { description: "How the RFC says it; default: keyword", schema: { enum: wordings } },
  actor: { description: "Who is bound", schema: text },
  says: { description: "The requirement, in one sentence of our own", schema: text },
  observe: { description: "Where it can be seen", schema: { enum: observations } },
  area: { description: "The area of the cases that would test it", schema: text },
  untested: { description: "Why no case tests it although it could be seen", schema: text },
};

/** Reads one file of the catalogue. */
export function readCatalogueFile(reading: Reading, node: Node): { rfc: Rfc; requirements: Requirement[] } | undefined {
  const entries = readMap(reading, node, catalogueKeys);
  if (entries === undefined) return undefined;
  const number = optional(entries.get("rfc")?.value, (inner) => readText(reading, inner));
  if (number === undefined || !/^[0-9]{1,5}$/.test(number)) {
    return refuse(reading, node.span, `A catalogue file needs "rfc", a number`);
  }
  const sections = new Map<string, string>();
  for (
    const [section, { value }] of optional(entries.get("sections")?.value, (inner) => readOpenMap(reading, inner)) ?? []
  ) {
    sections.set(section, readText(reading, value) ?? "");
  }
  const rfc = {
    number: Number(number),
    title: optional(entries.get("title")?.value, (inner) => readText(reading, inner)) ?? "",
    sections,
  };
  const list = entries.get("requirements")?.value;
  const requirements = (list === undefined ? [] : readList(list))
    .map((item) => readRequirement(reading, item, rfc))
    .filter((item) => item !== undefined);
  return { rfc, requirements };
}

function readRequirement(reading: Reading, node: Node, rfc: Rfc): Requirement | undefined {
  const entries = readMap(reading, node, requirementKeys);
  if (entries === undefined) return undefined;
  const given = <Read>(key: string, read: (node: Node) => Read | undefined) => {
    const entry = entries.get(key);
    return entry === undefined ? refuse(reading, node.span, `A requirement needs "${key}"`) : read(entry.value);
  };
  const [id, section, actor, says, area] = ["id", "section", "actor", "says", "area"]
    .map((key) => given(key, (inner) => readText(reading, inner)));
  const untested = optional(entries.get("untested")?.value, (inner) => readText(reading, inner));
  const wording = optional(entries.get("wording")?.value, (inner) => readWord(reading, inner, wordings)) ?? "keyword";
  const level = given("level", (inner) => readWord(reading, inner, levels));
  const observe = given("observe", (inner) => readWord(reading, inner, observations));
  if (id === undefined || section === undefined || level === undefined || observe === undefined) return undefined;
  if (!rfc.sections.has(section)) {
    refuse(reading, entries.get("section")?.value.span ?? node.span, `RFC ${rfc.number} has no section ${section}`);
  }
  return {
    id,
    rfc: rfc.number,
    section,
    level,
    wording,
    actor: actor ?? "",
    says: says ?? "",
    observe,
    area: area ?? "",
    untested,
  };
}

/** Says what is wrong with a reference such as "RFC 5321 §4.1.1.9" or "CVE-2011-0411", or undefined. */
export function checkReference(reference: string, catalogue: Catalogue): string | undefined {
  if (/^CVE-[0-9]{4}-[0-9]{4,}$/.test(reference)) return undefined;
  const match = /^RFC ([0-9]{1,5}) §([0-9A-Z][0-9A-Za-z.]*)$/.exec(reference);
  if (match === null) return "write RFC 5321 §4.1.1.9 or CVE-2011-0411";
  const rfc = catalogue.rfcs.get(Number(match[1]));
  if (rfc === undefined) return `the catalogue has no RFC ${match[1]}`;
  return rfc.sections.has(match[2] ?? "") ? undefined : `RFC ${match[1]} has no section ${match[2]}`;
}

/** The requirements of each catalogue by their sections: a case may name thousands of places. */
const bySection = new WeakMap<Catalogue, Map<string, Requirement[]>>();

/** Gives the requirements of a section, as a reference names it. */
export function requirementsOf(reference: string, catalogue: Catalogue): readonly Requirement[] {
  const known = bySection.get(catalogue) ??
    Map.groupBy(catalogue.requirements.values(), ({ rfc, section }) => `RFC ${rfc} §${section}`);
  bySection.set(catalogue, known);
  return known.get(reference) ?? [];
}

/** Gives the ids of the requirements in the section that an id names. */
export function idsBeside(id: string, catalogue: Catalogue): readonly string[] {
  const [, rfc, section] = /^([0-9]+)-(.+)-[a-z]+$/.exec(id) ?? [];
  return requirementsOf(`RFC ${rfc} §${section}`, catalogue).map((requirement) => requirement.id);
}
