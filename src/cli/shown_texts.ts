/** Text of a case as people read it: its own values are filled in, and octets are seen. Pure. */
import { base64, concat, latin1, type Octets, utf8 } from "../base/octets.ts";
import { clip, escapeOctets, visible } from "../base/show.ts";
import type { Case } from "../case/case.ts";
import type { Template, TemplatePart } from "../case/template_types.ts";

/** What the names in a case stand for. */
export type Names = Pick<Case, "columns" | "made">;

/** What is longer is known by its beginning. Our choice. */
const mostCharacters = 400;

/** Fills templates with what the case itself says; what the target, the run or a reply gives stays a name. */
export class ShownTexts {
  readonly #names: Names;
  /** What was looked up; while a name is, it stands for itself. Names may be made of names. */
  readonly #shown = new Map<string, string>();
  readonly #octets = new Map<string, Octets | undefined>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** Shows a template in one line. */
  of(template: Template): string {
    const shown = template.parts.map((part) =>
      part.kind === "text"
        ? visible(escapeOctets(encode(template, part.text)))
        : part.sum === undefined
        ? this.#name(part.name)
        : `\${${part.name} ${part.sum.operator} ${part.sum.operand}}`
    );
    return clip(shown.join(""), mostCharacters);
  }

  /** Shows the values that the case gives its names, those of its variant first, whose own name is in its id. */
  values(): string[] {
    const { columns, made } = this.#names;
    const own = new Set([...columns.keys(), ...made.keys()]);
    return [...own].filter((name) => name !== "name").map((name) => `$${name} = ${this.#value(name)}`);
  }

  /** Counts the octets of a template; undefined where the case does not say them all. */
  sizeOf(template: Template): number | undefined {
    return this.#literal(template)?.length;
  }

  #value(name: string): string {
    const shown = this.#name(name);
    const made = this.#names.columns.has(name) ? undefined : this.#names.made.get(name);
    if (shown !== `$${name}` || made === undefined || made.kind === "text") return shown;
    // It is made of what is not known here.
    return made.kind === "base64" ? `the base64 of ${this.of(made.octets)}` : `${this.of(made.text)} in capitals`;
  }

  #name(name: string): string {
    const known = this.#shown.get(name);
    if (known !== undefined) return known;
    this.#shown.set(name, `$${name}`);
    const shown = this.#make(name);
    this.#shown.set(name, shown);
    return shown;
  }

  #make(name: string): string {
    const column = this.#names.columns.get(name);
    const made = this.#names.made.get(name);
    if (column !== undefined) return this.of(column);
    if (made?.kind === "text") return this.of(made.text);
    const octets = made === undefined ? undefined : this.#octetsOf(name);
    return octets === undefined ? `$${name}` : clip(visible(escapeOctets(octets)), mostCharacters);
  }

  #literal(template: Template): Octets | undefined {
    const parts: Octets[] = [];
    for (const part of template.parts) {
      const octets = part.kind === "text" ? encode(template, part.text) : this.#octetsOfPart(part);
      if (octets === undefined) return undefined;
      parts.push(octets);
    }
    return concat(parts);
  }

  #octetsOfPart({ name, sum }: Extract<TemplatePart, { kind: "variable" }>): Octets | undefined {
    return sum === undefined ? this.#octetsOf(name) : undefined;
  }

  #octetsOf(name: string): Octets | undefined {
    if (this.#octets.has(name)) return this.#octets.get(name);
    this.#octets.set(name, undefined);
    const octets = this.#makeOctets(name);
    this.#octets.set(name, octets);
    return octets;
  }

  #makeOctets(name: string): Octets | undefined {
    const column = this.#names.columns.get(name);
    if (column !== undefined) return this.#literal(column);
    const made = this.#names.made.get(name);
    if (made === undefined) return undefined;
    const octets = this.#literal(made.kind === "base64" ? made.octets : made.text);
    if (octets === undefined || made.kind === "text") return octets;
    return utf8(made.kind === "base64" ? base64(octets) : new TextDecoder().decode(octets).toUpperCase());
  }
}

/** Makes octets of literal text. */
function encode({ encoding }: Template, text: string): Octets {
  return encoding === "latin1" ? latin1(text) : utf8(text);
}
