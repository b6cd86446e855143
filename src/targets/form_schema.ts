/** The forms of a target's values as JSON Schema, for editors. A form knows more than its pattern: it decides. */
import type { Schema } from "../case/keys.ts";
import { addressForm, clientForm, environmentForm, type Form, hostForm, pathForm, plainText } from "./form.ts";
import { imapForm } from "./imap_url.ts";

const control = "\\u0000-\\u001f\\u007f-\\u009f";
const label = "[A-Za-z0-9_-]{1,63}";
const hostName = `(?!.{254}|[0-9.]+\\.$)${label}(\\.${label})*\\.?`;
const ipv6 = "[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*";

const patterns: ReadonlyMap<Form, string> = new Map([
  [plainText, `^(?=.*\\S)[^${control}]+$`],
  [hostForm, `^(${hostName}|${ipv6})$`],
  [addressForm, `^[^\\s<>@${control}]+@[^\\s<>@${control}]+$`],
  [clientForm, `^(\\[[0-9A-Za-z:.-]+\\]|${hostName})$`],
  [pathForm, `^(?=.*\\S)[^,${control}]+$`],
  [environmentForm, "^env [A-Za-z_][A-Za-z0-9_]*$"],
  [imapForm, "^[iI][mM][aA][pP][sS]?://[^/:;]+@(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_.-]+)(:[0-9]{1,5})?(/[ -~]*)?$"],
]);
/** What an editor reads as a number or as a truth is text to us, where it has the form. */
const mayBeNumber: readonly Form[] = [plainText, hostForm, clientForm, pathForm];

/** Gives the schema of values of a form. */
export function schemaOf(form: Form): Schema {
  const pattern = patterns.get(form);
  if (pattern === undefined) throw new Error(`The form of ${form.what} has no pattern`);
  const text: Schema = { type: "string", pattern };
  return mayBeNumber.includes(form) ? { anyOf: [text, { type: ["number", "boolean"] }] } : text;
}
