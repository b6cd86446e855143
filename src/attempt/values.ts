/** The variables of one run, and the filling of templates with them. */
import { escapeOctets } from "../base/show.ts";
import { base64, concat, latin1, type Octets, utf8 } from "../base/octets.ts";
import type { Case } from "../case/case.ts";
import { isOfferName, secretNames, type TargetName, targetNames } from "../case/names.ts";
import type { Template, TemplatePart } from "../case/template_types.ts";
import { type Offer, offeredValue } from "../smtp/ehlo.ts";
import type { Target } from "../targets/target.ts";
import { targetValue } from "../targets/values.ts";
import { joinOutgoing, type Outgoing } from "../wire/outgoing.ts";
import { Unplayable } from "../session/unplayable.ts";

interface Value {
  readonly text: string;
  readonly isSecret: boolean;
}

export class Values {
  readonly #case: Case;
  readonly #target: Target;
  readonly #run: ReadonlyMap<string, string>;
  readonly #kept = new Map<string, string>();
  /** The latest offer of the connection that the step at hand runs on. */
  offer: Offer | undefined;
  /** Called with each text that was made out of a secret. */
  readonly #onSecret: (text: string) => void;

  /** `run` has the values of `runNames`. */
  constructor(options: {
    readonly case: Case;
    readonly target: Target;
    readonly run: ReadonlyMap<string, string>;
    readonly onSecret: (text: string) => void;
  }) {
    this.#case = options.case;
    this.#target = options.target;
    this.#run = options.run;
    this.#onSecret = options.onSecret;
  }

  /** Keeps a value for the steps to come. */
  keep(name: string, text: string): void {
    this.#kept.set(name, text);
  }

  /** Gives a kept value, or undefined. */
  kept(name: string): string | undefined {
    const column = this.#case.columns.get(name);
    return this.#kept.get(name) ?? (column === undefined ? undefined : this.words(column));
  }

  /** Fills a template for the wire. Throws Unplayable for a value that is not there. */
  fill(template: Template): Outgoing {
    return joinOutgoing(template.parts.map((part) => this.#fillPart(template, part)));
  }

  /** Fills a template as text. */
  text(template: Template): string {
    return template.parts.map((part) => part.kind === "text" ? part.text : this.#value(part).text).join("");
  }

  /** Fills a template as text for people: a secret stays a name, and control characters are escaped. */
  words(template: Template): string {
    return template.parts.map((part) => {
      if (part.kind === "text") return part.text;
      const value = this.#lookup(part.name);
      return value === undefined || value.isSecret ? `$${part.name}` : escapeOctets(utf8(value.text));
    }).join("");
  }

  /** Fills a template that gives a number of octets, of which the server may say how many: `most` can be sent. */
  size(template: Template, most = Infinity): number {
    const text = this.text(template);
    if (!/^[0-9]{1,15}$/.test(text)) throw new Unplayable("inconclusive", `"${text}" is no number of octets`);
    const octets = Number(text);
    if (octets <= most) return octets;
    throw new Unplayable("inconclusive", `${octets} octets are too many to send: ${most} is the limit`);
  }

  #fillPart(template: Template, part: TemplatePart): Outgoing {
    if (part.kind === "text") {
      return { octets: template.encoding === "latin1" ? latin1(part.text) : utf8(part.text), secrets: [] };
    }
    const { text, isSecret } = this.#value(part);
    const octets = utf8(text);
    return { octets, secrets: isSecret ? [{ start: 0, end: octets.length }] : [] };
  }

  #value(part: Extract<TemplatePart, { kind: "variable" }>): Value {
    const value = this.#lookup(part.name);
    if (value === undefined) throw new Unplayable("inconclusive", `there is no value for $${part.name}`);
    if (part.sum === undefined) return value;
    const number = Number(value.text);
    if (!Number.isFinite(number)) throw new Unplayable("inconclusive", `$${part.name} is no number: ${value.text}`);
    const { operator, operand } = part.sum;
    const results = { "+": number + operand, "-": number - operand, "*": number * operand, "/": number / operand };
    return { ...value, text: String(Math.max(0, Math.floor(results[operator]))) };
  }

  /** Fills a template as a value, each of its names once: names may be made of names. */
  #join({ parts }: Template): Value {
    const values = parts.map((part) => part.kind === "text" ? { text: part.text, isSecret: false } : this.#value(part));
    return {
      text: values.map(({ text }) => text).join(""),
      isSecret: values.some(({ isSecret }) => isSecret),
    };
  }

  #lookup(name: string): Value | undefined {
    const plain = this.#kept.get(name) ?? this.#run.get(name);
    if (plain !== undefined) return { text: plain, isSecret: false };
    const column = this.#case.columns.get(name);
    if (column !== undefined) return this.#join(column);
    const made = this.#case.made.get(name);
    if (made?.kind === "text") return this.#join(made.text);
    if (made?.kind === "upper") {
      const { text, isSecret } = this.#join(made.text);
      return { text: text.toUpperCase(), isSecret };
    }
    if (made?.kind === "base64") {
      const { octets, secrets } = this.fill(made.octets);
      const text = base64(octets);
      if (secrets.length > 0) this.#onSecret(text);
      return { text, isSecret: secrets.length > 0 };
    }
    if (isOfferName(name)) {
      const text = this.offer === undefined ? undefined : offeredValue(this.offer, name);
      return text === undefined ? undefined : { text, isSecret: false };
    }
    if (!isTargetName(name)) return undefined;
    const value = targetValue(this.#target, name);
    const text = typeof value === "string" ? value : value?.join(" ");
    return text === undefined ? undefined : { text, isSecret: secretNames.includes(name) };
  }
}

const isTargetName = (name: string): name is TargetName => targetNames.some((known) => known === name);

/** Repeats the filler so that the template's octets come to `octets` in all. */
export function fillerFor(
  values: Values,
  templates: readonly Template[],
  wanted: { octets: number; of: "fill" | "line" },
): string {
  if (wanted.of === "fill") return "a".repeat(wanted.octets);
  values.keep("fill", "");
  const bare: Octets = concat(templates.map((template) => values.fill(template).octets));
  const ends = templates.some((template) => template.encoding === "latin1") ? 0 : 2; // a line has its CRLF
  const uses = templates.flatMap(({ parts }) => parts).filter((part) =>
    part.kind === "variable" && part.name === "fill"
  );
  return "a".repeat(Math.max(0, Math.floor((wanted.octets - bare.length - ends) / Math.max(1, uses.length))));
}
