/** Whether the trace that servers left in a message is as a case wants it (RFC 5321 §4.4). Pure. */
import { latin1 } from "../base/octets.ts";
import { escapeOctets } from "../base/show.ts";
import type { Range, ReceivedExpectation, ReturnPathExpectation, Template, TracePattern } from "../case/case.ts";
import {
  bareName,
  type Clause,
  type ClauseName,
  isOnePath,
  namesIn,
  parseReceived,
  type Received,
} from "../smtp/received.ts";

/** A header field; folded or not. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Gives the text of a template. */
export type Fill = (template: Template) => string;

/** Says how the Received fields of a header differ from what is wanted, or undefined. */
export function receivedDiffers(
  wanted: ReceivedExpectation,
  header: readonly HeaderField[],
  fill: Fill,
): string | undefined {
  const of = wanted.of === undefined ? undefined : fill(wanted.of);
  const fields = fieldsOf(header, "received").map(({ value }) => ({ value, read: parseReceived(value) }))
    .filter(({ read }) =>
      of === undefined || clauseOf(read, "from").some((from) => namesIn(from).includes(bareName(of)))
    );
  const name = of === undefined ? "Received field" : `Received field from ${of}`;
  const miscounted = countDiffers(fields.length, wanted.count, name);
  if (miscounted !== undefined || fields.length === 0) return miscounted;
  const looked = wanted.nth === undefined ? fields : fields.slice(wanted.nth - 1, wanted.nth);
  const differences = looked.map(({ value, read }) => ({ value, why: fieldDiffers(wanted, read, fill) }));
  const [first] = differences;
  if (first === undefined) return `there are only ${fields.length} ${name}s`;
  return differences.some(({ why }) => why === undefined) ? undefined : `${first.why}: ${show(first.value)}`;
}

/** Says how Return-Path differs from what is wanted, or undefined. */
export function returnPathDiffers(
  { path, count }: ReturnPathExpectation,
  header: readonly HeaderField[],
  fill: Fill,
): string | undefined {
  const values = fieldsOf(header, "return-path").map(({ value }) => value.trim());
  const mayLack = path.some(({ kind }) => kind === "absent") && count === undefined
    ? { least: 0, most: Infinity }
    : count;
  const miscounted = countDiffers(values.length, mayLack, "Return-Path field");
  if (miscounted !== undefined || values.length === 0) return miscounted;
  const fits = (value: string) =>
    path.some((each) => each.kind === "any" || (each.kind === "text" && isSame(value, fill(each.text))));
  return values.some(fits) ? undefined : `Return-Path is ${values.map(show).join(", ")}, not ${wantedIn(path, fill)}`;
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

function countDiffers(found: number, count: Range | undefined, name: string): string | undefined {
  if (count === undefined) return found === 0 ? `there is no ${name}` : undefined;
  return found < count.least || found > count.most ? `there are ${found} ${name}s` : undefined;
}

function fieldDiffers(wanted: ReceivedExpectation, read: Received, fill: Fill): string | undefined {
  for (const [name, patterns] of wanted.clauses) {
    const [clause] = clauseOf(read, name);
    if (patterns.some((pattern) => clauseFits(name, pattern, clause, fill))) continue;
    const is = clause === undefined ? "missing" : clause.value;
    return `${name.toUpperCase()} is ${is}, not ${wantedIn(patterns, fill)}`;
  }
  return dateDiffers(wanted.date, read) ?? (wanted.isStrict ? sayFlaw(read.flaws[0]) : undefined);
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
    case "from": // What the client called itself may stand in the comment alone.
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
      return date === undefined ? "there is no date" : sayFlaw(date.flaws[0]);
  }
}

function sayFlaw(flaw: Received["flaws"][number] | undefined): string | undefined {
  return flaw === undefined ? undefined : `${flaw.why} at character ${flaw.at + 1}`;
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
const withoutBrackets = (path: string) => path.replace(/^<|>$/g, "");

function wantedIn(patterns: readonly TracePattern[], fill: Fill): string {
  return patterns.map((each) => each.kind === "text" ? fill(each.text) : each.kind).join(" or ");
}

const mostCharacters = 300; // our choice: a long field in one piece
function show(value: string): string {
  const cut = value.length > mostCharacters ? ` … (${value.length} octets)` : "";
  return `"${escapeOctets(latin1(value.slice(0, mostCharacters)))}"${cut}`;
}
