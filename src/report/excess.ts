/** What no report has: texts and nesting beyond measure, with which nothing that shows a report has to cope. Pure. */

const mostCharacters = 1_000_000; // our choice: hundreds of times the longest text of a report of ours
const mostLevels = 50; // our choice: a report of ours has ten

/** Says what is too much in a value that was read from JSON; undefined where nothing is. */
export function findExcess(value: unknown, levels = mostLevels): string | undefined {
  if (typeof value === "string") return findLongText(value);
  if (typeof value !== "object" || value === null) return undefined;
  if (levels === 0) return `it nests deeper than ${mostLevels} levels, which is the limit`;
  const isList = Array.isArray(value);
  for (const name of isList ? [] : Object.keys(value)) {
    const found = findLongText(name);
    if (found !== undefined) return found;
  }
  for (const each of isList ? value : Object.values(value)) {
    const found = findExcess(each, levels - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function findLongText({ length }: string): string | undefined {
  return length <= mostCharacters
    ? undefined
    : `it holds a text of ${length} characters, and ${mostCharacters} is the limit`;
}
