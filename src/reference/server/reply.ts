/** Replies as the reference server makes them. */

/** A reply before it is written: one line or several, each with the enhanced status code in front if there is one. */
export interface Reply {
  readonly code: number;
  /** The enhanced status code (RFC 2034 §4), or undefined where none belongs. */
  readonly enhanced: string | undefined;
  readonly lines: readonly string[];
}

/** Makes a reply: `reply("550 5.1.1", "No such mailbox")`. */
export function reply(code: string, ...lines: readonly string[]): Reply {
  const [digits, enhanced] = code.split(" ");
  return { code: Number(digits), enhanced, lines };
}

/** Writes a reply (RFC 5321 §4.2.1), one character an octet. */
export function writeReply({ code, enhanced, lines }: Reply): string {
  const status = enhanced === undefined ? "" : `${enhanced} `;
  return lines.map((line, at) => `${code}${at === lines.length - 1 ? " " : "-"}${status}${line}\r\n`).join("");
}
