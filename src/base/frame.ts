/** Problems of case and target files, and the frame that points at them. Only this file draws carets. */
import { clip, plainLine } from "./show.ts";
import { wrapWords } from "./wrap.ts";
import { lineText, placeOf, type Span } from "./source.ts";

/** How grave a problem is: an error stops a command, a warning never does. */
export type Severity = "error" | "warning";

/** Something that the author of a file must mend, or should: what, where, and a hint how. */
export interface Problem {
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
  /** An error where nothing else is given. */
  readonly severity?: Severity;
}

/** Says how grave a problem is. */
export function severityOf({ severity = "error" }: Problem): Severity {
  return severity;
}

/** What lines are drawn for where nothing is known of the terminal. */
export const usualColumns = 80;
const gutterWidth = 10; // what a line of a file may have of the columns, besides: a number, a bar, an ellipsis at either end
const leastLabel = 40; // our choice: a label in a narrower column would be hard to read
const near = 200; // more than can be shown of a line: the rest is not looked at
const widestMessage = 200; // and a message, which may quote a value, at its end

/** Parts problems into errors and warnings. */
export function bySeverity(
  problems: readonly Problem[],
): { readonly errors: readonly Problem[]; readonly warnings: readonly Problem[] } {
  return {
    errors: problems.filter((problem) => severityOf(problem) === "error"),
    warnings: problems.filter((problem) => severityOf(problem) === "warning"),
  };
}

/**
 * Draws one problem with its file, line and column, the line itself, carets under the token, and the hint. No line but that
 * of the place is longer than `columns`.
 */
export function drawProblem(problem: Problem, { columns } = { columns: usualColumns }): string {
  const place = placeOf(problem.span);
  const severity = severityOf(problem);
  return [
    ...wrapWords(`${severity}: ${clip(plainLine(problem.message), widestMessage)}`, columns, severity.length + 2),
    `  --> ${plainLine(place.file)}:${place.line}:${place.column}`,
    ...drawFrame(problem.span, problem.hint ?? "", { before: 1, columns }),
  ].join("\n");
}

/** Draws the lines of a frame: some lines before, the line of the span, carets under it with a label. */
export function drawFrame(span: Span, label: string, options: {
  readonly before: number;
  readonly columns: number;
}): string[] {
  const place = placeOf(span);
  const before: string[] = [];
  for (let line = Math.max(1, place.line - options.before); line < place.line; line++) {
    const text = lineText(span.source, line);
    if (text.trim() !== "") {
      before.push(numbered(place.line, line, cut(plainLine(text.slice(0, near)), 0, options.columns).text));
    }
  }
  const text = lineText(span.source, place.line);
  const width = Math.max(1, Math.min(span.end - span.start, text.length - place.column + 1));
  return [bar(place.line), ...before, ...drawLine({ ...place, text, width, label, columns: options.columns })];
}

/** Draws one numbered line with carets and a label under it, in lines of at most `columns`. */
export function drawLine(shown: {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly width: number;
  readonly label: string;
  readonly columns: number;
}): string[] {
  // What is escaped gets longer, so the carets are counted in what is shown.
  const start = shown.column - 1;
  const end = start + Math.min(shown.width, near);
  const before = plainLine(shown.text.slice(Math.max(0, start - near), start));
  const token = plainLine(shown.text.slice(start, end));
  const after = plainLine(shown.text.slice(end, end + near));
  const { text, from } = cut(before + token + after, before.length, shown.columns);
  const widest = shown.columns - gutterWidth;
  const column = Math.min(before.length - from + (from > 0 ? 1 : 0), widest);
  const carets = " ".repeat(column) + "^".repeat(Math.max(1, Math.min(token.length, widest - column)));
  const head = `${bar(shown.line)} `;
  return [
    numbered(shown.line, shown.line, text),
    ...drawLabel(shown.label, { carets, columns: shown.columns - head.length }).map((line) => (head + line).trimEnd()),
  ];
}

/** Writes a label after the carets, or below them where it is longer than what is left of the line. */
function drawLabel(
  label: string,
  { carets, columns }: { readonly carets: string; readonly columns: number },
): string[] {
  if (carets.length + 1 + label.length <= columns) return [`${carets} ${label}`];
  const column = carets.indexOf("^");
  const indent = column + label.length <= columns ? column : Math.max(0, Math.min(column, columns - leastLabel));
  return [carets, ...wrapWords(label, columns - indent).map((line) => " ".repeat(indent) + line)];
}

const gutter = (line: number) => Math.max(2, String(line).length) + 1;
const bar = (line: number) => `${" ".repeat(gutter(line))} |`;
const numbered = (widestLine: number, line: number, text: string) =>
  `${String(line).padStart(gutter(widestLine))} | ${text}`.trimEnd();

/** Cuts a long line so that the column stays in sight. */
function cut(text: string, column: number, columns: number): { readonly text: string; readonly from: number } {
  const widest = columns - gutterWidth;
  if (text.length <= widest) return { text, from: 0 };
  const shown = widest - 2; // and an ellipsis at either end
  const from = Math.max(0, Math.min(column - shown / 2, text.length - shown));
  const part = text.slice(from, from + shown);
  return { text: (from > 0 ? "…" : "") + part + (from + shown < text.length ? "…" : ""), from };
}

/** Puts problems in the order of their files and places and discards duplicates. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const single = problems.filter((problem) => {
    const key = `${problem.span.source.path}\0${problem.span.start}\0${problem.message}`;
    return !seen.has(key) && seen.add(key);
  });
  return single.sort((one, other) =>
    one.span.source.path < other.span.source.path
      ? -1
      : one.span.source.path > other.span.source.path
      ? 1
      : one.span.start - other.span.start
  );
}
