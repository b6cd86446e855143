/** Parameters of MAIL and RCPT: their common grammar (RFC 5321 §4.1.2) and the encodings of their values. Pure. */

/** One parameter; keywords have no case. */
export interface Parameter {
  /** In upper case. */
  readonly keyword: string;
  readonly value: string | undefined;
}

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

/** Says whether a keyword comes twice. */
export function hasTwice(parameters: readonly Parameter[]): boolean {
  return new Set(parameters.map(({ keyword }) => keyword)).size < parameters.length;
}

/** Says whether a value is xtext (RFC 3461 §4): visible ASCII, "+" and "=" as "+" and two hexadecimal digits. */
export function isXtext(value: string): boolean {
  return /^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(value);
}
