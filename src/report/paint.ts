/** Colours of the console report. */
import * as colors from "@std/fmt/colors";
import type { Verdict } from "../judge/verdict.ts";
import type { RenderOptions } from "./render_options.ts";

/** The colour of each verdict. */
export const paints: Readonly<Record<Verdict, (text: string) => string>> = {
  pass: colors.green,
  warn: colors.yellow,
  fail: colors.red,
  xfail: colors.cyan,
  xpass: colors.red,
  inconclusive: colors.magenta,
  skip: colors.gray,
  error: colors.red,
};

/** Paints a text, or leaves it alone where colour is off. */
export function paint(text: string, how: (text: string) => string, { isColored }: RenderOptions): string {
  return isColored ? how(text) : text;
}
