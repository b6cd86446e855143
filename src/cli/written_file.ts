/** Writing a file, such as a report: whole, or not at all. */
import { writeWhole } from "./print.ts";
import { claimPart } from "./part_file.ts";
import { openThrough } from "./open_through.ts";
import { findPlace } from "./file_place.ts";

/** So much of a file is written at once. Our choice, in characters. */
const mostHeld = 65_536;

/** Files of this process that are not whole yet. */
const unfinished = new Set<string>();

/**
 * Writes a file. Rejects with a Deno error where that is not possible; a regular file is then as it was. A folder in
 * which nothing can be made, and a file that nothing can be renamed to, are written through.
 */
export async function writeFile(file: string, pieces: Iterable<string>): Promise<void> {
  const { path, part } = await findPlace(file);
  const beside = part === undefined ? undefined : await openPart(path, part);
  if (part === undefined || beside === undefined) {
    using through = await openThrough(path);
    return await writePieces(through, pieces);
  }
  try {
    await writePieces(beside, pieces);
    await beside.sync();
    await putInPlace(part, path);
  } finally {
    removeUnfinished(part);
    beside.close(); // Until then no other run touches it.
  }
}

/** Removes what this process has begun to write beside its place; for an end at once. */
export function removeAllUnfinished(): void {
  for (const part of unfinished) removeUnfinished(part);
}

async function openPart(path: string, part: string): Promise<Deno.FsFile | undefined> {
  try {
    const file = await claimPart(part);
    unfinished.add(part);
    await keepMode(path, part);
    return file;
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) return undefined;
    if (error instanceof Error && "code" in error && error.code === "EROFS") return undefined; // The file may be a mount.
    throw error;
  }
}

/** A file that nobody else may read stays one. */
async function keepMode(path: string, part: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  try {
    const { mode } = await Deno.stat(path);
    if (mode !== null) await Deno.chmod(part, mode & 0o777);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return; // a new file
    throw error;
  }
}

/** A file that is a mount of its own cannot be renamed to: it is copied to, once the text is known to be whole. */
async function putInPlace(part: string, path: string): Promise<void> {
  try {
    await Deno.rename(part, path);
    unfinished.delete(part);
  } catch (error) {
    if (!(error instanceof Deno.errors.Busy)) throw error;
    await Deno.copyFile(part, path);
  }
}

function removeUnfinished(part: string): void {
  if (!unfinished.delete(part)) return;
  try {
    Deno.removeSync(part);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function writePieces(file: Deno.FsFile, pieces: Iterable<string>): Promise<void> {
  let text = "";
  for (const piece of pieces) {
    text += piece;
    if (text.length < mostHeld) continue;
    await writeWhole(file, text);
    text = "";
  }
  await writeWhole(file, text);
}
