import { assertEquals } from "@std/assert";
import { makeReading, valueOf } from "../testing/samples.ts";
import { readExpression } from "./read_expression.ts";

const read: readonly (readonly [yaml: string, written: string])[] = [
  ["'/^a b$/'", "/^a b$/"],
  ["'/a/i'", "/a/i"],
  ["'/a/b/'", "/a/b/"],
  ["'/(?:a|b)+/'", "/(?:a|b)+/"],
  ["/it''s/", "/it''s/"],
  ["'/it''s/'", "/it's/"],
];

for (const [yaml, written] of read) {
  Deno.test(`readExpression() reads ${yaml}`, () => {
    const reading = makeReading();
    assertEquals(String(readExpression(reading, valueOf(`a: ${yaml}`))), written);
    assertEquals(reading.problems, []);
  });
}

const backReference = "Cannot use a back-reference";
const lookAround = "Cannot use look-around";
const refused: readonly (readonly [yaml: string, message: string, at: string])[] = [
  ["OK", `Cannot read "OK" as a regular expression`, "OK"],
  ["'/a/g'", `Cannot read "/a/g" as a regular expression`, "'/a/g'"],
  [`"/a/"`, "Cannot read a regular expression in double quotes", `"/a/"`],
  [String.raw`'/x(a)\1/'`, backReference, String.raw`\1`],
  [String.raw`'/\2/'`, backReference, String.raw`\2`],
  [String.raw`'/(?<n>a)\k<n>/'`, backReference, String.raw`\k<n>`],
  [String.raw`'/\k<n>/'`, backReference, String.raw`\k`],
  ["'/a(?=b)c/'", lookAround, "(?=b)"],
  ["'/a(?!b)*c/i'", lookAround, "(?!b)"],
  ["'/(?<=a)b/'", lookAround, "(?<=a)"],
  ["'/(?<!a)b/'", lookAround, "(?<!a)"],
  ["'/''(?<!a)b/'", lookAround, "'/''(?<!a)b/'"], // quotes are doubled in the file, so that offsets differ
  ["'/a(?i:b)/'", "Cannot use a flag inside an expression", "(?i:b)"],
  ["'/a(b/'", "Cannot read the regular expression: Unterminated group", "a(b"],
  ["'/a(b{1,20}){1,50}c/'", "Cannot match this in 600 steps", "b{1,20}"],
  ["'/a{600}/'", "Cannot match this in 600 steps", "a{600}"],
  ["'/(?:a{9999999999}){9999999999}/'", "Cannot match this in 600 steps", "a"],
];

for (const [yaml, message, at] of refused) {
  Deno.test(`readExpression() refuses ${yaml} where it is wrong`, () => {
    const reading = makeReading();
    assertEquals(readExpression(reading, valueOf(`a: ${yaml}`)), undefined);
    const [problem, second] = reading.problems;
    assertEquals([problem?.message, second], [message, undefined]);
    const { source, start = 0, end = 0 } = problem?.span ?? {};
    assertEquals(source?.text.slice(start, end), at);
  });
}

Deno.test("readExpression() refuses an expression of more than a thousand characters before it is read", () => {
  const reading = makeReading();
  readExpression(reading, valueOf(`a: '/${"(".repeat(500_000)}/'`));
  assertEquals(reading.problems.map(({ message }) => message), ["Cannot use an expression of 500000 characters"]);
});
