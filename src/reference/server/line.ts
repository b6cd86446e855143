/** Command lines: where they end, what may not stand in them, and the verb that begins them. Pure. */

/** A line without its CRLF, and what was received after it. */
export interface CutLine {
  readonly line: string;
  readonly rest: string;
}

/** Cuts the first line off; undefined when its end has not come. Only CRLF ends a line (RFC 5321 §2.3.8). */
export function cutLine(input: string): CutLine | undefined {
  const end = input.indexOf("\r\n");
  return end === -1 ? undefined : { line: input.slice(0, end), rest: input.slice(end + 2) };
}

/** Says what is wrong with a line whatever command it holds, or undefined. */
export function flawOf(line: string): string | undefined {
  if (/[\r\n]/.test(line)) return "A bare CR or LF ends no line";
  if (line.includes("\0")) return "NUL has no place in a command";
  return undefined;
}

/** A command: its verb in upper case, and what follows it. */
export interface Command {
  readonly verb: string;
  /** Without the space before it; empty if there is none. */
  readonly argument: string;
}

/** Reads the verb of a line. White space at the end of the line is tolerated (RFC 5321 §4.1.1). */
export function readCommand(line: string): Command {
  const trimmed = line.replace(/[ \t]+$/, "");
  const space = trimmed.indexOf(" ");
  if (space === -1) return { verb: trimmed.toUpperCase(), argument: "" };
  return { verb: trimmed.slice(0, space).toUpperCase(), argument: trimmed.slice(space + 1) };
}
