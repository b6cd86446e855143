/** Whether the trace that servers left in a message is as a case wants it (RFC 5321 §4.4). Pure. */
import type { Range, ReceivedExpectation, ReturnPathExpectation, TracePattern } from "../case/expected.ts";
import type { Template } from "../case/template_types.ts";
import {
  bareName,
  type Clause,
  type ClauseName,
  isOnePath,
  namesIn,
  parseReceived,
  type Received,
} from "../smtp/received.ts";
import { countForKey } from "./key.ts";
import type { Seen } from "./deviation.ts";

/** A header field; folded or not. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Gives the text of a template. */
export type Fill = (template: Template) => string;

/** What a comparison needs to know of the case, and how the value of a field is shown. */
export interface TraceFacts {
  readonly fill: Fill;
  readonly show: (value: string) => string;
}

/** Says how the Received fields of a header differ from what is wanted, or undefined. */
export function receivedDiffers(
  wanted: ReceivedExpectation,
  header: readonly HeaderField[],
  { fill, show }: TraceFacts,
): Seen | undefined {
  const of = wanted.of === undefined ? undefined : fill(wanted.of);
  const fields = fieldsOf(header, "received").map(({ value }) => ({ value, read: parseReceived(value) }))
    .filter(({ read }) =>
      of === undefined || clauseOf(read, "from").some((from) => namesIn(from).includes(bareName(of)))
    );
  const name = of === undefined ? "Received field" : `Received field from ${of}`;
  const miscounted = countDiffers(fields.length, wanted.count, { name, field: "Received" });
  if (miscounted !== undefined || fields.length === 0) return miscounted;
  const looked = wanted.nth === undefined ? fields : fields.slice(wanted.nth - 1, wanted.nth);
  const differences = looked.map(({ value, read }) => ({ value, why: fieldDiffers(wanted, read, fill) }));
  const [first] = differences;
  if (first === undefined) return miscount(fields.length, `only ${fields.length}`, { name, field: "Received" });
  const { why } = first;
  if (why === undefined || differences.some((each) => each.why === undefined)) return undefined;
  return { received: `${why.received}: ${show(first.value)}`, key: `header Received ${why.part}` };
}

/** Says how Return-Path differs from what is wanted, or undefined. */
export function returnPathDiffers(
  { path, count }: ReturnPathExpectation,
  header: readonly HeaderField[],
  { fill, show }: TraceFacts,
): Seen | undefined {
  const values = fieldsOf(header, "return-path").map(({ value }) => value.trim());
  const mayLack = path.some(({ kind }) => kind === "absent") && count === undefined
    ? { least: 0, most: Infinity }
    : count;
  const miscounted = countDiffers(values.length, mayLack, { name: "Return-Path field", field: "Return-Path" });
  if (miscounted !== undefined || values.length === 0) return miscounted;
  const fits = (value: string) =>
    path.some((each) => each.kind === "any" || (each.kind === "text" && isSame(value, fill(each.text))));
  if (values.some(fits)) return undefined;
  const received = `Return-Path is ${values.map(show).join(", ")}, not ${wantedIn(path, fill)}`;
  return { received, key: "header Return-Path text" };
}

/** Says in words what a Received field must be like. */
export function describeReceived({ of, clauses, date, isStrict }: ReceivedExpectation, fill: Fill): string {
  const parts = [
    ...[...clauses].map(([name, patterns]) => `${name.toUpperCase()} ${wantedIn(patterns, fill)}`),
    ...(date === undefined ? [] : [date === "absent" ? "no date" : date === "any" ? "a date" : "a valid date"]),
    ...(isStrict ? ["the grammar of RFC 5321 §4.4"] : []),
  ];
  const from = of === undefined ? "" : ` from ${fill(of)}`;
  return `with a Received field${from}${parts.length === 0 ? "" : ` that has ${parts.join(", ")}`}`;
}

/** Says in words what Return-Path must be. */
export function describeReturnPath({ path }: ReturnPathExpectation, fill: Fill): string {
  return `with Return-Path ${wantedIn(path, fill)}`;
}

const fieldsOf = (header: readonly HeaderField[], name: string) =>
  header.filter((field) => field.name.toLowerCase() === name);

const clauseOf = ({ clauses }: Received, name: ClauseName) => clauses.filter((clause) => clause.name === name);

/** Which fields are counted: their name for people, and the bare one for a key. */
interface Counted {
  readonly name: string;
  readonly field: string;
}

function countDiffers(found: number, count: Range | undefined, counted: Counted): Seen | undefined {
  if (count === undefined) {
    return found === 0
      ? { received: `there is no ${counted.name}`, key: `header ${counted.field} missing` }
      : undefined;
  }
  return found < count.least || found > count.most ? miscount(found, String(found), counted) : undefined;
}

function miscount(found: number, words: string, { name, field }: Counted): Seen {
  return { received: `there are ${words} ${name}s`, key: `header ${field} count ${countForKey(found)}` };
}

/** How a field differs: in words, and the part of it that does. */
interface FieldDifference {
  readonly received: string;
  readonly part: ClauseName | "date" | "grammar";
}

function fieldDiffers(wanted: ReceivedExpectation, read: Received, fill: Fill): FieldDifference | undefined {
  for (const [name, patterns] of wanted.clauses) {
    const [clause] = clauseOf(read, name);
    if (patterns.some((pattern) => clauseFits(name, pattern, clause, fill))) continue;
    const is = clause === undefined ? "missing" : clause.value;
    return { received: `${name.toUpperCase()} is ${is}, not ${wantedIn(patterns, fill)}`, part: name };
  }
  const date = dateDiffers(wanted.date, read);
  if (date !== undefined) return { received: date, part: "date" };
  const flaw = wanted.isStrict ? describeFlaw(read.flaws[0]) : undefined;
  return flaw === undefined ? undefined : { received: flaw, part: "grammar" };
}

function clauseFits(name: ClauseName, pattern: TracePattern, clause: Clause | undefined, fill: Fill): boolean {
  switch (pattern.kind) {
    case "absent":
      return clause === undefined;
    case "any":
      return clause !== undefined && (name !== "for" || isOnePath(clause.value));
    case "text":
      return clause !== undefined && valueIs(name, clause, fill(pattern.text));
  }
}

function valueIs(name: ClauseName, clause: Clause, text: string): boolean {
  switch (name) {
    case "from": // The comment alone may have what the client called itself.
      return namesIn(clause).includes(bareName(text));
    case "by":
      return bareName(clause.value) === bareName(text);
    case "for":
      return isSame(withoutBrackets(clause.value), withoutBrackets(text));
    case "via":
    case "with":
    case "id":
      return isSame(clause.value, text);
  }
}

function dateDiffers(wanted: ReceivedExpectation["date"], { date }: Received): string | undefined {
  const isThere = date !== undefined && date.text !== "";
  switch (wanted) {
    case undefined:
      return undefined;
    case "absent":
      return isThere ? "there is a date" : undefined;
    case "any":
      return isThere ? undefined : "there is no date";
    case "valid":
      return date === undefined ? "there is no date" : describeFlaw(date.flaws[0]);
  }
}

function describeFlaw(flaw: Received["flaws"][number] | undefined): string | undefined {
  return flaw === undefined ? undefined : `${flaw.why} at character ${flaw.at + 1}`;
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const withoutBrackets = (path: string) => path.replace(/^<|>$/g, "");

function wantedIn(patterns: readonly TracePattern[], fill: Fill): string {
  return patterns.map((each) => each.kind === "text" ? fill(each.text) : each.kind).join(" or ");
}
