/** A file that was read, with its text and the offset at which each of its lines starts. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** A stretch of a source. Offsets count UTF-16 units from the start of the file, as the YAML library does. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place as people count: line and column begin at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Makes a source out of a file's text. */
export function makeSource(path: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  return { path, text, lineStarts };
}

/** Finds the line and column at which a span begins. */
export function placeOf(span: Span): Place {
  const { lineStarts, path } = span.source;
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  return { file: path, line: low + 1, column: span.start - (lineStarts[low] ?? 0) + 1 };
}

/** Gives one line of a source without its line end; lines count from 1. */
export function lineText(source: Source, line: number): string {
  const start = source.lineStarts[line - 1] ?? source.text.length;
  const end = source.lineStarts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, "");
}
