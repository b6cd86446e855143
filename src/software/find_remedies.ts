/** The remedies that are known for a result of a software. Pure. */
import { matchesGlob } from "../base/glob.ts";
import type { KnownSoftware } from "./detect.ts";
import type { Remedy } from "./remedy.ts";
import { softwareOf } from "./software.ts";

/** Gives the remarks of a table that are about a result. */
export function remediesFor(remedies: readonly Remedy[], id: string): readonly Remedy[] {
  return remedies.filter(({ cases }) => cases.some((pattern) => matchesGlob(pattern, id)));
}

/** Gives the remedies of a software as it is known; without a version, those that hold for old ones too. */
export function remediesOf({ name, version }: Pick<KnownSoftware, "name" | "version">): readonly Remedy[] {
  const { remedies = [] } = softwareOf(name) ?? {};
  return remedies.filter(({ from, before }) =>
    version === null
      ? from === undefined
      : (from === undefined || compare(version, from) >= 0) && (before === undefined || compare(version, before) < 0)
  );
}

/** Compares versions of any number of parts; a part that is missing is 0. */
function compare(one: string, other: string): number {
  const [left, right] = [one.split("."), other.split(".")];
  const parts = Array.from({ length: Math.max(left.length, right.length) }, (_, at) => at);
  return parts.map((at) => Number(left[at] ?? 0) - Number(right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
