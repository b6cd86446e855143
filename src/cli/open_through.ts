/** Opening what is written through: a device, a FIFO, a file that nothing can be renamed to. */
import * as fs from "node:fs";
import type { Milliseconds } from "../base/time.ts";
import { sleep } from "../wire/sleep.ts";

/** For so long somebody may take to open the other end of a FIFO, and so long is between two looks. Our choices. */
const patience: Milliseconds = 10_000;
const pause: Milliseconds = 50;

/** Opens a path to write it. Rejects with `TimedOut` where it is a FIFO that nobody reads. */
export async function openThrough(path: string, { truncate } = { truncate: true }): Promise<Deno.FsFile> {
  const opened = await holdReader(path);
  try {
    return await Deno.open(path, { write: true, create: true, truncate });
  } finally {
    if (opened !== undefined) fs.closeSync(opened);
  }
}

/**
 * Waits until a FIFO has a reader, since opening one without stands still and nothing ends that. Keeps it open for the
 * while: the reader would see an end. Undefined for what is no FIFO.
 */
async function holdReader(path: string): Promise<number | undefined> {
  if (!await isFifo(path)) return undefined;
  for (let waited = 0; waited < patience; waited += pause) {
    try {
      return fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENXIO")) throw error;
    }
    await sleep(pause);
  }
  throw new Deno.errors.TimedOut("nobody reads it");
}

async function isFifo(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFifo === true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) return false;
    throw error;
  }
}
