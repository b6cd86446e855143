/** Reads folders of case files and the requirement catalogue beside them. The only file here that reads the disk. */
import { bySeverity, type Problem } from "../base/frame.ts";
import type { Source } from "../base/source.ts";
import type { Case } from "./case.ts";
import { readCaseFile } from "./read_case.ts";
import { readSource } from "./read_source.ts";
import { type Reading, refuse } from "./reader.ts";
import { type Catalogue, readCatalogueFile, type Requirement, type Rfc } from "./requirements.ts";
import { readYaml } from "./yaml.ts";

/** Cases, the catalogue that they point into, and what is to be mended in their files. */
export interface Loaded {
  readonly cases: readonly Case[];
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
  /** What is read, and should be written otherwise. */
  readonly warnings: readonly Problem[];
  /** The sources of the cases, in order: what `hashCases()` is made over. */
  readonly sources: readonly Source[];
}

/** What was read of the catalogue, and what is to be mended in its files. */
export interface CatalogueRead {
  readonly catalogue: Catalogue;
  readonly problems: readonly Problem[];
}

/** Gives the catalogue, or of it the RFCs with these numbers. */
export type CatalogueSource = (named: ReadonlySet<string> | undefined) => Promise<CatalogueRead>;

/** One file or folder of cases to load. */
export interface CasePath {
  readonly path: string;
  /** The folder from which ids are counted. */
  readonly under: string;
  /** What stands for that folder in messages and reports, so that no path of a machine gets into them. */
  readonly label: string;
}

/** A file of cases that was found. */
interface Found {
  readonly file: string;
  /** The path below the folder from which ids are counted, without `.yaml`. */
  readonly topic: string;
  readonly shown: string;
}

/**
 * Loads cases and catalogue. `wants` says of a topic (the first part of the ids in a file) whether its cases are wanted:
 * with it, of other files only the text is taken, and of the catalogue only the RFCs that are named. Rejects with a Deno
 * error for a path that cannot be read.
 */
export async function loadCases(
  paths: readonly CasePath[],
  catalogueOf: CatalogueSource,
  wants?: (topic: string) => boolean,
): Promise<Loaded> {
  const reading: Reading = { problems: [], uses: [] };
  const cases: Case[] = [];
  const ids = new Map<string, Case>();
  const found = (await Promise.all(paths.map(findFiles))).flat();
  const sources = await readSources(reading, found);
  const files = found.flatMap(({ topic }, at) => {
    const source = sources[at];
    return source === undefined || wants?.(topic) === false ? [] : [{ topic, source }];
  });
  const named = wants === undefined ? undefined : namedRfcs(files.map(({ source }) => source.text));
  const { catalogue, problems: ofCatalogue } = await catalogueOf(named);
  addProblems(reading, ofCatalogue);
  for (const { topic, source } of files) {
    const { node, problems } = readYaml(source);
    addProblems(reading, problems);
    if (node === undefined) continue;
    for (const read of readCaseFile(reading, node, { topic, catalogue })) {
      const other = ids.get(read.id);
      if (other !== undefined && other.span.source !== read.span.source) {
        refuse(reading, read.span, `The id "${read.id}" stands in ${other.span.source.path} too`);
      }
      ids.set(read.id, read);
      cases.push(read);
    }
  }
  const whole = sources.filter((source) => source !== undefined);
  const { errors, warnings } = bySeverity(reading.problems);
  return { cases, catalogue, problems: errors, warnings, sources: whole };
}

/** Reads files side by side; what is wrong with them is noted in their order, whichever is read first. */
async function readSources(reading: Reading, found: readonly Found[]): Promise<(Source | undefined)[]> {
  const reads = await Promise.all(found.map(({ file, shown }) => readSource(file, shown)));
  addProblems(reading, reads.flatMap(({ problems }) => problems));
  return reads.map(({ source }) => source);
}

async function findFiles({ path, under, label }: CasePath): Promise<Found[]> {
  return (await caseFiles(path)).map((file) => {
    const below = file.slice(under.length).replace(/^\/+/, "");
    return {
      file,
      topic: below.replace(/\.ya?ml$/, ""),
      shown: [label, below].filter((part) => part !== "").join("/"),
    };
  });
}

/** Notes problems, of which there may be more than a call can have arguments. */
function addProblems(reading: Reading, problems: readonly Problem[]): void {
  for (const problem of problems) reading.problems.push(problem);
}

/** Finds the numbers of RFCs in the texts of case files: in references and in the ids of requirements. */
function namedRfcs(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\bRFC ([0-9]+)|\b([0-9]+)-[0-9A-Z]/g)])
      .map(([, reference, requirement]) => reference ?? requirement ?? ""),
  );
}

/** Makes the digest over all case files that a report carries: SHA-256, in hex, of their paths and texts. */
export async function hashCases(sources: readonly Source[]): Promise<string> {
  const text = sources.map((source) => source.text).join("\0");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** The catalogue in a folder of files rfcNNNN.yaml. The whole of it is read once: it does not change in a run. */
export function catalogueIn(folder: string): CatalogueSource {
  let whole: Promise<CatalogueRead> | undefined;
  return (named) => named === undefined ? whole ??= loadCatalogue(folder, named) : loadCatalogue(folder, named);
}

async function loadCatalogue(folder: string, named: ReadonlySet<string> | undefined): Promise<CatalogueRead> {
  const reading: Reading = { problems: [], uses: [] };
  const rfcs = new Map<number, Rfc>();
  const requirements = new Map<string, Requirement>();
  for (const file of await caseFiles(folder)) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    if (named?.has(/[0-9]+/.exec(name)?.[0] ?? "") === false) continue;
    const { source, problems: ofFile } = await readSource(file, `requirements/${name}`);
    addProblems(reading, ofFile);
    if (source === undefined) continue;
    const { node, problems } = readYaml(source);
    addProblems(reading, problems);
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
  return { catalogue: { rfcs, requirements }, problems: reading.problems };
}

/** Lists the YAML files at a path, sorted; the catalogue below a folder of cases is left out. */
async function caseFiles(path: string): Promise<string[]> {
  // What is no file is refused where it is read.
  if (!(await Deno.stat(path)).isDirectory) return [path];
  const files: string[] = [];
  for await (const entry of Deno.readDir(path)) {
    const inner = `${path.replace(/\/$/, "")}/${entry.name}`;
    if (entry.isDirectory && entry.name !== "requirements") files.push(...await caseFiles(inner));
    else if (!entry.isSymlink && /\.ya?ml$/.test(entry.name)) files.push(inner);
  }
  return files.sort();
}
