/** What the names that `let` and variants make may become: nothing of itself, and nothing beyond a bound. */
import type { Made } from "./case.ts";
import type { Template, TemplatePart } from "./template_types.ts";
import { type Reading, refuse } from "./reader.ts";

/** The largest value of a name, in characters. Our choice: the largest `$fill` in base64, and some more. */
const maxMade = 20_000_000;
/** What all templates of a case may hold together, each filled once. Our choice. */
const maxFilled = 100_000_000;
/** How deep names may be made of names. Our choice. */
const deepest = 100;
const keptCharacters = 10_000; // our choice: a value out of a reply has seldom more
const givenCharacters = 100; // our choice: what a target or an offer says

/** The names that a case makes. */
export interface Names {
  readonly columns: ReadonlyMap<string, Template>;
  readonly made: ReadonlyMap<string, Made>;
  /** Names whose values come out of replies. */
  readonly kept: ReadonlySet<string>;
  /** The most characters that `$fill` has in any step. */
  readonly fill: number;
}

/** Measures templates before they are filled. */
export class Growth {
  readonly #reading: Reading;
  readonly #names: Names;
  readonly #known = new Map<string, Extent>();

  constructor(reading: Reading, names: Names) {
    this.#reading = reading;
    this.#names = names;
  }

  /** Gives the number of characters that a template has at most. */
  measure(template: Template): number {
    return this.#template(template, []).characters;
  }

  /** Refuses names that are made of themselves, too large or too deep, and templates that are too large in all. */
  check(): void {
    for (const name of [...this.#names.columns.keys(), ...this.#names.made.keys()]) this.#name(name, []);
    const uses = this.#reading.uses.map(({ name, span }) => ({ span, characters: this.#name(name, []).characters }));
    const sum = uses.reduce((before, { characters }) => before + characters, 0);
    const [largest] = uses.toSorted((one, other) => other.characters - one.characters);
    if (sum <= maxFilled || largest === undefined) return;
    refuse(this.#reading, largest.span, `Cannot fill in ${sum} characters in one case`, `${maxFilled} at most`);
  }

  #name(name: string, path: readonly string[]): Extent {
    const template = this.#templateOf(name);
    if (template === undefined) return { characters: this.#plain(name), depth: 0 };
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const extent = this.#withinBounds(name, path, template);
    this.#known.set(name, extent);
    return extent;
  }

  #withinBounds(name: string, path: readonly string[], template: Template): Extent {
    if (path.includes(name)) {
      refuse(this.#reading, template.span, `Cannot make "$${name}" of itself`, describeCircle(path, name));
      return refused;
    }
    const inner = path.length > deepest ? refused : this.#template(template, [...path, name]);
    if (path.length > deepest || inner.depth >= deepest) {
      refuse(this.#reading, template.span, `Cannot make "$${name}" of names of names`, `${deepest} levels at most`);
      return refused;
    }
    const isBase64 = !this.#names.columns.has(name) && this.#names.made.get(name)?.kind === "base64";
    const characters = isBase64 ? Math.ceil(inner.characters / 3) * 4 : inner.characters;
    if (characters > maxMade) {
      refuse(this.#reading, template.span, `Cannot make "$${name}" of ${characters} characters`, `${maxMade} at most`);
      return refused;
    }
    return { characters, depth: inner.depth + 1 };
  }

  #template({ parts }: Template, path: readonly string[]): Extent {
    const extents = parts.map((part) => this.#part(part, path));
    return {
      characters: extents.reduce((sum, { characters }) => sum + characters, 0),
      depth: extents.reduce((most, { depth }) => Math.max(most, depth), 0),
    };
  }

  #part(part: TemplatePart, path: readonly string[]): Extent {
    if (part.kind === "text") return { characters: part.text.length, depth: 0 };
    const extent = this.#name(part.name, path);
    return part.sum === undefined ? extent : { ...extent, characters: givenCharacters };
  }

  /** A column of a variant comes before what `let` makes. */
  #templateOf(name: string): Template | undefined {
    const made = this.#names.made.get(name);
    return this.#names.columns.get(name) ?? (made?.kind === "base64" ? made.octets : made?.text);
  }

  #plain(name: string): number {
    return name === "fill" ? this.#names.fill : this.#names.kept.has(name) ? keptCharacters : givenCharacters;
  }
}

interface Extent {
  readonly characters: number;
  /** How many names deep it is made. */
  readonly depth: number;
}

/** What was refused once is no fault of what is made of it. */
const refused: Extent = { characters: 0, depth: -Infinity };

/** Tells how a name leads back to itself. */
function describeCircle(path: readonly string[], name: string): string {
  const circle = [...path.slice(path.indexOf(name)), name];
  const steps = circle.slice(1).map((each, at) => `$${circle[at]}${at === 0 ? " is made" : ""} of $${each}`);
  return steps.join(", ");
}
