import { assertEquals } from "@std/assert";
import { makeReading, nodeOf, plainFacts } from "../testing/samples.ts";
import { readPattern, readRepliesPattern } from "./pattern.ts";
import type { Node } from "./yaml.ts";
import type { Pattern, RepliesPattern } from "./expected.ts";
import { describePattern } from "../judge/describe.ts";

function valueOf(yaml: string): Node {
  const node = nodeOf(`a: ${yaml}`);
  return node.kind === "map" ? node.entries[0]?.value ?? node : node;
}

const words = (pattern: Pattern) => describePattern(pattern, plainFacts);

const patterns: readonly (readonly [yaml: string, words: string])[] = [
  ["250", "250"],
  ["2xx", "2xx"],
  ["25x", "25x"],
  ["5yz", "5xx"], // RFC 5321 §4.2.1 writes it so
  ["55z", "55x"],
  ["550 5.1.1", "550 5.1.1"],
  ["5xx 5.1.x", "5xx 5.1.x"],
  ["250 2.x.x", "250 2.x.x"],
  ["any", "any answer"],
  ["close", "the server closes"],
  ["silence", "no answer"],
  ["$first", "$first"],
  ["${first}", "$first"],
  ["[250, 251]", "250 or 251"],
  ["[4xx, [5xx, close]]", "4xx or 5xx or the server closes"],
  ["{code: 250}", "250"],
  ["{code: [250, 251]}", "250 or 251"],
  ["{code: [250, 5xx 5.1.1]}", "250 or 5xx 5.1.1"],
  ["{code: any}", "a reply"],
  ["{code: close}", "the server closes"],
  ["{code: 550, enhanced: 5.1.x}", "550 5.1.x"],
  [
    "{code: 250, text: '/a/', first_line: '/b/i', other_lines: '/c/'}",
    "250, with a line like /a/, with a first line like /b/i, with all later lines like /c/",
  ],
  ["{code: 334, base64: '/^<.+>$/'}", "334, with base64 text like /^<.+>$/"],
  ["{code: 334, raw: '/^334 /'}", "334, with octets like /^334 /"],
  ["{code: 5xx, not: 503}", "5xx, but not 503"],
  ["{not: [250, close]}", "a reply, but not 250 or the server closes"],
  ["{lines: 2..}", "a reply, with 2 or more lines"],
  ["{code: 250, lines: 1}", "250, with 1 lines"],
  ["{code: 250, lines: 1..3}", "250, with 1 to 3 lines"],
  ["{code: 250, keyword: SIZE, params: '/^[0-9]+$/'}", "250, with SIZE, with parameters like /^[0-9]+$/"],
  ["{code: 250, absent: STARTTLS}", "250, without STARTTLS"],
  ["{code: 250, absent: [STARTTLS, AUTH]}", "250, without STARTTLS, without AUTH"],
  ["{code: [250, 5xx 5.1.1], text: '/a/'}", "250, with a line like /a/ or 5xx 5.1.1, with a line like /a/"],
  ["{because: a sentence}", "a reply"],
];

for (const [yaml, wanted] of patterns) {
  Deno.test(`readPattern() reads ${yaml}`, () => {
    const reading = makeReading();
    const pattern = readPattern(reading, valueOf(yaml));
    assertEquals(reading.problems, []);
    assertEquals(pattern && words(pattern), wanted);
  });
}

const code = "Cannot read reply pattern";
const refused: readonly (readonly [yaml: string, ...problems: string[]])[] = [
  ["25O", `${code} "25O"`],
  ["25", `${code} "25"`],
  ["2500", `${code} "2500"`],
  ["1xx", `${code} "1xx"`],
  ["6xx", `${code} "6xx"`],
  ["2x0", `${code} "2x0"`],
  ["x50", `${code} "x50"`],
  ["2XX", `${code} "2XX"`],
  ["ok", `${code} "ok"`],
  ["250 2.0.0 OK", `${code} "250 2.0.0 OK"`],
  ["250 OK", `Cannot read enhanced code "OK"`],
  ["250 2.0", `Cannot read enhanced code "2.0"`],
  ["250 3.0.0", `Cannot read enhanced code "3.0.0"`],
  ["250 2.0.1000", `Cannot read enhanced code "2.0.1000"`],
  ["''", "A value is missing here"],
  ["[]", "Cannot read an empty list as a pattern"],
  ["{code: 250, enhanced: 2.0}", `Cannot read enhanced code "2.0"`],
  ["{code: 250, params: '/^$/'}", `Cannot use "params" without "keyword"`],
  ["{code: close, lines: 1}", "Cannot use this as a code"],
  ["{code: [250, close], lines: 1}", "Cannot use this as a code"],
  ["{code: $kept, text: '/a/'}", "Cannot use this as a code"],
  ["{code: 25O}", `${code} "25O"`],
  ["{cod: 250}", `Unknown key "cod"`],
  ["{code: 250, text: [a]}", "Cannot read a list or a map as text"],
  ["{code: 250, steps: []}", `Unknown key "steps"`], // only a branch has them
  ["[25O, 25P]", `${code} "25O"`, `${code} "25P"`],
];

for (const [yaml, ...problems] of refused) {
  Deno.test(`readPattern() refuses ${yaml}`, () => {
    const reading = makeReading();
    readPattern(reading, valueOf(yaml));
    assertEquals(reading.problems.map(({ message }) => message), problems);
  });
}

Deno.test("readPattern() notes the kept names that it uses", () => {
  const reading = makeReading();
  readPattern(reading, valueOf(`[$first, "${"${second}"}"]`));
  assertEquals(reading.uses.map(({ name }) => name), ["first", "second"]);
});

/** Writes a pattern of `until_quit` shortly. */
function short(pattern: RepliesPattern): string {
  if (pattern.kind === "count") {
    return `${pattern.count.least}-${pattern.count.most}${
      pattern.each === undefined ? "" : ` × ${words(pattern.each)}`
    }`;
  }
  return pattern.sequences
    .map(({ patterns, closes }) => `(${[...patterns.map(words), ...(closes ? ["closes"] : [])].join(", ")})`)
    .join(" | ");
}

const sequences: readonly (readonly [yaml: string, short: string])[] = [
  ["[]", "()"],
  ["250", "(250)"],
  ["[250, 5xx]", "(250, 5xx)"],
  ["[250, close]", "(250, closes)"],
  ["close", "(closes)"],
  ["[[4xx], [5xx, close], close]", "(4xx) | (5xx, closes) | (closes)"],
  ["[[], [250]]", "() | (250)"],
  ["[{code: [250, 251]}, 354]", "(250 or 251, 354)"],
  ["{count: 2..}", "2-Infinity"],
  ["{count: 3, each: 250}", "3-3 × 250"],
  ["{count: 0..1, each: [250, 5xx], because: x}", "0-1 × 250 or 5xx"],
];

for (const [yaml, wanted] of sequences) {
  Deno.test(`readRepliesPattern() reads ${yaml}`, () => {
    const reading = makeReading();
    const pattern = readRepliesPattern(reading, valueOf(yaml));
    assertEquals(reading.problems, []);
    assertEquals(pattern && short(pattern), wanted);
  });
}

const refusedReplies: readonly (readonly [yaml: string, problem: string])[] = [
  ["{each: 250}", `Cannot read replies without "count"`],
  ["{count: many}", `Cannot read count "many"`],
  ["{count: 1, pass: 250}", `Unknown key "pass"`],
  ["[close, 250]", `Cannot use "close" here`],
  ["[silence]", `Cannot use "silence" here`],
  ["[25O]", `${code} "25O"`],
  ["[[250], 25O]", `${code} "25O"`],
];

for (const [yaml, problem] of refusedReplies) {
  Deno.test(`readRepliesPattern() refuses ${yaml}`, () => {
    const reading = makeReading();
    readRepliesPattern(reading, valueOf(yaml));
    assertEquals(reading.problems.map(({ message }) => message), [problem]);
  });
}
