/** How much YAML there is in a file: its tokens are counted before anything is made of them. */
import { CST, Lexer } from "yaml";

/** The most tokens of a file. Our choice: four times the largest that there is, and read in less than a second. */
export const mostTokens = 100_000;

/** What is an escape that nobody knows takes as long as so many tokens. */
const tokensOfBackslash = 4;

/** What one character can make at the most: a token, one that stands for no text beside it, and an escape. */
const mostOfCharacter = 2 + tokensOfBackslash;

/** Tokens of the lexer that stand for no text of the file. */
const without: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

/**
 * Finds where a text has more tokens than may be read; undefined if it has not. Each backslash between double quotes
 * counts too, since it can be an error of its own.
 */
export function findExcess(text: string): number | undefined {
  if ((text.length + 1) * mostOfCharacter <= mostTokens) return undefined; // The lexer would take as long as all the rest.
  let tokens = 0;
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1 + (token.startsWith('"') ? tokensOfBackslash * countBackslashes(token) : 0);
    if (tokens > mostTokens) return at;
    if (!without.has(token)) at += token.length;
  }
  return undefined;
}

function countBackslashes(token: string): number {
  let count = 0;
  for (let at = token.indexOf("\\"); at !== -1; at = token.indexOf("\\", at + 1)) count++;
  return count;
}
