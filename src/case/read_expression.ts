/** Regular expressions out of case files, each problem at the characters that are at fault. */
import type { Span } from "../base/source.ts";
import { Expression, makeExpression } from "./expression.ts";
import { type Reading, readText, refuse } from "./reader.ts";
import type { Node } from "./yaml.ts";

/** Reads a regular expression written as '/…/' or '/…/i'. What cannot be matched in linear time is refused. */
export function readExpression(reading: Reading, node: Node): Expression | undefined {
  const text = readText(reading, node);
  if (text === undefined) return undefined;
  const match = /^\/(.*)\/(i?)$/s.exec(text);
  if (match?.[1] === undefined) {
    return refuse(reading, node.span, `Cannot read "${text}" as a regular expression`, "write '/…/' or '/…/i'");
  }
  if (node.kind === "scalar" && node.style === "double") {
    return refuse(reading, node.span, "Cannot read a regular expression in double quotes", "write it in single quotes");
  }
  const made = makeExpression(match[1], { ignoresCase: match[2] === "i" });
  if (made instanceof Expression) return made;
  reading.problems.push({ message: made.reason, span: partOf(node.span, text, made), hint: made.hint });
  return undefined;
}

/** Finds the characters at fault in the file, where the expression stands there as it is. */
function partOf(span: Span, text: string, part: { readonly start: number; readonly end: number }): Span {
  const written = span.source.text.slice(span.start, span.end).indexOf(text);
  if (written === -1 || part.end === part.start) return span;
  const start = span.start + written + 1; // after the first slash
  return { ...span, start: start + part.start, end: start + part.end };
}
