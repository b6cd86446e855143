/** Golden files: text that people read, kept beside this file. UPDATE_GOLDEN=1 writes them anew. */
import { assertEquals } from "@std/assert";

const folder = new URL("../testdata/", import.meta.url);
const isUpdate = Deno.env.get("UPDATE_GOLDEN") === "1";

/** Compares a text with a golden file; `name` is its path below this folder. */
export async function assertGolden(name: string, text: string): Promise<void> {
  const file = new URL(name, folder);
  if (isUpdate) return await Deno.writeTextFile(file, text);
  const golden = await Deno.readTextFile(file).catch(() => "");
  assertEquals(text, golden, `src/testdata/${name} differs; UPDATE_GOLDEN=1 writes it anew, then look at it`);
}

/** Lists the names below a folder of this one that end so, without the ending, sorted. */
export function namesIn(below: string, ending: string): string[] {
  return [...Deno.readDirSync(new URL(`${below}/`, folder))]
    .filter(({ name }) => name.endsWith(ending))
    .map(({ name }) => name.slice(0, -ending.length))
    .sort();
}

/** Reads a file below this folder. */
export function readData(name: string): string {
  return Deno.readTextFileSync(new URL(name, folder));
}
