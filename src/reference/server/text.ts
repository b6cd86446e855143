/** The text of DATA: where it ends, and how dots are removed (RFC 5321 §4.1.1.4, §4.5.2). Pure. */

/** The end of a text: where the text ends, its last CRLF included, and where the next command begins. */
export interface TextEnd {
  readonly end: number;
  readonly next: number;
}

/**
 * Finds the end of a text: CRLF, dot, CRLF, and nothing else. The CRLF of the DATA line is the one before the first
 * line. `from` is where to begin looking; `read` is where the latest read began, which a right server must not heed.
 */
export function findEnd(text: string, from: number, _read: number): TextEnd | undefined {
  if (text.startsWith(".\r\n")) return { end: 0, next: 3 };
  const at = text.indexOf("\r\n.\r\n", Math.max(0, from - 4));
  return at === -1 ? undefined : { end: at + 2, next: at + 5 };
}

/** Takes the first character of each line that begins with a dot away (RFC 5321 §4.5.2). */
export function unstuff(text: string): string {
  return text.replace(/^\./, "").replaceAll("\r\n.", "\r\n");
}

/** The octets of the longest line, with its CRLF. */
export function longestLine(text: string): number {
  let longest = 0;
  for (const line of text.split("\r\n")) longest = Math.max(longest, line.length + 2);
  return longest;
}

/** Says whether a CR or an LF stands alone. */
export function hasBareLineEnd(text: string): boolean {
  return /\r(?!\n)/.test(text) || /(^|[^\r])\n/.test(text);
}
