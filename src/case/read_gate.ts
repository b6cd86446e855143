/** Gates: what a target must offer or have for a case to be played. */
import { closest } from "../base/guess.ts";
import { facts, type Gate } from "./case.ts";
import { hintFor, type Reading, readText, refuse } from "./reader.ts";
import { renamed } from "./renamed.ts";
import type { Node } from "./yaml.ts";

/** Reads a keyword ("AUTH PLAIN", "not CHUNKING") or a fact of the target ("user", "rcpts 100"). */
export function readGate(reading: Reading, node: Node): Gate | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const keyword = /^(not )?([A-Z0-9][A-Z0-9-]*(?: [!-~]+)*)$/.exec(text);
  if (keyword?.[2] !== undefined) return { kind: "keyword", keyword: keyword[2], isOffered: keyword[1] === undefined };
  const [word = "", count] = text.split(" ");
  const fact = facts.find((known) => known === word);
  if (fact === undefined || (count !== undefined && !/^[1-9][0-9]{0,5}$/.test(count))) {
    const hint = fact !== undefined
      ? `a number follows: ${fact} 100`
      : closest(word, facts).length === 0 && !renamed.has(word)
      ? `a keyword has capitals: ${text.toUpperCase()}; a fact is one of ${facts.join(", ")}`
      : hintFor(reading, word, facts);
    return refuse(reading, node.span, `Cannot read the requirement "${text}"`, hint);
  }
  return { kind: "fact", fact, count: count === undefined ? 1 : Number(count) };
}

/** Writes a gate as it stands in a case file. */
export function showGate(gate: Gate): string {
  if (gate.kind === "keyword") return gate.isOffered ? gate.keyword : `not ${gate.keyword}`;
  return gate.count === 1 ? gate.fact : `${gate.fact} ${gate.count}`;
}
