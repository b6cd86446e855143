/**
 * Reading what somebody else may have put at a path: a pipe that nobody writes to, a device that never ends, more than
 * fits into memory. The only file here that touches the disk.
 */
import { concat, type Octets } from "./octets.ts";
import { type PlainProblem, problem } from "./problem.ts";

/** How a path is read. */
export interface Bounds {
  /** The most octets that it may hold. */
  readonly most: number;
  /** `file`: a pipe or a device is refused, since it may never end. `any`: it is read up to the bound. */
  readonly of: "file" | "any";
}

/** Reads a path within bounds; the problem ends a sentence that begins with the path. Rejects with a Deno error where it cannot be read. */
export async function readBounded(path: string, { most, of }: Bounds): Promise<Octets | PlainProblem> {
  // Opening a pipe waits for somebody who writes to it, so that it has to be known before.
  const { isFile, isDirectory, size } = await Deno.stat(path);
  if (isDirectory) return problem("it is a folder");
  if (!isFile && of === "file") return problem("it is a pipe or a device, not a file");
  if (size > most) return tooLarge(`${size}`, most);
  using file = await Deno.open(path);
  const parts: Octets[] = [];
  let length = 0;
  for (;;) {
    const part = new Uint8Array(parts.length === 0 ? size + 1 : pieceOctets);
    const count = await file.read(part) ?? 0;
    length += count;
    if (length > most) return tooLarge(`more than ${most}`, most);
    parts.push(count * 2 < part.length ? part.slice(0, count) : part.subarray(0, count)); // no large buffer for little
    // A file on a disk fills a buffer; what has no size, such as a pipe or a file of the kernel, gives what it has.
    if (count === 0 || (isFile && size > 0 && count < part.length)) return concat(parts);
  }
}

const pieceOctets = 65_536; // our choice

function tooLarge(octets: string, most: number): PlainProblem {
  return problem(`it has ${octets} octets, and ${most} is the limit`);
}
