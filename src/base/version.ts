/** Versions of the suite: three numbers, 1.2.3. Pure. */

const form = /^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$/;

/** Says whether a text is a version. */
export function isVersion(text: string): boolean {
  return form.test(text);
}

/** Gives a negative number where the first version is older, 0 where both are the same, else a positive one. */
export function compareVersions(one: string, other: string): number {
  const [numbers, others] = [one, other].map((text) => text.split(".").map(Number));
  const differences = (numbers ?? []).map((number, index) => number - (others?.[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}
