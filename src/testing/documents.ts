/** What the Markdown documents of the repository hold: code blocks, code spans, links, headings, tables. Pure. */

/** A fenced block of code. */
export interface CodeBlock {
  /** What follows the fence: "sh", "yaml", or nothing. */
  readonly language: string;
  readonly text: string;
  /** Of the first line of its text, from 1. */
  readonly line: number;
}

/** Gives the fenced blocks of a document. */
export function codeBlocks(document: string): CodeBlock[] {
  return [...document.matchAll(/^```([a-z]*)\n([^]*?)^```$/gm)].map(({ index, 1: language = "", 2: text = "" }) => ({
    language,
    text,
    line: document.slice(0, index).split("\n").length + 1,
  }));
}

/** Gives the document without its fenced blocks. */
export function withoutBlocks(document: string): string {
  return document.replace(/^```[a-z]*\n[^]*?^```$/gm, "");
}

/** Gives the texts between single backticks, outside fenced blocks. */
export function codeSpans(document: string): string[] {
  return [...withoutBlocks(document).matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
}

/** Gives the targets of links and images, outside code. */
export function linkTargets(document: string): string[] {
  const prose = withoutBlocks(document).replace(/`[^`\n]+`/g, "code");
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = ""]) => target);
}

/** Gives the anchors of a document's headings, as GitHub makes them. */
export function anchors(document: string): string[] {
  return headings(document).map((heading) =>
    heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
  );
}

/** Gives the texts of a document's headings. */
export function headings(document: string): string[] {
  return [...withoutBlocks(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => heading);
}

/** Gives the first cells of the table whose first head is this, without their backticks; fails for a table that is missing. */
export function firstCells(document: string, head: string): string[] {
  const lines = document.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  if (start === -1) throw new Error(`There is no table with the head "${head}"`);
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start + 2, start + (length === -1 ? lines.length : length))
    .map((line) => (/^\| (.*?) \|/.exec(line)?.[1] ?? "").replaceAll("`", ""));
}

/**
 * Gives the arguments of each call of smtpspec in lines for a shell. Lines that end in a backslash go on; a variable and
 * a sum stand for 1; what follows a comment, a pipe, a redirection or a list operator is no argument.
 */
export function smtpspecCalls(shell: string): string[][] {
  const calls = shell.replaceAll("\\\n", " ").matchAll(/(?:^|[\s;])smtpspec (?!&&|\|\|)([^\n]*)/g);
  return [...calls].map(([, rest = ""]) => {
    const plain = rest.replace(/\$\(\([^)]*\)\)+|\$\{\{[^}]*\}\}|\$\w+/g, "1");
    const words = [...plain.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word);
    const end = words.findIndex((word) => /^(?:#|&|\||;|>|[0-9]?>)/.test(word));
    return words.slice(0, end === -1 ? words.length : end).map((word) => word.replaceAll(/["']/g, ""));
  }).filter((words) => words.length > 0);
}
