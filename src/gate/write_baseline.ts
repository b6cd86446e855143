/** Writes baselines, and brings one up to date without losing what people wrote into it. */
import { Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { plainLine } from "../base/show.ts";
import { type Known, type Report, type Result, sentenceOf } from "../report/report.ts";
import { selectsAll } from "../report/selection.ts";
import { removeBaseline, staleEntriesOf } from "./known.ts";
import { fitOf, sawOf } from "./saw.ts";

/** A baseline's text, and what became of its entries. */
export interface Written {
  readonly text: string;
  readonly added: readonly string[];
  readonly changed: readonly string[];
  /** What fails as known, and was known in the words of an older version. */
  readonly carriedOver: readonly string[];
  readonly removed: readonly string[];
}

export interface WriteOptions {
  /** Warnings too, for `--strict`. */
  readonly isStrict: boolean;
}

/** How a new one is written. */
export interface NewOptions extends WriteOptions {
  /** A comment for editors, which is to be the first line; absent for none. */
  readonly comment?: string;
}

const head = [
  "A baseline for smtpspec run --baseline: failures that are known. Such a failure does not break a run; another one of",
  "the same case does, and so does a stale entry. An entry may also have: why, link, and",
  "expires: 2027-01-31, the last day on which it holds. Without saw, any failure of that verdict is the known one.",
].map((line) => ` ${line}`).join("\n");

/** Writes the failures of a report as a baseline. */
export function writeBaseline(report: Report, { comment, ...options }: NewOptions): Written {
  const document = new Document({ known: [] }, { schema: "failsafe" });
  const of = plainLine(`Made of a run against ${report.target.name}, ${report.startedAt.slice(0, 10)}.`);
  document.commentBefore = [...comment === undefined ? [] : [comment], head, ` ${of}`].join("\n");
  return update(document, report, [], { ...options, hasCommentBeside: false });
}

/**
 * Brings a baseline up to date: removes what passes or names no case, corrects what fails in another way, adds what is
 * missing, and gives an entry in the words of an older version its key. Comments, reasons, links and days stay.
 * `entries` are what `readBaseline()` read from `text`, without a problem.
 */
export function updateBaseline(
  text: string,
  entries: readonly Known[],
  { report, ...options }: WriteOptions & { readonly report: Report },
): Written {
  const hasCommentBeside = /^known:[ \t]+#/m.test(text);
  return update(parseDocument(text, { schema: "failsafe" }), report, entries, { ...options, hasCommentBeside });
}

function update(
  document: Document,
  report: Report,
  entries: readonly Known[],
  { isStrict, hasCommentBeside }: WriteOptions & { readonly hasCommentBeside: boolean },
): Written {
  const bare = new Map(report.results.map(removeBaseline).map((result) => [result.id, result]));
  const isWhole = isWholeRun(report);
  // Of a part of the cases, what it does not name was left out; but a run with a baseline knew all their ids.
  const gone = new Set((report.baseline?.staleEntries ?? []).filter(({ kind }) => kind === "gone").map(({ id }) => id));
  const ids = new Set(isWhole ? bare.keys() : entries.map(({ id }) => id).filter((id) => !gone.has(id)));
  const baseline = { file: "", entries };
  const staleEntries = staleEntriesOf([...bare.values()], baseline, { today: "", isWhole, ids });
  const of = (...kinds: readonly string[]) =>
    staleEntries.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);
  const [removed, changed] = [of("gone", "passes"), of("other")];
  const carriedOver = entries.filter(({ id }) => !removed.includes(id) && !changed.includes(id))
    .filter(({ id, saw }) => isInOldWords(saw, bare.get(id))).map(({ id }) => id);
  const known = new Set(entries.map(({ id }) => id));
  const added = [...bare.values()]
    .filter(({ id, verdict }) => !known.has(id) && (verdict === "fail" || (verdict === "warn" && isStrict)));
  const list = listOf(document);
  const isGoing = (item: unknown) => isMap(item) && removed.includes(textAt(item, "id"));
  if (isGoing(list.items[0])) removeFirstComment(list, hasCommentBeside);
  list.items = list.items.filter((item) => !isGoing(item));
  for (const item of list.items) {
    const id = isMap(item) ? textAt(item, "id") : "";
    const result = changed.includes(id) || carriedOver.includes(id) ? bare.get(id) : undefined;
    if (isMap(item) && result !== undefined) correct(item, result);
  }
  for (const result of added) list.items.push(entryOf(document, result));
  list.flow = list.items.length === 0;
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return { text, added: added.map(({ id }) => id), changed, carriedOver, removed };
}

/** Says whether all cases were in the run. */
export function isWholeRun({ options, complete }: Report): boolean {
  return complete && options.shard === undefined && selectsAll(options);
}

function listOf(document: Document) {
  const list = document.get("known");
  if (isSeq(list)) return list;
  const made = document.createNode([]);
  document.set("known", made);
  return made;
}

/**
 * Removes the comment of the first entry, which goes. The parser has it as the comment of the list, and with it, before
 * an empty line or beside `known:`, what is said of all entries.
 */
function removeFirstComment(list: YAMLSeq, hasCommentBeside: boolean): void {
  const { commentBefore } = list;
  if (typeof commentBefore !== "string") return;
  const end = commentBefore.lastIndexOf("\n\n");
  const kept = end >= 0 ? commentBefore.slice(0, end) : hasCommentBeside ? commentBefore.split("\n")[0] : undefined;
  list.commentBefore = kept === undefined ? null : `${kept}\n`; // The empty line keeps it apart from the next entry.
}

function textAt(entry: YAMLMap, key: string): string {
  const value = entry.get(key, true);
  return isScalar(value) ? String(value.value) : "";
}

/** Says whether an entry knows a failure by the words of an older version, where the result has a key. */
function isInOldWords(saw: string | null, result: Result | undefined): boolean {
  return result !== undefined && typeof result.deviation?.key === "string" &&
    (result.verdict === "fail" || result.verdict === "warn") && fitOf(saw, result) === "words";
}

/** Puts into an entry what was received; the keys that people write are left alone. */
function correct(entry: YAMLMap, result: Result): void {
  entry.set("verdict", result.verdict);
  const saw = sawOf(result);
  if (saw === undefined || !entry.has("saw")) entry.delete("saw");
  else entry.set("saw", saw);
}

function entryOf(document: Document, result: Result) {
  const saw = sawOf(result);
  const entry = document.createNode({ id: result.id, verdict: result.verdict, ...(saw === undefined ? {} : { saw }) });
  entry.commentBefore = ` ${plainLine(`${sentenceOf(result)} (${result.rfc.join(", ")})`)}`;
  return entry;
}
