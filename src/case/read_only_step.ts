/** A case that is a step at the same time: the keys of its only step stand in the case itself. */
import type { Span } from "../base/source.ts";
import type { Step } from "./case.ts";
import { stepKeys } from "./keys.ts";
import { readStep, type Surroundings } from "./read_step.ts";
import { type Entries, type Reading, refuse } from "./reader.ts";
import type { Entry, Mapping } from "./yaml.ts";

/** Reads the step out of the entries of its case. */
export function readOnlyStep(
  reading: Reading,
  entries: Entries,
  node: Mapping,
  around: Surroundings,
): Step | undefined {
  const use = entries.get("use");
  if (use !== undefined) {
    return refuse(reading, use.key.span, `Cannot use "use" outside a list of steps`, "write steps: [{use: NAME}]");
  }
  const own = withoutCaseKeys(entries);
  return readStep(reading, own, { ...node, span: spanOver([...own.values()]) ?? node.span }, around);
}

/** Gives the stretch of a file from the first of some entries to the end of the last. */
function spanOver(entries: readonly Entry[]): Span | undefined {
  const [first] = entries.map(({ key }) => key.span).toSorted((one, other) => one.start - other.start);
  if (first === undefined) return undefined;
  // A value out of a column of variants stands elsewhere in the file.
  const ends = entries.flatMap((
    { key, value },
  ) => [key.span.end, value.span.start > key.span.start ? value.span.end : 0]);
  return { ...first, end: Math.max(...ends) };
}

function withoutCaseKeys(entries: Entries): Entries {
  return new Map([...entries].filter(([key]) => Object.hasOwn(stepKeys, key) && !["port", "given"].includes(key)));
}
