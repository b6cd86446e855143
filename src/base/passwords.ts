/** Passwords that somebody has written where none belongs, on a command line or in a target file: no error repeats them. Pure. */
import type { Problem } from "./frame.ts";
import { makeSource, type Source } from "./source.ts";

/** What stands between the user and "@" of a URL; a port, which is followed by a space or the end, is none. */
const inUrl = /(:\/\/[^\s:@/"]{0,200}:)(?!\d{1,5}(?:[\s"/]|$))[^]{1,500}(?=@)/g;
/** The same without a scheme: "alice:WORD@mx.test". The path of SMTP stands in angle brackets. */
const inWord = /:(?!\/\/|<)\S{1,500}(?=@)/g;

/** Hides what may be a password in a sentence that repeats what a user wrote. */
export function hidePasswords(text: string): string {
  return text.replace(inUrl, "$1***").replace(inWord, ":***");
}

/** Hides what may be a password in problems of a target file: in what they say, and in the lines that they show. */
export function hideInProblems(problems: readonly Problem[]): readonly Problem[] {
  const blotted = new Map<Source, Source>();
  return problems.map((problem) => {
    const { source } = problem.span;
    const clean = blotted.get(source) ?? blotOut(source);
    blotted.set(source, clean);
    return { ...problem, message: hidePasswords(problem.message), span: { ...problem.span, source: clean } };
  });
}

/** A key that is called like a secret, and what stands before it; its value follows. */
const secretKey = /^(.{0,500}?(?:pass|secret|token|pwd)[\w.-]{0,40}["']?\s{0,20}[:=]\s{0,100})([^]*)$/i;
const variable = /^["']?env [A-Za-z_]\w*["']?\s*(?:[,}#][^]*)?$/;

/** Gives a target file with stars for all that may be a password; each other character keeps its place. */
function blotOut(source: Source): Source {
  let valueDepth: number | undefined;
  const lines = source.text.split("\n").map((line) => {
    const depth = line.search(/\S/);
    // The value of a key may go on in lines that are deeper.
    if (valueDepth !== undefined && (depth > valueDepth || depth === -1)) return stars(line);
    valueDepth = undefined;
    const [, key = "", value = ""] = secretKey.exec(line) ?? [];
    if (key === "" || variable.test(value)) return line.replace(inUrl, blotMatch).replace(inWord, blotMatch);
    valueDepth = depth;
    return key + stars(value);
  });
  return makeSource(source.path, lines.join("\n"));
}

const stars = (text: string) => text.replace(/\S/g, "*");
/** What is before the value in a match of `inUrl` has to stay. */
const blotMatch = (match: string, before: unknown) =>
  typeof before === "string" ? before + stars(match.slice(before.length)) : `:${stars(match.slice(1))}`;
