/**
 * Expressions as programs, by Thompson's construction: what stands in a pattern becomes steps, a count becomes so many
 * copies, and `i` becomes sets of characters.
 */
import { type AST, RegExpParser, RegExpSyntaxError, visitRegExpAST } from "@eslint-community/regexpp";

/** One step of a program. */
export type ProgramStep =
  | { readonly kind: "character"; readonly has: (code: number) => boolean }
  /** Goes on at two places; the first is tried first. */
  | { readonly kind: "split"; first: number; second: number }
  | { readonly kind: "jump"; to: number }
  | { readonly kind: "assert"; readonly holds: (text: string, at: number) => boolean }
  /** Notes where the only group begins or ends, or that it has not been met. */
  | { readonly kind: "note"; readonly what: "start" | "end" | "nothing" }
  /** Begins a turn of a count, and ends it: a turn in which no character was read leads nowhere. */
  | { readonly kind: "turn"; readonly what: "start" | "end" }
  | { readonly kind: "found" };

/** What an expression does. It begins with its first step. */
export interface Program {
  readonly kind: "program";
  readonly steps: readonly ProgramStep[];
  readonly groups: number;
}

/** Why an expression cannot be used, and the part of it that is at fault. */
export interface Refusal {
  readonly kind: "refusal";
  readonly reason: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

/** The most steps of an expression. Our choice: twice what any case needs, and a line of 64 KB takes half a second. */
export const mostSteps = 600;
/** The longest expression, in characters. Our choice: groups in groups do not overflow the stack. */
const longest = 1_000;
const linear = "an expression must end in linear time";
const backReference = ["Cannot use a back-reference", linear] as const;

/** Compiles what stands between the slashes of an expression. */
export function compileExpression(
  source: string,
  { ignoresCase }: { readonly ignoresCase: boolean },
): Program | Refusal {
  const whole = { start: 0, end: source.length };
  if (source.length > longest) {
    const reason = `Cannot use an expression of ${source.length} characters`;
    return { kind: "refusal", reason, hint: `${longest} at most; make two of it`, ...whole };
  }
  try {
    const pattern = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source);
    return new Compiler(ignoresCase).compile(pattern);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    if (!(error instanceof RegExpSyntaxError)) throw error;
    const reason = error.message.slice(error.message.lastIndexOf(": ") + 2);
    return { kind: "refusal", reason: `Cannot read the regular expression: ${reason}`, hint: "", ...whole };
  }
}

/** Leaves the compiler; nobody else sees it. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(node: AST.Node, reason: string, hint: string) {
    super(reason);
    this.refusal = { kind: "refusal", reason, hint, start: node.start, end: node.end };
  }
}

class Compiler {
  readonly #flags: string;
  readonly #steps: ProgramStep[] = [];
  /** The group whose place is noted, if there is just one. */
  #only: AST.CapturingGroup | undefined;

  constructor(ignoresCase: boolean) {
    this.#flags = ignoresCase ? "i" : "";
  }

  compile(pattern: AST.Pattern): Program {
    const groups: AST.CapturingGroup[] = [];
    visitRegExpAST(pattern, { onCapturingGroupEnter: (group) => groups.push(group) });
    this.#only = groups.length === 1 ? groups[0] : undefined;
    this.#alternatives(pattern.alternatives);
    this.#add(pattern, { kind: "found" });
    return { kind: "program", steps: this.#steps, groups: groups.length };
  }

  /** Adds a step; `node` is what is at fault when there are too many. */
  #add<Step extends ProgramStep>(node: AST.Node, step: Step): Step {
    if (this.#steps.length >= mostSteps) {
      throw new Refused(node, `Cannot match this in ${mostSteps} steps`, "write it shorter, with smaller counts");
    }
    this.#steps.push(step);
    return step;
  }

  /** Adds a choice between what follows and a place that is known later. */
  #fork(node: AST.Node, isGreedy: boolean): Fork {
    const inside = this.#steps.length + 1;
    const step = this.#add(node, { kind: "split", first: inside, second: inside });
    return { leaveTo: (place) => isGreedy ? step.second = place : step.first = place };
  }

  #alternatives(alternatives: readonly AST.Alternative[]): void {
    const ends: { to: number }[] = [];
    for (const alternative of alternatives) {
      const fork = alternative === alternatives.at(-1) ? undefined : this.#fork(alternative, true);
      for (const element of alternative.elements) this.#element(element);
      if (fork === undefined) continue;
      ends.push(this.#add(alternative, { kind: "jump", to: 0 }));
      fork.leaveTo(this.#steps.length);
    }
    for (const end of ends) end.to = this.#steps.length;
  }

  #element(node: AST.Element): void {
    switch (node.type) {
      case "Group":
        if (node.modifiers !== null) throw new Refused(node, "Cannot use a flag inside an expression", "write '/…/i'");
        return this.#alternatives(node.alternatives);
      case "CapturingGroup":
        return this.#group(node);
      case "Quantifier":
        return this.#quantifier(node);
      case "Assertion":
        return void this.#add(node, { kind: "assert", holds: assertion(node) });
      case "Backreference":
        throw new Refused(node, ...backReference);
      case "Character": {
        // Without a group it is an octal number or a letter, which nobody means.
        if (/^\\[1-9k]/.test(node.raw)) throw new Refused(node, ...backReference);
        const written = `\\u${node.value.toString(16).padStart(4, "0")}`;
        return void this.#add(node, { kind: "character", has: setOf(written, this.#flags) });
      }
      case "CharacterSet":
      case "CharacterClass":
        return void this.#add(node, { kind: "character", has: setOf(node.raw, this.#flags) });
      case "ExpressionCharacterClass":
        throw new Error("A set of the flag v stands in an expression without it");
    }
  }

  #group(node: AST.CapturingGroup): void {
    const isNoted = node === this.#only;
    if (isNoted) this.#add(node, { kind: "note", what: "start" });
    this.#alternatives(node.alternatives);
    if (isNoted) this.#add(node, { kind: "note", what: "end" });
  }

  #quantifier(node: AST.Quantifier): void {
    const { min, max, greedy } = node;
    for (let copy = 0; copy < min; copy++) {
      const before = this.#steps.length;
      this.#repeat(node);
      if (this.#steps.length === before) return; // Nothing, however often, is nothing.
    }
    const start = this.#steps.length;
    const forks: Fork[] = [];
    for (let copy = min; copy < (max === Infinity ? min + 1 : max); copy++) {
      forks.push(this.#fork(node, greedy));
      this.#turn(node);
    }
    if (max === Infinity) this.#add(node, { kind: "jump", to: start });
    for (const fork of forks) fork.leaveTo(this.#steps.length);
  }

  /** Adds a turn that may be left out. Which turns were empty decides nothing but what the group holds. */
  #turn(node: AST.Quantifier): void {
    if (this.#only === undefined) return this.#repeat(node);
    this.#add(node, { kind: "turn", what: "start" });
    this.#repeat(node);
    this.#add(node, { kind: "turn", what: "end" });
  }

  /** Adds what is counted, once. ECMA-262 has each turn begin as if its groups had not been met. */
  #repeat(node: AST.Quantifier): void {
    const hasGroup = this.#only !== undefined && node.start <= this.#only.start && this.#only.end <= node.end;
    if (hasGroup) this.#add(node, { kind: "note", what: "nothing" });
    this.#element(node.element);
  }
}

interface Fork {
  leaveTo(place: number): void;
}

function assertion(node: AST.Assertion): (text: string, at: number) => boolean {
  switch (node.kind) {
    case "start":
      return (_, at) => at === 0;
    case "end":
      return (text, at) => at === text.length;
    case "word":
      return (text, at) => (isWord(text, at - 1) !== isWord(text, at)) !== node.negate;
    case "lookahead":
    case "lookbehind":
      throw new Refused(node, "Cannot use look-around", linear);
  }
}

const isWord = (text: string, at: number) => /\w/.test(text.charAt(at));

/** The sets that were asked for, by flags and text: most characters stand in many expressions. */
const sets = new Map<string, (code: number) => boolean>();

/** Gives the set of the characters that a text of one fits, as JavaScript has it: asked once for each below 256. */
function setOf(written: string, flags: string): (code: number) => boolean {
  const key = `${flags}/${written}`;
  const kept = sets.get(key);
  if (kept !== undefined) return kept;
  const one = new RegExp(`^${written}$`, flags);
  const ask = (code: number) => one.test(String.fromCharCode(code));
  const known: (boolean | undefined)[] = new Array(256).fill(undefined);
  const has = (code: number) => code < 256 ? known[code] ??= ask(code) : ask(code);
  sets.set(key, has);
  return has;
}
