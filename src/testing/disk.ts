/** What can stand in a folder besides files and folders. */
import { assert } from "@std/assert";

/** Makes a pipe that nobody writes to. */
export function makePipe(path: string): Promise<void> {
  return runBash('mkfifo "$0"', path);
}

/** Makes a symbolic link, also to what is not there. */
export function makeLink(target: string, path: string): Promise<void> {
  return runBash('ln -s "$1" "$0"', path, target);
}

// Deno lets nobody make a link who may not write everywhere.
async function runBash(script: string, ...words: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("bash", { args: ["-c", script, ...words] }).output();
  assert(success, new TextDecoder().decode(stderr));
}
