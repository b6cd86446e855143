/**
 * Text in Markdown that stays text. What strangers wrote stands in code spans and code blocks, whose fences are longer
 * than any in them; in prose each character that could be markup of Markdown or HTML is escaped.
 */
import { clip, plainLine } from "../base/show.ts";

/** Writes text as a code span of at most `most` characters: no markup, no mention and no link is seen in it. */
export function code(text: string, most: number): string {
  const shown = clip(plainLine(text), most);
  if (shown.trim() === "") return "(nothing)";
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Writes lines as a code block. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const shown = lines.map(plainLine);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  return [`${fence}${language}`, ...shown, fence].join("\n");
}

/** Writes a sentence of at most `most` characters. */
export function prose(text: string, most: number): string {
  return clip(plainLine(text.replace(/\s+/g, " ")), most)
    .replace(/[\\`*_[\]<>|~#&$!]/g, "\\$&")
    .replaceAll("@", "&#64;");
}

/** Writes a list of named values; the values are code. */
export function bulleted(items: readonly (readonly [name: string, value: string])[]): string {
  return items.map(([name, value]) => `- ${name}: ${code(value, 2000)}`).join("\n");
}

/** Writes a row of a table from cells that are Markdown: a bar would end a cell even in code. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
}
