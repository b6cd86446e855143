/** Finds the known words that were probably meant by one that is unknown, for "did you mean". Pure. */

const mostNamed = 3; // our choice: who has to choose among more reads the list

/**
 * Gives the known words that were probably meant by one that is unknown, the first three of all that are equally near:
 * what one slip of the fingers makes of it, else what begins with it, else what more slips make, else what has a part of
 * it between hyphens. None where all are far.
 */
export function closest(word: string, known: Iterable<string>): string[] {
  const all = [...new Set(known)];
  const { distance, words } = slipsOf(word, all);
  const ways = [() => distance === 1 ? words : [], () => longerThan(word, all), () => words, () => sharing(word, all)];
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found.slice(0, mostNamed);
  }
  return [];
}

/** Says the hint for an unknown word: the nearest known ones, else all of them when they are few. */
export function suggest(word: string, known: Iterable<string>): string {
  const all = [...known];
  const near = closest(word, all);
  if (near.length > 0) return askFor(near);
  return all.length === 0 || all.length > 20 ? "" : `known: ${all.join(", ")}`;
}

/** Asks whether one of these was meant. */
export function askFor(words: readonly string[]): string {
  const [last, ...others] = words.map((word) => `"${word}"`).toReversed();
  return `did you mean ${others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`}?`;
}

/** The words at the least distance, if that is small: of three letters one may be wrong, and three at most. */
export function slipsOf(
  word: string,
  known: Iterable<string>,
): { readonly distance: number; readonly words: readonly string[] } {
  let words: string[] = [];
  // Our choices: further away it would be a wild guess.
  let nearest = Math.min(3, Math.max(1, Math.floor(lettersOf(word) / 3)));
  for (const candidate of known) {
    if (Math.abs(word.length - candidate.length) > nearest) continue; // It cannot be nearer.
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance > nearest || distance >= lettersOf(candidate)) continue;
    words = distance < nearest ? [candidate] : [...words, candidate];
    nearest = distance;
  }
  return { distance: nearest, words };
}

const leastLetters = 3; // our choice: fewer begin too many words

/** The words of which this one is the beginning, the shortest first. */
function longerThan(word: string, known: readonly string[]): string[] {
  if (lettersOf(word) < leastLetters) return [];
  return shortestFirst(known.filter((each) => each.toLowerCase().startsWith(word.toLowerCase())));
}

/** The words that share a part with this one: between hyphens, or the beginning of what stands there. */
function sharing(word: string, known: readonly string[]): string[] {
  const parts = partsOf(word).filter((part) => lettersOf(part) >= leastLetters);
  const isShared = (one: string) =>
    parts.some((other) => one === other || (one.length > leastLetters && other.startsWith(one)));
  return shortestFirst(known.filter((each) => partsOf(each).some(isShared)));
}

const partsOf = (word: string) => word.toLowerCase().split(/[-_]+/).filter((part) => part !== "");
const lettersOf = (word: string) => word.replace(/[^\p{L}\p{N}]/gu, "").length;
const shortestFirst = (words: readonly string[]) => words.toSorted((one, other) => one.length - other.length);

/** Counts the insertions, deletions, changes and swaps of neighbours between two words. */
function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let distance = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        distance = Math.min(distance, (before[column - 2] ?? 0) + 1);
      }
      next.push(distance);
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
