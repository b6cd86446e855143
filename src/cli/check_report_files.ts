/** Looks at the files of reports before a long run is made for nothing. */
import { normalize } from "node:path";
import { type PlainProblem, problem } from "../base/problem.ts";
import type { ReportRequest } from "./flag_values.ts";
import { findPlace } from "./file_place.ts";
import { isSame, makePart } from "./part_file.ts";
import { isOfTheSystem, reasonOfSystem } from "./print.ts";

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
    for (const { opened, made } of seen) {
      if (made !== undefined) await Deno.remove(made);
      opened?.close();
    }
  }
}

/** A file that can be written. */
interface Seen {
  readonly kind: "seen";
  readonly path: string;
  /** Where it is written first. */
  readonly part: string;
  /** The file, or its part where there is none: open until all are looked at, since else the number of a file that another
   * run puts in its place could be given to the next. */
  readonly opened: Deno.FsFile | undefined;
  readonly info: Deno.FileInfo | undefined;
  /** The path of the part, where it was made here. */
  readonly made: string | undefined;
}

/** Opens a file, or says why that cannot be done. What is written through is not opened: a reader would see an end. */
async function lookAt(file: string): Promise<Seen | PlainProblem | undefined> {
  const { state } = await Deno.permissions.query({ name: "write", path: file });
  if (state !== "granted") return problem(`Deno was not allowed to (--allow-write=${file})`);
  const { path, part } = await findPlace(file);
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : ".";
  try {
    if (part === undefined) return (await Deno.stat(path)).isDirectory ? problem("it is a folder") : undefined;
    return await openOnce(path, part);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && part === undefined) return problem("it is a link that leads nowhere");
    if (error instanceof Deno.errors.IsADirectory) return problem("it is a folder");
    if (error instanceof Deno.errors.NotFound) return problem(`there is no folder "${folder}"`);
    if (error instanceof Deno.errors.NotADirectory) return problem(`"${folder}" is no folder`);
    if (error instanceof Deno.errors.PermissionDenied) return problem("permission denied");
    if (error instanceof Deno.errors.NotCapable) return undefined; // It is met when the report is written.
    const reason = reasonOfSystem(error);
    if (reason !== undefined) return problem(reason);
    throw error;
  }
}

/** Opens a file, or makes its part where there is none: the file itself appears when it is whole. */
async function openOnce(path: string, part: string): Promise<Seen> {
  const there = await openIfThere(path);
  const made = there === undefined ? await makePart(part) : undefined;
  const opened = there ?? made ?? await openIfThere(part);
  return { kind: "seen", path, part, opened, info: await opened?.stat(), made: made === undefined ? undefined : part };
}

/** Opens a file as one that is to be written; undefined where there is none. */
async function openIfThere(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await Deno.open(path, { write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function findClash(
  { info, path, part }: Seen,
  { seen, inputs }: { readonly seen: readonly Seen[]; readonly inputs: readonly string[] },
): Promise<string | undefined> {
  const first = seen.slice(0, -1).find((other) => isOnePath(other.part, path) || isOnePath(other.path, part));
  if (first !== undefined) return `"${isOnePath(first.part, path) ? first.path : path}" is written there first`;
  if (seen.slice(0, -1).some((other) => other.path === path || isSame(other.info, info))) {
    return "another report is to be written there";
  }
  for (const input of inputs) {
    if (isOnePath(input, part)) return `it is written to "${input}" first, which is read in this run`;
    if (isSame(await statOf(input), info)) return "it is read in this run";
  }
  return undefined;
}

function isOnePath(one: string, other: string): boolean {
  return normalize(one) === normalize(other);
}

/** What is not there is no file to be lost. */
async function statOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (isOfTheSystem(error)) return undefined;
    throw error;
  }
}
