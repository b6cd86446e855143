/**
 * The file beside its place in which a report is written first. Who holds its lock writes it alone, and another run waits.
 * What a run that was killed has left holds up nobody: its lock went with it.
 */
import type { Milliseconds } from "../base/time.ts";
import { isOfTheSystem } from "./print.ts";
import { sleep } from "../wire/sleep.ts";

/** For so long another run may write the same report; and so long between two looks. Our choices. */
const patience: Milliseconds = 60_000;
const pause: Milliseconds = 50;
/** What is so often there, and cannot be opened, is a link that leads nowhere, and no part that is just put in its place. */
const mostLost = 5; // our choice

/**
 * Makes the part anew, for this process alone until it closes it. Waits for another run that writes it; rejects with
 * `Busy` where that takes too long.
 */
export async function claimPart(part: string): Promise<Deno.FsFile> {
  let lost = 0;
  for (let waited = 0; waited < patience; waited += pause) {
    const made = await makePart(part);
    if (made !== undefined) return made;
    const found = await removeStale(part);
    if (found === "removed") continue;
    lost = found === "lost" ? lost + 1 : 0;
    if (lost >= mostLost) await Deno.remove(part);
    else await sleep(pause);
  }
  throw new Deno.errors.Busy("another run is writing it");
}

/** Makes the part, and holds its lock; a link that somebody put there is not followed. Undefined where there is a part. */
export async function makePart(part: string): Promise<Deno.FsFile | undefined> {
  try {
    const made = await Deno.open(part, { write: true, createNew: true });
    // Before it is locked, another run may hold it to be stale and remove it.
    if (await lock(made) && await isAt(made, part)) return made;
    made.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  return undefined;
}

/** Removes a part that no run is writing. */
async function removeStale(part: string): Promise<"removed" | "in use" | "lost"> {
  try {
    using found = await Deno.open(part, { write: true });
    if (!await lock(found) || !await isAt(found, part)) return "in use";
    await Deno.remove(part);
    return "removed";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "lost";
    throw error;
  }
}

/** Locks a file; false where another run has. On a system of files without locks nobody is kept from anything. */
async function lock(file: Deno.FsFile): Promise<boolean> {
  try {
    return await file.tryLock(true);
  } catch (error) {
    if (!isOfTheSystem(error)) throw error;
    return true;
  }
}

/** Says whether a path still leads to an open file: no run has removed it or put another there. */
async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  try {
    using there = await Deno.open(path, { write: true });
    const [one, other] = [await there.stat(), await file.stat()];
    return one.ino === null || isSame(one, other); // Windows keeps an open file from being removed
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Says whether two files are one. */
export function isSame(one: Deno.FileInfo | undefined, other: Deno.FileInfo | undefined): boolean {
  return one !== undefined && other !== undefined && one.ino !== null && one.ino === other.ino && one.dev === other.dev;
}
