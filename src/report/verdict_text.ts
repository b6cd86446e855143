/** Verdicts of the results of a case in a line of text: `p [a] [b] f [c]`, or just `p` for a case with one result. Pure. */
import { type Verdict, verdicts } from "../judge/verdict.ts";

/** One result: its verdict, the number of its reason where it has one, and what its id has after that of the case. */
export interface Token {
  readonly verdict: Verdict;
  readonly reason: number | undefined;
  /** `[variant]`, `:role`, `@host`, several of them, or nothing. It holds no space. */
  readonly suffix: string;
}

const letters: Readonly<Record<Verdict, string>> = {
  pass: "p",
  warn: "w",
  fail: "f",
  xfail: "x",
  xpass: "X",
  inconclusive: "i",
  skip: "s",
  error: "e",
};

/** Writes the letter of each verdict before the suffixes of its results; equal neighbours share it. */
export function writeVerdicts(results: readonly Token[]): string {
  const words: string[] = [];
  let before: string | undefined;
  for (const { verdict, reason, suffix } of results) {
    const letter = `${letters[verdict]}${reason ?? ""}`;
    if (letter !== before || suffix === "") words.push(letter);
    if (suffix !== "") words.push(suffix);
    before = letter;
  }
  return words.join(" ");
}

const letterForm = /^([a-zA-Z])([0-9]*)$/;

/** Reads what `writeVerdicts()` wrote; undefined if it is something else. */
export function readVerdicts(text: string): Token[] | undefined {
  const words = text.split(" ");
  const tokens: Token[] = [];
  let current: Omit<Token, "suffix"> | undefined;
  for (const [at, word] of words.entries()) {
    const [, letter, number = ""] = letterForm.exec(word) ?? [];
    if (letter !== undefined) {
      const verdict = verdicts.find((each) => letters[each] === letter);
      current = verdict && { verdict, reason: number === "" ? undefined : Number(number) };
    }
    if (current === undefined || (letter === undefined && !/^[[:@]/.test(word))) return undefined;
    const isAlone = letterForm.test(words[at + 1] ?? "p");
    if (letter === undefined) tokens.push({ ...current, suffix: word });
    else if (isAlone) tokens.push({ ...current, suffix: "" });
  }
  return tokens;
}
