import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { check } from "../testing/properties.ts";
import { type Expression, makeExpression } from "./expression.ts";
import type { Refusal } from "./expression_program.ts";

/** Characters whose case is simple, and some whose case is not: ſ, the sign of Kelvin, ß, µ, İ. */
const characters = [
  "a",
  "b",
  "A",
  "k",
  "s",
  "-",
  "_",
  " ",
  "\n",
  "é",
  "É",
  "ß",
  "µ",
  "ſ",
  "\u212a",
  "İ",
  "\ud83d",
  "\xa0",
];
const atom = fc.oneof(
  fc.constantFrom("a", "b", "A", "k", "s", "é", "µ", "\u212a", ".", String.raw`\.`, String.raw`\-`, "]", "}"),
  fc.constantFrom(String.raw`\d`, String.raw`\W`, String.raw`\w`, String.raw`\s`, String.raw`\S`, String.raw`\x61`),
  fc.constantFrom(
    "[ab]",
    "[^a]",
    "[a-k]",
    String.raw`[\W_]`,
    "[A-Z]",
    "[^A-Z]",
    "[é-ſ]",
    "[]",
    "[^]",
    String.raw`[\b-a]`,
  ),
  fc.constantFrom("^", "$", String.raw`\b`, String.raw`\B`, "(?:)", "()"),
);
const count = fc.constantFrom(
  "",
  "",
  "",
  "*",
  "+",
  "?",
  "*?",
  "+?",
  "??",
  "{2}",
  "{0,2}",
  "{1,3}?",
  "{2,}",
  "{0}",
  "{a",
);

/** Makes expressions in expressions; the larger they are, the longer does JavaScript need now and then. */
const nested = (maxDepth: number, maxLength: number): fc.Arbitrary<string> =>
  fc.letrec<{ one: string; many: string; all: string }>((tie) => ({
    one: fc.oneof(
      { maxDepth },
      { arbitrary: atom, weight: 4 },
      tie("all").map((inner) => `(?:${inner})`),
      tie("all").map((inner) => `(${inner})`),
    ),
    many: fc.array(fc.tuple(tie("one"), count).map(([one, times]) => isAssertion(one) ? one : one + times), {
      minLength: 1,
      maxLength,
    }).map((parts) => parts.join("")),
    all: fc.oneof(tie("many"), tie("many"), fc.tuple(tie("many"), tie("many")).map((parts) => parts.join("|"))),
  })).all;
const pattern = fc.tuple(nested(3, 3).filter(({ length }) => length <= 40), fc.boolean()).map(([inner, isWhole]) =>
  isWhole ? `^(?:${inner})$` : inner
);
/** As `keep` has it: one group, among others that do not count. */
const part = nested(1, 2);
const keeping = fc.tuple(part, part, part, fc.tuple(count, count, count, count)).map(
  ([before, inside, after, n]) => {
    const [one, two, three] = [before, inside, after].map((part) => part.replace(/\((?!\?)/g, "(?:"));
    return `(?:(?:${one})${n[0]}(${two})${n[1]}(?:${three})${n[2]})${n[3]}`;
  },
);
const text = fc.array(
  fc.oneof({ arbitrary: fc.constantFrom("a", "b", "k", "A"), weight: 4 }, fc.constantFrom(...characters)),
  { maxLength: 10 },
).map((parts) => parts.join(""));

const isAssertion = (part: string) => ["^", "$", String.raw`\b`, String.raw`\B`].includes(part);
const isRefusal = (made: Expression | Refusal): made is Refusal => "kind" in made;

/** Reads what can be matched in linear time. */
function expressionOf(source: string, ignoresCase: boolean): Expression | undefined {
  const made = makeExpression(source, { ignoresCase });
  if (!isRefusal(made)) return made;
  assertStringIncludes(made.reason, "Cannot match this");
  return undefined;
}

Deno.test("an expression fits the texts that it fits in JavaScript", () => {
  const met = { all: 0, found: 0 };
  check(
    fc.property(pattern, fc.boolean(), text, (source, ignoresCase, subject) => {
      const regex = new RegExp(source, ignoresCase ? "i" : "");
      const expression = expressionOf(source, ignoresCase);
      if (expression === undefined) return;
      assertEquals(expression.test(subject), regex.test(subject), `${regex} on ${JSON.stringify(subject)}`);
      met.all++;
      if (regex.test(subject)) met.found++;
    }),
    5_000,
  );
  assert(met.found > met.all / 10 && met.found < met.all * 0.9, `${met.found} of ${met.all} were found`);
});

Deno.test("an expression finds the group that JavaScript finds", () => {
  const met = { all: 0, found: 0 };
  check(
    fc.property(keeping, fc.boolean(), text, (source, ignoresCase, subject) => {
      const regex = new RegExp(source, ignoresCase ? "i" : "");
      const expression = expressionOf(source, ignoresCase);
      if (expression === undefined) return;
      const group = regex.exec(subject)?.[1];
      assertEquals(expression.group(subject), group, `${regex} on ${JSON.stringify(subject)}`);
      met.all++;
      if (group) met.found++;
    }),
    1_000,
  );
  assert(met.found > met.all / 50, `only ${met.found} of ${met.all} found a group`);
});

Deno.test("what is no expression in JavaScript is refused, and nothing else", () => {
  const noise = fc.array(fc.constantFrom(..."ab|()[]{}*+?^$\\-.1,:<>=!dx"), { maxLength: 10 }).map((parts) =>
    parts.join("")
  );
  check(
    fc.property(noise, (source) => {
      const made = makeExpression(source, { ignoresCase: false });
      if (isRefusal(made) && !made.reason.startsWith("Cannot read")) return;
      assertEquals(isRefusal(made), !isExpression(source), source);
    }),
    5_000,
  );
});

function isExpression(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

Deno.test("each expression of the shipped cases fits the texts that it fits in JavaScript", async () => {
  const written = new Set<string>();
  for await (const text of caseTexts(new URL("../../cases/", import.meta.url))) {
    for (const [, one = ""] of text.matchAll(/'(\/(?:[^'\n]|'')*\/i?)'/g)) written.add(one.replaceAll("''", "'"));
  }
  assert(written.size > 100, `only ${written.size} were found`);
  const met = { all: 0, found: 0 };
  for (const one of written) {
    const [, source = "", flags = ""] = /^\/(.*)\/(i?)$/s.exec(one) ?? [];
    const regex = new RegExp(source, flags);
    const expression = expressionOf(source, flags === "i");
    assert(expression !== undefined, `${one} is refused`);
    // Its own words and signs, so that it is met now and then.
    const parts = fc.constantFrom(...source.match(/[A-Za-z0-9]+|[^\\]/g) ?? [], " ", "7", "x", "\xe9", "\r\n");
    check(
      fc.property(fc.array(parts, { maxLength: 12 }).map((each) => each.join("")), (subject) => {
        assertEquals(expression.test(subject), regex.test(subject), `${regex} on ${JSON.stringify(subject)}`);
        met.all++;
        if (regex.test(subject)) met.found++;
      }),
      100,
    );
  }
  assert(met.found > met.all / 50, `only ${met.found} of ${met.all} were found`);
});

async function* caseTexts(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* caseTexts(new URL(`${name}/`, folder));
    else if (name.endsWith(".yaml")) yield await Deno.readTextFile(new URL(name, folder));
  }
}
