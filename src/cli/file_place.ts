/**
 * Where a file is written: a report, a baseline, a target file. A regular file is written beside its place, as
 * `.NAME.smtpspec-part`, and renamed when it is whole, so that neither a full disk nor a signal leaves half of it, and an old one
 * survives until then. What is no regular file (a device, a FIFO) and the summary of a CI job, which others hold open,
 * are written through.
 */
import { createHash } from "node:crypto";
import { isOfTheSystem } from "./print.ts";

/** A place: `path` with all symbolic links resolved; `part` is where it is written first, if anywhere. */
export interface FilePlace {
  readonly path: string;
  readonly part: string | undefined;
}

/** Finds out where a file is written. A file that cannot be looked at counts as a new one. */
export async function findPlace(file: string): Promise<FilePlace> {
  const path = await resolveLinks(file);
  if (path === undefined || file === summaryOfJob()) return { path: path ?? file, part: undefined };
  const info = await lookAt(path);
  return { path, part: info === undefined || info.isFile ? partOf(path) : undefined };
}

/** Gives the paths that have to be writable for files to be written; what has no file goes to standard output. */
export async function pathsToWrite(requests: readonly { readonly file: string | undefined }[]): Promise<string[]> {
  const files = requests.flatMap(({ file }) => file ?? []);
  const places = await Promise.all(files.map(findPlace));
  return [...files, ...places.flatMap(({ path, part }) => part === undefined ? [path] : [path, part])];
}

/** A name that nobody gives to a file of his own: what is found there was left by a run that was killed. */
const suffix = ".smtpspec-part";
const mostNameOctets = 255; // as most systems of files have it

function partOf(path: string): string {
  const at = path.lastIndexOf("/") + 1;
  const [folder, name] = [path.slice(0, at), path.slice(at)];
  const part = `.${name}${suffix}`;
  if (new TextEncoder().encode(part).length <= mostNameOctets) return folder + part;
  return `${folder}.${createHash("sha256").update(name).digest("hex")}${suffix}`;
}

/** Follows links to what is there; undefined for one that leads nowhere, or round and round. */
async function resolveLinks(file: string): Promise<string | undefined> {
  if (!(await lookAt(file))?.isSymlink) return file;
  try {
    return await Deno.realPath(file);
  } catch (error) {
    if (isOfTheSystem(error)) return undefined;
    throw error;
  }
}

async function lookAt(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.lstat(path);
  } catch (error) {
    if (isOfTheSystem(error)) return undefined;
    throw error;
  }
}

/** GitHub's runner reads this file itself. */
function summaryOfJob(): string | undefined {
  try {
    return Deno.env.get("GITHUB_STEP_SUMMARY");
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}
