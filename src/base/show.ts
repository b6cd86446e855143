/**
 * Octets as text that people read, and back. What a server sends is text from strangers: nothing that leaves this
 * file holds a control character, a terminal escape or a character outside printable ASCII, save the two pictures
 * of CR and LF.
 */
import { latin1, latin1Text, type Octets } from "./octets.ts";

const named: ReadonlyMap<number, string> = new Map([[0x0d, "\\r"], [0x0a, "\\n"], [9, "\\t"], [0, "\\0"], [
  0x5c,
  "\\\\",
]]);
/** The escape of each octet, by its number. */
const escapes = Array.from(
  { length: 256 },
  (_, octet) => named.get(octet) ?? `\\x${octet.toString(16).padStart(2, "0")}`,
);

/** Writes octets as printable ASCII, in the escapes of a `bytes` string; `unescapeOctets()` gives them back. */
export function escapeOctets(octets: Uint8Array): string {
  return latin1Text(octets).replace(
    // deno-lint-ignore no-control-regex -- control characters are what is looked for
    /[\x00-\x1f\x7f-\xff\\]/g,
    (character) => escapes[character.charCodeAt(0)] ?? "",
  );
}

/** Reads what `escapeOctets()` wrote. */
export function unescapeOctets(text: string): Octets {
  const plain: Record<string, string> = { r: "\r", n: "\n", t: "\t", "0": "\0", "\\": "\\" };
  return latin1(
    text.replace(
      /\\(?:x([0-9a-f]{2})|(.))/g,
      (_, hex?: string, letter = "") =>
        hex === undefined ? plain[letter] ?? letter : String.fromCharCode(parseInt(hex, 16)),
    ),
  );
}

/**
 * Shows escaped octets to a reader of the terminal: line ends as pictures, backslashes single, the rest escaped. Safe
 * for one line, as `plainLine()` is, whatever the text.
 */
export function visible(escaped: string): string {
  return plainLine(escaped.replace(/\\(r|n|\\)/g, (_, letter: string) => ({ r: "␍", n: "␊" })[letter] ?? "\\"));
}

// Controls, marks of direction and characters without a shape: each can make a line look like another one.
const unseen =
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
// All of these but LF, which ends each line of JSON: a large report has a million of them.
const unseenInLines = new RegExp(unseen.source.replace("\\x00-\\x1f", "\\x00-\\x09\\x0b-\\x1f"), "g");

const ciCommand = /##(?=[A-Za-z]*\[)/g;

/** Escapes controls, direction marks and characters without a shape. */
export function escapeUnseen(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/**
 * Makes any text safe for one line of a terminal or a log: controls and direction marks are escaped, and the `##[…]`
 * and `##name[…]` that CI servers execute as a command anywhere in a line.
 */
export function plainLine(text: string): string {
  return escapeUnseen(text).replace(ciCommand, "#\\x23");
}

/**
 * Disarms a line that a CI server would execute as a command: `::error::` where the line begins. The
 * line keeps its width where it is indented.
 */
export function disarm(line: string): string {
  return line.replace(/^( {0,3})( *)::/, "$2\\x3a:");
}

/** Writes in JSON's own escapes what `plainLine()` would write in others, so that JSON in a log is harmless. */
export function plainJson(json: string): string {
  return json
    .replace(unseenInLines, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(ciCommand, "#\\u0023");
}

/** Cuts text to `width` characters, with three dots where something was left out. */
export function clip(text: string, width: number): string {
  return text.length <= width ? text : text.slice(0, Math.max(0, width - 3)) + "...";
}
