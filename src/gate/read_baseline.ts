/** Baseline files: YAML, read by the reader of the case files. */
import { placeOf } from "../base/source.ts";
import { withoutHost } from "../case/coverage.ts";
import { optional } from "../case/pattern.ts";
import { type Reading, readList, readMap, readText, readWord, refuse, warn } from "../case/reader.ts";
import type { Mapping, Node } from "../case/yaml.ts";
import type { Known } from "../report/report.ts";
import { isKey } from "../judge/key.ts";
import { entryKeys, fileKeys, verdicts } from "./baseline_keys.ts";
import { makeIdHints } from "./entry_ids.ts";
import { isLintId } from "./saw.ts";

/**
 * Reads a baseline. With `ids`, those of all results that there can be on one host, an entry of another id is a problem.
 */
export function readBaseline(reading: Reading, node: Node, ids?: ReadonlySet<string>): Known[] {
  const list = readMap(reading, node, fileKeys)?.get("known")?.value;
  if (list === undefined) {
    if (node.kind === "map") {
      refuse(reading, node.span, `A baseline needs "known"`, "write known: and a list of entries");
    }
    return [];
  }
  if (list.kind === "scalar" && list.text === "") return []; // The last entry was removed by hand.
  const seen = new Set<string>();
  const checkId = ids === undefined ? () => {} : makeIdCheck(reading, ids);
  return readList(list).flatMap((item) => {
    const known = readEntry(reading, item, checkId);
    if (known === undefined) return [];
    if (seen.has(known.id)) {
      refuse(reading, item.span, `The id "${known.id}" is in two entries`, "remove one of them");
    }
    seen.add(known.id);
    return [known];
  });
}

function readEntry(reading: Reading, node: Node, checkId: (node: Node, id: string) => void): Known | undefined {
  const entries = readMap(reading, node, entryKeys);
  if (entries === undefined) return undefined;
  const text = (key: string) => optional(entries.get(key)?.value, (inner) => readText(reading, inner)) ?? null;
  for (const key of ["id", "verdict"]) {
    if (!entries.has(key)) refuse(reading, node.span, `An entry needs "${key}"`, "write {id: mail/…, verdict: fail}");
  }
  const idNode = entries.get("id")?.value;
  const id = readId(reading, idNode);
  if (id !== undefined && idNode !== undefined) checkId(idNode, id);
  const verdict = optional(entries.get("verdict")?.value, (inner) => readWord(reading, inner, verdicts));
  const saw = entries.get("saw");
  if (id !== undefined && isLintId(id) && saw !== undefined) {
    refuse(reading, saw.key.span, `A rule of the linter has no "saw"`, "which reply breaks it first is chance");
  }
  warnOfOldWords(reading, saw?.value);
  const expires = optional(entries.get("expires")?.value, (inner) => readDay(reading, inner)) ?? null;
  return id === undefined || verdict === undefined
    ? undefined
    : { id, verdict, saw: text("saw"), why: text("why"), link: text("link"), expires, source: placeOf(node.span) };
}

/** Refuses an id that no result has. The hosts of a target are not known here. */
function makeIdCheck(reading: Reading, ids: ReadonlySet<string>): (node: Node, id: string) => void {
  const hintFor = makeIdHints(ids, "remove the entry, or check it together with the case files that it is about");
  return (node, id) => {
    const bare = withoutHost(id);
    if (!ids.has(bare)) refuse(reading, node.span, `No result has the id "${id}"`, hintFor(bare));
  };
}

/** Before there were keys, words stood under `saw`. They are understood; a later version may say it in other words. */
function warnOfOldWords(reading: Reading, node: Node | undefined): void {
  if (node?.kind !== "scalar" || isKey(node.text)) return;
  const hint = `smtpspec baseline REPORT.json --update ${placeOf(node.span).file} carries it over`;
  warn(reading, node.span, `"${node.text}" is no key, but words of an older version`, hint);
}

function readId(reading: Reading, node: Node | undefined): string | undefined {
  const id = optional(node, (inner) => readText(reading, inner));
  if (node === undefined || id === undefined) return undefined;
  return id.includes("*")
    ? refuse(
      reading,
      node.span,
      "Cannot use a pattern as an id",
      "an entry is about one result; patterns are for --skip",
    )
    : id;
}

function readDay(reading: Reading, node: Node): string | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  return isDay ? text : refuse(reading, node.span, `Cannot read the day "${text}"`, "write 2027-01-31");
}

/** Says whether a node could be a baseline rather than a case file. */
export function looksLikeBaseline(node: Node): node is Mapping {
  return node.kind === "map" && node.entries.some(({ key }) => key.text === "known");
}
