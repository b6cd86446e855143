/** Reading the values of target files in their forms. */
import { type Reading, readText, refuse } from "../case/reader.ts";
import type { Span } from "../base/source.ts";
import type { Node } from "../case/yaml.ts";
import type { Form } from "./form.ts";

/** Reads text of a form. */
export function readForm(reading: Reading, node: Node, form: Form): string | undefined {
  const text = readText(reading, node);
  return text === undefined ? undefined : checkForm(reading, { text, span: node.span }, form);
}

/** Gives text that has a form; refuses any other. */
export function checkForm(
  reading: Reading,
  { text, span }: { readonly text: string; readonly span: Span },
  form: Form,
): string | undefined {
  return form.fits(text) ? text : refuse(reading, span, `Cannot use "${text}" as ${form.what}`, form.hint);
}
