/** Breaking text into the lines of a terminal. */

/** Breaks text into lines of at most `width` characters, at spaces where there are some; `isExact` keeps all spaces. */
export function wrap(text: string, width: number, isExact = false): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const at = space > width / 3 ? space : isHalf(rest, width) ? width - 1 : width;
    lines.push(isExact ? rest.slice(0, at) : rest.slice(0, at).trimEnd());
    rest = isExact ? rest.slice(at) : rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

/** Says whether a cut would part the two halves of one character. */
function isHalf(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** Breaks text as `wrap()` does, and indents each line. */
export function indented(text: string, indent: number, width: number): string[] {
  return wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
}

/**
 * Breaks text into lines of at most `width` characters at spaces alone: a path or an id that is longer stays whole, so that
 * it can be copied. All lines but the first are indented by `hanging`.
 */
export function wrapWords(text: string, width: number, hanging = 0): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : " ".repeat(hanging) + word);
  }
  return lines;
}

/** Breaks lines that are longer than `width` as `wrapWords()` does; what follows stands two columns further in. */
export function fitLines(lines: readonly string[], width: number): string[] {
  return lines.flatMap((line) => {
    if (line.length <= width) return [line];
    const indent = line.length - line.trimStart().length;
    return wrapWords(line.trimStart(), width - indent, 2).map((part) => " ".repeat(indent) + part);
  });
}

/** Breaks a command at spaces, each line but the last with a backslash, so that it can be pasted into a shell. */
export function breakCommand(command: string, width: number): string[] {
  const lines: string[] = [];
  // A flag and its value stay together, and what stands in quotes.
  for (const word of command.match(/(?:--[a-z-]+ )?(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => index < lines.length - 1 ? `${line} \\` : line);
}
