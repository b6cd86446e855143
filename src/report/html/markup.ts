/**
 * Markup that text cannot become: `markup` escapes each value that is not markup itself. What strangers wrote stands
 * as text whatever it holds: controls, marks of direction and CI commands are escaped as in every other report.
 */
import { plainLine, visible } from "../../base/show.ts";

/** A piece of HTML. Only the functions of this file make one. */
export interface Markup {
  readonly source: string;
}

export type Content = Markup | string | number | readonly Content[];

/** Writes HTML; values are escaped, lists are joined, markup stays. Attributes are quoted by the author. */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { source: parts.map((part, index) => part + write(values[index] ?? "")).join("") };
}

/** Sets text of strangers apart, so that letters that run from right to left move nothing around them. */
export function foreign(text: string): Markup {
  return markup`<bdi>${text}</bdi>`;
}

/** Sets escaped octets apart, line ends as \r and \n in an element of their own. */
export function octets(escaped: string): Markup {
  return markup`<bdi>${withLineEnds(visible(escaped))}</bdi>`;
}

/**
 * Writes line ends, which stand in a text as pictures, as text that every font has: a CRLF dimmed, so that the text before
 * it is read first, and a CR or LF that stands alone in bold. Each has its element: a backslash of a server has none.
 */
export function withLineEnds(text: string): Markup {
  return trusted(escapeHtml(text).replace(/␍␊|␍|␊/g, (end) => lineEnds[end] ?? ""));
}

const lineEnds: Readonly<Record<string, string>> = {
  "␍␊": "<i>\\r\\n</i>",
  "␍": '<b class="end">\\r</b>',
  "␊": '<b class="end">\\n</b>',
};

/** Takes text of our own that is HTML, style or script already. */
export function trusted(source: string): Markup {
  return { source };
}

function write(value: Content): string {
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return "source" in value ? value.source : value.map(write).join("");
}

const entities: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return plainLine(text).toWellFormed().replace(/[<>&"']/g, (character) => entities[character] ?? "");
}
