/** Writing a file in place of nothing, or of a file that it brings up to date: whole, or not at all. */
import { usage, type UsageError } from "./flag.ts";
import { isOfTheSystem } from "./print.ts";
import { writeFile } from "./written_file.ts";

/** Writes a file that is not there yet; says why it cannot, with `hint` where one is there. */
export async function writeNewFile(file: string, text: string, hint: string): Promise<UsageError | undefined> {
  try {
    await Deno.lstat(file); // a link that leads nowhere is there too
    return usage(`"${file}" already exists`, hint);
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? await overwriteFile(file, text) : cannotWrite(file, error);
  }
}

/** Writes a file, whatever stands there; says why it cannot. */
export async function overwriteFile(file: string, text: string): Promise<UsageError | undefined> {
  try {
    await writeFile(file, [text]);
    return undefined;
  } catch (error) {
    return cannotWrite(file, error);
  }
}

function cannotWrite(file: string, error: unknown): UsageError {
  if (!isOfTheSystem(error)) throw error;
  return usage(`Cannot write "${file}": ${error.message}`, "");
}
