/**
 * Regular expressions of case files, which are data from strangers and meet the text of strangers: each takes time in
 * proportion to the text. V8 does not promise that. Its linear engine is an experiment behind a flag, takes no `i` and
 * no count above 16, and is left to a guess of the other engine, which can need a square of the text before.
 */
import { run } from "./expression_machine.ts";
import { compileExpression, type Program, type Refusal } from "./expression_program.ts";

/** A reply is no longer, and of a header field that is longer nobody wants to know more. */
const mostCharacters = 1_048_576;

/** An expression as JavaScript has it, but for what cannot be matched in linear time. */
export class Expression {
  readonly #program: Program;
  readonly #written: string;

  constructor(program: Program, written: string) {
    this.#program = program;
    this.#written = written;
  }

  /** Says whether it fits somewhere in a text, of which it sees no more than the first `mostCharacters`. */
  test(text: string): boolean {
    return run(this.#program, text.slice(0, mostCharacters)) !== undefined;
  }

  /** Gives what its only group holds in the first place where it fits, or undefined. */
  group(text: string): string | undefined {
    const found = run(this.#program, text.slice(0, mostCharacters));
    return found === undefined || found.end === -1 ? undefined : text.slice(found.start, found.end);
  }

  /** How many groups it has. */
  get groups(): number {
    return this.#program.groups;
  }

  /** How many steps it has: for each character of a text it takes so many at most. */
  get steps(): number {
    return this.#program.steps.length;
  }

  /** Gives it as the file has it, with its slashes. */
  toString(): string {
    return this.#written;
  }
}

/** What was made last: each row of variants has the same expressions. */
const made = new Map<string, Expression | Refusal>();
const mostMade = 500; // our choice

/** Makes an expression of what stands between the slashes, or says what of it cannot be used and why. */
export function makeExpression(source: string, options: { readonly ignoresCase: boolean }): Expression | Refusal {
  const written = `/${source}/${options.ignoresCase ? "i" : ""}`;
  const known = made.get(written);
  if (known !== undefined) return known;
  const program = compileExpression(source, options);
  const expression = program.kind === "refusal" ? program : new Expression(program, written);
  if (made.size >= mostMade) made.clear();
  made.set(written, expression);
  return expression;
}
