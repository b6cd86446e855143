/** Text with variables as a case file has it. Types only. */
import type { Span } from "../base/source.ts";

/** Text with variables, as it will go out: literal text, and names with at most one sum. */
export interface Template {
  /** How literal text becomes octets: a line is UTF-8, a `bytes` string one octet a character. */
  readonly encoding: "utf8" | "latin1";
  readonly parts: readonly TemplatePart[];
  readonly span: Span;
}
export type TemplatePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string; readonly sum: Sum | undefined };
/** One sum on a variable's number, as in `${SIZE + 1}`. */
export interface Sum {
  readonly operator: "+" | "-" | "*" | "/";
  readonly operand: number;
}
