/** Looks at the files of reports before a long run is made for nothing. */
import { type PlainProblem, problem } from "../base/problem.ts";
import type { ReportRequest } from "./flag_values.ts";
import { findPlace } from "./file_place.ts";

/**
 * Says why a report could not be written later, or would take the place of a file that is read (`inputs`) or of another
 * report; or undefined.
 */
export async function checkReportFiles(
  requests: readonly ReportRequest[],
  inputs: readonly string[],
): Promise<string | undefined> {
  const seen: Seen[] = [];
  try {
    for (const { file } of requests) {
      if (file === undefined) continue;
      const looked = await lookAt(file);
      if (looked === undefined) continue;
      if (looked.kind === "seen") seen.push(looked);
      const obstacle = looked.kind === "seen" ? await findClash(looked, { seen, inputs }) : looked.message;
      if (obstacle !== undefined) return `Cannot write "${file}": ${obstacle}`;
    }
    return undefined;
  } finally {
    for (const { path, isNew } of seen) if (isNew) await Deno.remove(path);
  }
}

/** A file that can be written; while the others are looked at, a new one is there, so that it can be told from them. */
interface Seen {
  readonly kind: "seen";
  readonly file: string;
  readonly path: string;
  readonly isNew: boolean;
  readonly info: Deno.FileInfo;
}

/** Opens a file, or says why that cannot be done. What is written through is not opened: a reader would see an end. */
async function lookAt(file: string): Promise<Seen | PlainProblem | undefined> {
  const { state } = await Deno.permissions.query({ name: "write", path: file });
  if (state !== "granted") return problem(`Deno was not allowed to (--allow-write=${file})`);
  const { path, part } = await findPlace(file);
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : ".";
  try {
    if (part === undefined) return (await Deno.stat(path)).isDirectory ? problem("it is a folder") : undefined;
    return await openOnce(path, file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && part === undefined) return problem("it is a link that leads nowhere");
    if (error instanceof Deno.errors.IsADirectory) return problem("it is a folder");
    if (error instanceof Deno.errors.NotFound) return problem(`there is no folder "${folder}"`);
    if (error instanceof Deno.errors.NotADirectory) return problem(`"${folder}" is no folder`);
    if (error instanceof Deno.errors.PermissionDenied) return problem("permission denied");
    if (error instanceof Deno.errors.NotCapable) return undefined; // It is met when the report is written.
    throw error;
  }
}

async function openOnce(path: string, file: string): Promise<Seen> {
  try {
    using made = await Deno.open(path, { write: true, createNew: true });
    return { kind: "seen", file, path, isNew: true, info: await made.stat() };
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    using there = await Deno.open(path, { write: true });
    return { kind: "seen", file, path, isNew: false, info: await there.stat() };
  }
}

async function findClash(
  { info, path }: Seen,
  { seen, inputs }: { readonly seen: readonly Seen[]; readonly inputs: readonly string[] },
): Promise<string | undefined> {
  if (seen.slice(0, -1).some((other) => other.path === path || isSame(other.info, info))) {
    return "another report is to be written there";
  }
  for (const input of inputs) {
    if (isSame(await statOf(input), info)) return "it is read in this run";
  }
  return undefined;
}

function isSame(one: Deno.FileInfo | undefined, other: Deno.FileInfo): boolean {
  return one !== undefined && one.ino !== null && one.ino === other.ino && one.dev === other.dev;
}

/** What is not there is no file to be lost. */
async function statOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    const isMissing = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
      error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.PermissionDenied;
    if (isMissing) return undefined;
    throw error;
  }
}
