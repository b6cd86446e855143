/** The lines that the steps of a case send, as far as its file says them. Pure. */
import type { Case, Step } from "./case.ts";
import type { Template } from "./template_types.ts";

/** What the names in a case stand for. */
export type Names = Pick<Case, "columns" | "made">;

/** What stands in the text for a value that is not known before the case is played. */
const unknown = "?";
/** So much of a value is looked at: names may be made of names, and grow. Our choice, in characters. */
const mostOfValue = 1_000;

/** Fills templates with what the file itself says; what the target, the run or a reply gives is `?`. */
export class LiteralTexts {
  readonly #names: Names;
  /** The values of names that were looked up; while one is, it is unknown to itself. */
  readonly #values = new Map<string, string>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** Gives the text of a template. */
  of({ parts }: Template): string {
    return parts.map((part) => part.kind === "text" ? part.text : this.#value(part.name)).join("");
  }

  #value(name: string): string {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    this.#values.set(name, unknown);
    const value = this.#make(name).slice(0, mostOfValue);
    this.#values.set(name, value);
    return value;
  }

  #make(name: string): string {
    const column = this.#names.columns.get(name);
    if (column !== undefined) return this.of(column);
    const made = this.#names.made.get(name);
    if (made === undefined || made.kind === "base64") return unknown;
    return made.kind === "upper" ? this.of(made.text).toUpperCase() : this.of(made.text);
  }
}

/**
 * Gives the lines that a step sends, without their ends; none for a step that sends no lines. Octets that may be
 * content are lines too: the file does not say what a server takes them for.
 */
export function sentLines({ action }: Pick<Step, "action">, texts: LiteralTexts): string[] {
  if (action.kind === "send") return [texts.of(action.line)];
  if (action.kind !== "bytes") return [];
  return action.segments.map((segment) => texts.of(segment)).join("").split(/[\r\n]+/).filter((line) => line !== "");
}
