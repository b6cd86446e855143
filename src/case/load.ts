/** Reads folders of case files and the requirement catalogue beside them. The only file here that reads the disk. */
import type { Problem } from "../base/frame.ts";
import { makeSource, type Source } from "../base/source.ts";
import type { Case } from "./case.ts";
import { readCaseFile } from "./read_case.ts";
import { type Reading, refuse } from "./reader.ts";
import { type Catalogue, readCatalogueFile, type Requirement, type Rfc } from "./requirements.ts";
import { readYaml } from "./yaml.ts";

const maxFileOctets = 1_000_000; // our choice: case files are data from strangers

/** Cases, the catalogue that they point into, and all that is wrong with their files. */
export interface Loaded {
  readonly cases: readonly Case[];
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
  /** The sources of the cases, in order: what `hashCases()` is made over. */
  readonly sources: readonly Source[];
}

/** One file or folder of cases to load. */
export interface CasePath {
  readonly path: string;
  /** The folder from which ids are counted. */
  readonly under: string;
  /** What stands for that folder in messages and reports, so that no path of a machine gets into them. */
  readonly label: string;
}

/**
 * Loads cases and catalogue. `catalogueFolder` holds the files rfcNNNN.yaml. Rejects with a Deno error for a path
 * that cannot be read.
 */
export async function loadCases(paths: readonly CasePath[], catalogueFolder: string): Promise<Loaded> {
  const reading: Reading = { problems: [], uses: [] };
  const catalogue = await loadCatalogue(reading, catalogueFolder);
  const cases: Case[] = [];
  const sources: Source[] = [];
  const ids = new Map<string, Case>();
  for (const { path, under, label } of paths) {
    for (const file of await caseFiles(path)) {
      const below = file.slice(under.length).replace(/^\/+/, "");
      const source = await readSource(reading, file, label === "" ? below : `${label}/${below}`);
      if (source === undefined) continue;
      sources.push(source);
      const { node, problems } = readYaml(source);
      reading.problems.push(...problems);
      if (node === undefined) continue;
      const topic = below.replace(/\.ya?ml$/, "");
      for (const read of readCaseFile(reading, node, { topic, catalogue })) {
        const other = ids.get(read.id);
        if (other !== undefined && other.span.source !== read.span.source) {
          refuse(reading, read.span, `The id "${read.id}" stands in ${other.span.source.path} too`);
        }
        ids.set(read.id, read);
        cases.push(read);
      }
    }
  }
  return { cases, catalogue, problems: reading.problems, sources };
}

/** Makes the digest over all case files that a report carries: SHA-256, in hex, of their paths and texts. */
export async function hashCases(sources: readonly Source[]): Promise<string> {
  const text = sources.map((source) => source.text).join("\0");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

async function loadCatalogue(reading: Reading, folder: string): Promise<Catalogue> {
  const rfcs = new Map<number, Rfc>();
  const requirements = new Map<string, Requirement>();
  for (const file of await caseFiles(folder)) {
    const source = await readSource(reading, file, `requirements/${file.split("/").at(-1)}`);
    if (source === undefined) continue;
    const { node, problems } = readYaml(source);
    reading.problems.push(...problems);
    const read = node === undefined ? undefined : readCatalogueFile(reading, node);
    if (read === undefined) continue;
    rfcs.set(read.rfc.number, read.rfc);
    for (const requirement of read.requirements) {
      if (requirements.has(requirement.id) && node !== undefined) {
        refuse(reading, node.span, `The requirement "${requirement.id}" stands twice in the catalogue`);
      }
      requirements.set(requirement.id, requirement);
    }
  }
  return { rfcs, requirements };
}

/** Lists the YAML files at a path, sorted; the catalogue below a folder of cases is left out. */
async function caseFiles(path: string): Promise<string[]> {
  const info = await Deno.stat(path);
  if (info.isFile) return [path];
  const files: string[] = [];
  for await (const entry of Deno.readDir(path)) {
    const inner = `${path.replace(/\/$/, "")}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "requirements") files.push(...await caseFiles(inner));
    else if (entry.isFile && /\.ya?ml$/.test(entry.name)) files.push(inner);
  }
  return files.sort();
}

async function readSource(reading: Reading, file: string, shown: string): Promise<Source | undefined> {
  const start = { source: makeSource(shown, ""), start: 0, end: 0 };
  const { size } = await Deno.stat(file);
  if (size > maxFileOctets) {
    return refuse(reading, start, `Cannot read a file of ${size} octets`, `the limit is ${maxFileOctets}`);
  }
  const octets = await Deno.readFile(file);
  try {
    return makeSource(shown, new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(octets));
  } catch {
    return refuse(reading, start, "Cannot read a file that is not UTF-8");
  }
}
