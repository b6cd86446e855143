/**
 * What a problem of a target file may show. A password does not belong there, but people write it there all the same, and
 * a frame shows lines of which nothing is known but their text: the file may not even be YAML. Pure.
 */
import type { Problem } from "./frame.ts";
import { hidePasswords, starLogins } from "./passwords.ts";
import { makeSource, type Source } from "./source.ts";

const mark = "***";
/** What stands in the name of a key whose value is nobody's business. */
const secretWord = /pass|pwd|secret|token|credential/gi;
/** Where the secret is rather than what it is. */
const place = /^env [A-Z_][A-Z0-9_]*(?=[ \t\r]*(?:[,}\]]|$))/;
const leastWord = 4; // our choices, in characters: shorter ones stand in any sentence
const mostTexts = 500; // so many hidden texts, and words of them, are looked for elsewhere

/**
 * Gives problems of target files without what may be a password: in the lines that a frame shows, and in sentences.
 * `isTarget` says of a text whether it is that of such a file, where it may also be another.
 */
export function hideInProblems(
  problems: readonly Problem[],
  isTarget: (text: string) => boolean = () => true,
): readonly Problem[] {
  const sources = new Set(problems.map(({ span }) => span.source));
  const hidden = new Map([...sources].filter(({ text }) => isTarget(text)).map((source) => [source, hide(source)]));
  return problems.map((problem) => {
    const { message, hint, span } = problem;
    const found = hidden.get(span.source);
    if (found === undefined) return problem;
    const { source, texts } = found;
    const hinted = hint === undefined ? {} : { hint: hideIn(hint, texts) };
    return { ...problem, message: hideIn(message, texts), ...hinted, span: { ...span, source } };
  });
}

interface Hidden {
  /** With as many asterisks as there were characters, so that each place is where it was. */
  readonly source: Source;
  /** What was hidden. */
  readonly texts: readonly string[];
}

function hide(source: Source): Hidden {
  const texts = new Set<string>();
  const star = (text: string) => {
    if (text.trim() !== "") texts.add(text.trim());
    return text.replace(/\S/g, "*");
  };
  /** The column of the key whose value may go on, while it may. */
  let goesOn: number | undefined;
  const lines = source.text.split("\n").map((line) => {
    if (goesOn !== undefined && !endsValue(line, goesOn)) return star(line);
    const { start, column } = findSecret(line);
    goesOn = column;
    return starLogins(line.slice(0, start), star) + star(line.slice(start));
  });
  const some = [...texts].slice(0, mostTexts);
  // What is a password in one place is one in another, such as behind an anchor.
  const text = wordsOf(some).reduce((shown, word) => shown.replaceAll(word, "*".repeat(word.length)), lines.join("\n"));
  return { source: makeSource(source.path, text), texts: some };
}

/** Says whether a line is no part of the value of a key in a column: another key begins in it, no deeper than that. */
function endsValue(line: string, column: number): boolean {
  const indent = line.search(/[^ \t]/);
  return indent !== -1 && indent <= column && (/^[ \t]*["']?[\w@.-]+["']?[ \t]*:(?:[ \t\r]|$)/.test(line) ||
    (indent < column && /^[ \t]*- /.test(line)));
}

/** Finds what may be secret in one line, and the column of the last key whose value it is. */
function findSecret(line: string): { readonly start: number; readonly column: number | undefined } {
  let column: number | undefined;
  for (const { index, 0: word } of line.matchAll(secretWord)) {
    const before = /[\w.-]*$/.exec(line.slice(Math.max(0, index - 40), index))?.[0].length ?? 0;
    const after = /^[\w.-]*["']?[ \t]*[:=]?[ \t]*/.exec(line.slice(index + word.length))?.[0] ?? "";
    if (!isKeyAt(line.slice(0, index - before)) && !/[:=]/.test(after)) continue;
    column = index - before;
    const start = index + word.length + after.length;
    if (!place.test(line.slice(start))) return { start, column };
  }
  return { start: line.length, column };
}

/** Says whether a key may begin after the text before it. */
function isKeyAt(before: string): boolean {
  return /(?:^|[-{[,?])[ \t]*["']?$/.test(before.slice(-20));
}

/** Hides in a sentence what it quotes of hidden text, and its longer words wherever they stand. */
function hideIn(sentence: string, texts: readonly string[]): string {
  const quoted = hidePasswords(sentence).replace(
    /"([^"]+)"/g,
    (whole, inner) => texts.some((text) => text.includes(inner) || inner.includes(text)) ? `"${mark}"` : whole,
  );
  return wordsOf(texts).reduce((hidden, word) => hidden.replaceAll(word, mark), quoted);
}

/** Gives the longer words of hidden texts, the longest first. */
function wordsOf(texts: readonly string[]): readonly string[] {
  const words = new Set(texts.flatMap((text) => text.split(/[\s"'{}[\],:&*!]+/)));
  return [...words].filter(({ length }) => length >= leastWord).sort((one, other) => other.length - one.length)
    .slice(0, mostTexts);
}
