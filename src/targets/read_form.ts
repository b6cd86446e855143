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
  if (form.fits(text)) return text;
  return form.mayBeSecret === true
    ? refuse(reading, redact(span), `Cannot use this as ${form.what}`, form.hint)
    : refuse(reading, span, `Cannot use "${text}" as ${form.what}`, form.hint);
}

/** Gives the span over a source in which it is blotted out, so that no frame shows it. */
export function redact(span: Span): Span {
  const { source, start, end } = span;
  const text = source.text.slice(0, start) + "*".repeat(end - start) + source.text.slice(end);
  return { ...span, source: { ...source, text } };
}
