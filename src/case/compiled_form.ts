/**
 * What a case means, as canonical data: two ways to write the same case have the same form. For comparing the cases
 * before and after their text was rewritten.
 */
import type { Case, Step } from "./case.ts";
import { Expression } from "./expression.ts";

/** Plain data: the form can be written as JSON. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [key: string]: Data };

/** What decides no verdict: places in the file, the sentences of reasons, and the words that stand for steps. */
const withoutMeaning = ["span", "because", "word", "isGiven"];

/** Gives the canonical form of a case: keys and sets in order, without places and reasons. */
export function compiledForm(each: Case): Data {
  return toData(each);
}

/**
 * In set-up an outcome that accuses has become `inconclusive` already. What else can accuse there is marked, since it
 * means something other than among the steps that are judged.
 */
function markGiven(value: object): object {
  return isStep(value) && value.isGiven && canAccuse(value) ? { ...value, given: true } : value;
}

const isStep = (value: object): value is Step => "isGiven" in value;

function canAccuse({ action, expect }: Step): boolean {
  return action.kind === "tls" || (action.kind === "auth" && expect.length > 0) ||
    expect.some((each) =>
      each.kind === "silence" || (each.kind === "closes" && each.outcomes.some(({ then }) => then !== "stop"))
    );
}

function toData(value: unknown): Data {
  if (value instanceof Expression) return String(value);
  if (value instanceof Set) return [...value].map(toData).toSorted(byText);
  // The names in a map are the author's: none of them is left out.
  if (value instanceof Map) return inOrder([...value]);
  if (Array.isArray(value)) return value.map(toData);
  if (typeof value === "object" && value !== null) {
    return inOrder(
      Object.entries(markGiven(value)).filter(([key, inner]) => inner !== undefined && !withoutMeaning.includes(key)),
    );
  }
  // Infinity is the open end of a count, and JSON has none.
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

function inOrder(entries: readonly (readonly [string, unknown])[]): Data {
  const read = entries.map(([key, value]) => [key, toData(value)] as const);
  return Object.fromEntries(read.toSorted(([one], [other]) => byText(one, other)));
}

function byText(one: Data, other: Data): number {
  const [a, b] = [JSON.stringify(one), JSON.stringify(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One place in which two forms differ; what is missing on a side is undefined. */
export interface FormDifference {
  /** The keys and positions that lead there, such as `steps/0/action/line`. */
  readonly path: string;
  readonly before: Data | undefined;
  readonly after: Data | undefined;
}

/** Gives the innermost places in which two forms differ. A list of another length is one place. */
export function differencesOf(before: Data | undefined, after: Data | undefined, path = ""): FormDifference[] {
  if (before === undefined || after === undefined) return before === after ? [] : [{ path, before, after }];
  const inner = (key: string | number) => path === "" ? `${key}` : `${path}/${key}`;
  if (isList(before) && isList(after) && before.length === after.length) {
    return before.flatMap((item, at) => differencesOf(item, after[at], inner(at)));
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => differencesOf(before[key], after[key], inner(key)));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

const isList = (data: Data): data is readonly Data[] => Array.isArray(data);
const isRecord = (data: Data): data is { readonly [key: string]: Data } =>
  typeof data === "object" && data !== null && !isList(data);
