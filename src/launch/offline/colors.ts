/**
 * Stands in for `@std/fmt/colors` where JSR is out of reach.
 * @module
 */
import { inspect, stripVTControlCharacters } from "node:util";

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "gray";

let isEnabled = !Deno.noColor;

/** Turns colours on or off; has no effect where the user set `NO_COLOR`. */
export function setColorEnabled(value: boolean): void {
  if (!Deno.noColor) isEnabled = value;
}

/** Reports whether the functions of this module add escape sequences. */
export function getColorEnabled(): boolean {
  return isEnabled;
}

/** Gives the text without its terminal escape sequences. Of a title or link that ends with `ESC \`, `@std/fmt` leaves
 * that end; here it goes too. */
export function stripAnsiCode(text: string): string {
  return stripVTControlCharacters(text);
}

/** Gives the text in bold. */
export function bold(text: string): string {
  return paint(text, "bold");
}

/** Gives the text dimmed. */
export function dim(text: string): string {
  return paint(text, "dim");
}

/** Gives the text in red. */
export function red(text: string): string {
  return paint(text, "red");
}

/** Gives the text in green. */
export function green(text: string): string {
  return paint(text, "green");
}

/** Gives the text in yellow. */
export function yellow(text: string): string {
  return paint(text, "yellow");
}

/** Gives the text in blue. */
export function blue(text: string): string {
  return paint(text, "blue");
}

/** Gives the text in magenta. */
export function magenta(text: string): string {
  return paint(text, "magenta");
}

/** Gives the text in cyan. */
export function cyan(text: string): string {
  return paint(text, "cyan");
}

/** Gives the text in gray. */
export function gray(text: string): string {
  return paint(text, "gray");
}

function paint(text: string, style: Style): string {
  const codes = inspect.colors[style];
  if (!isEnabled || !codes) return text;
  const [open, close] = [`\x1b[${codes[0]}m`, `\x1b[${codes[1]}m`];
  // What ends an inner style of the same kind starts the outer one again.
  return open + text.replaceAll(close, open) + close;
}
