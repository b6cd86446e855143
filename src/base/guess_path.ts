/** Finds what was probably meant by an id such as AREA/TOPIC/CASE that there is not. Pure. */
import { slipsOf } from "./guess.ts";

/**
 * Gives the ids that were probably meant by a path that is none, the first three: those whose end it is (`noop`,
 * `noop/plain`), else those at the least distance, else those whose end is at the least distance, else the folder in which
 * it would be. Stars at its ends are left out; an id that stands below another one that fits is not named.
 */
export function closestPaths(path: string, ids: Iterable<string>): string[] {
  const known = [...new Set(ids)];
  const word = path.replace(/^[*/]+|[*/]+$/g, "");
  if (word === "") return [];
  const byEnd = Map.groupBy(known, (each) => endOf(each, word.split("/").length));
  const whole = () => slipsOf(word, known).words;
  const ends = () => slipsOf(word, byEnd.keys()).words.flatMap((end) => topmost(byEnd.get(end) ?? []));
  const folder = () =>
    known.filter((each) => word.startsWith(each) && /^[/[:@]/.test(word.slice(each.length))).slice(-1);
  for (const way of [() => topmost(byEnd.get(word) ?? []), whole, ends, folder]) {
    const found = way();
    if (found.length > 0) return found.slice(0, mostNamed);
  }
  return [];
}

/** Adds to ids what stands above them: the folders, and the case of a variant. */
export function withFolders(ids: Iterable<string>): Set<string> {
  const all = new Set<string>();
  for (const id of ids) for (const each of foldersOf(id)) all.add(each);
  return all;
}

const mostNamed = 3; // our choice, as for words

/** The folders that an id stands in, its case without what is in brackets, and itself. */
function foldersOf(id: string): string[] {
  const bare = id.replace(/[[:@].*$/, "");
  const parts = bare.split("/");
  return [...parts.map((_, at) => parts.slice(0, at + 1).join("/")), ...(bare === id ? [] : [id])];
}

/** The last parts of a path, so many. */
function endOf(path: string, count: number): string {
  const bare = path.split(/[[:@]/)[0] ?? path;
  return `${bare.split("/").slice(-count).join("/")}${path.slice(bare.length)}`;
}

/** Those that do not stand below another of them, the highest first. */
function topmost(paths: readonly string[]): string[] {
  const depth = (path: string) => path.split("/").length;
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)))
    .toSorted((one, other) => depth(one) - depth(other));
}
