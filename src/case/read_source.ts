/** The text of a YAML file that somebody else may have written: cases, the catalogue, targets, baselines. */
import { readBounded } from "../base/bounded_file.ts";
import type { Problem } from "../base/frame.ts";
import { isProblem } from "../base/problem.ts";
import { makeSource, type Source } from "../base/source.ts";

const maxOctets = 1_000_000; // our choice: ten times the largest that there is

/** A file that was read, or what is wrong with it. */
export interface SourceRead {
  readonly source: Source | undefined;
  readonly problems: readonly Problem[];
}

/** Reads a file; `shown` is its path in messages. Rejects with a Deno error for a path that cannot be read. */
export async function readSource(path: string, shown: string = path): Promise<SourceRead> {
  const refusal = (message: string) => ({
    source: undefined,
    problems: [{ message, span: { source: makeSource(shown, ""), start: 0, end: 0 } }],
  });
  const read = await readBounded(path, { most: maxOctets, of: "file" });
  if (isProblem(read)) return refusal(`Cannot read this file: ${read.message}`);
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(read);
    return { source: makeSource(shown, text), problems: [] };
  } catch {
    return refusal("Cannot read a file that is not UTF-8");
  }
}
