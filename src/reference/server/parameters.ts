/** Parameters of MAIL and RCPT: their common grammar (RFC 5321 §4.1.2) and the encodings of their values. Pure. */
import type { Context, ParameterRules } from "./behaviour.ts";
import type { Parameter } from "./parameter.ts";
import { type Reply, reply } from "./reply.ts";
import type { State } from "./state.ts";

/** Reads esmtp-param *(SP esmtp-param), or undefined if the text is outside the grammar. */
export function readParameters(text: string, { isUtf8 }: { readonly isUtf8: boolean }): Parameter[] | undefined {
  if (text === "") return [];
  if (!text.startsWith(" ")) return undefined;
  const parameters: Parameter[] = [];
  const grammar = isUtf8
    ? /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~\x80-\xff]+))?$/
    : /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~]+))?$/;
  for (const word of text.slice(1).split(" ")) {
    const [whole, keyword, value] = grammar.exec(word) ?? [];
    if (whole === undefined || keyword === undefined) return undefined;
    parameters.push({ keyword: keyword.toUpperCase(), value });
  }
  return parameters;
}

/** Says whether a keyword is given twice. */
export function hasTwice(parameters: readonly Parameter[]): boolean {
  return new Set(parameters.map(({ keyword }) => keyword)).size < parameters.length;
}

/** Says whether a value is xtext (RFC 3461 §4): visible ASCII, "+" and "=" as "+" and two hexadecimal digits. */
export function isXtext(value: string): boolean {
  return /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(value);
}

/** Decodes xtext; its octets are one character each. */
export function decodeXtext(value: string): string {
  return value.replace(/\+([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16)));
}

/** Says whether a text is graphic and white space of ASCII, as an envelope identifier is (RFC 3461 §4.4). */
export function isPrintable(text: string): boolean {
  return /^[\t -~]*$/.test(text);
}

/** Refuses parameters of a command by its rules, or one that is given twice. */
export function refuseParameters(
  parameters: readonly Parameter[],
  { rules, state, context }: { readonly rules: ParameterRules; readonly state: State; readonly context: Context },
): Reply | undefined {
  for (const { keyword, value } of parameters) {
    const rule = rules.get(keyword);
    if (rule === undefined) return reply("555 5.5.4", "A parameter is not known"); // RFC 5321 §4.1.1.11
    const refusal = rule(value, context, { state, parameters });
    if (refusal !== undefined) return refusal;
  }
  return context.behaviour.hasTwice(parameters) ? reply("501 5.5.4", "A parameter comes twice") : undefined;
}

/** The reply to a value that a parameter cannot have. */
export function bad(keyword: string): Reply {
  return reply("501 5.5.4", `${keyword} cannot have this value`);
}
