import { assertEquals } from "@std/assert";
import { makeReading, nodeOf, valueOf } from "../testing/samples.ts";
import { readDuration, type Reading, readMap, readNumber, readRange, readText, readWord, readYes } from "./reader.ts";
import type { Node } from "./yaml.ts";

const key = { description: "", schema: {} };

/** Reads the value of `a`; gives it, or the message of its only problem. */
function read<Value>(yaml: string, reader: (reading: Reading, node: Node) => Value): Value | string {
  const reading = makeReading();
  const value = reader(reading, valueOf(yaml));
  return reading.problems[0]?.message ?? value;
}

const duration = (reading: Reading, node: Node) => readDuration(reading, node, 600_000);
const number = (reading: Reading, node: Node) => readNumber(reading, node, { least: 1, most: 100 });
const word = (reading: Reading, node: Node) => readWord(reading, node, ["fin", "reset"]);
const range = (reading: Reading, node: Node) => {
  const found = readRange(reading, node);
  return found && `${found.least}-${found.most}`;
};

const rows: readonly (readonly [name: string, found: unknown, wanted: unknown])[] = [
  ["readText() keeps spaces inside", read("a: b  c", readText), "b  c"],
  ["readText() refuses an empty value", read("a: ''", readText), "A value is missing here"],
  ["readText() refuses white space", read("a: '  '", readText), "A value is missing here"],
  ["readWord() reads a known word", read("a: reset", word), "reset"],
  ["readWord() refuses another case", read("a: RESET", word), `Unknown word "RESET"`],
  ["readDuration() reads minutes", read("a: 10min", duration), 600_000],
  ["readDuration() keeps its limit", read("a: 600001ms", duration), "Cannot wait 600001ms: the limit is 600 s"],
  ["readDuration() refuses a bare number", read("a: 5", duration), `Cannot read duration "5"`],
  ["readNumber() reads its lower end", read("a: 1", number), 1],
  ["readNumber() reads its upper end", read("a: 100", number), 100],
  ["readNumber() refuses less", read("a: 0", number), `Cannot read number "0"`],
  ["readNumber() refuses more", read("a: 101", number), `Cannot read number "101"`],
  ["readNumber() refuses a sign", read("a: -1", number), `Cannot read number "-1"`],
  ["readNumber() refuses a fraction", read("a: 1.0", number), `Cannot read number "1.0"`],
  ["readNumber() refuses hexadecimal", read("a: 0x10", number), `Cannot read number "0x10"`],
  ["readNumber() refuses an exponent", read("a: 1e1", number), `Cannot read number "1e1"`],
  ["readRange() reads one number", read("a: 3", range), "3-3"],
  ["readRange() reads an open range", read("a: 2..", range), "2-Infinity"],
  ["readRange() reads both ends", read("a: 0..1", range), "0-1"],
  ["readRange() refuses a range backwards", read("a: 3..1", range), "Cannot count from 3 to 1"],
  ["readRange() refuses an open start", read("a: ..3", range), `Cannot read count "..3"`],
  ["readRange() refuses seven digits", read("a: 1000000", range), `Cannot read count "1000000"`],
  ["readYes() reads yes", read("a: yes", readYes), true],
  ["readYes() reads false", read("a: false", readYes), false],
  ["readYes() refuses another word", read("a: on", readYes), `Unknown word "on"`],
];

for (const [name, found, wanted] of rows) Deno.test(name, () => assertEquals(found, wanted));

Deno.test("readMap() refuses each unknown key and keeps all", () => {
  const reading = makeReading();
  const entries = readMap(reading, nodeOf("send: 1\nsned: 2\nwibble: 3"), { send: key, reply: key });
  assertEquals([...entries?.keys() ?? []], ["send", "sned", "wibble"]);
  assertEquals(reading.problems.map(({ message, hint }) => [message, hint]), [
    [`Unknown key "sned"`, `did you mean "send"?`],
    [`Unknown key "wibble"`, "known: send, reply"],
  ]);
});

Deno.test("readMap() reads no property of all objects as a key", () => {
  const reading = makeReading();
  readMap(reading, nodeOf("constructor: 1\n__proto__: 2"), { send: key });
  assertEquals(reading.problems.length, 2);
});

for (const yaml of ["[1]", "word"]) {
  Deno.test(`readMap() refuses ${yaml}`, () => {
    const reading = makeReading();
    assertEquals(readMap(reading, nodeOf(yaml), { send: key }), undefined);
    assertEquals(reading.problems.map(({ message }) => message), ["Cannot read this as a map"]);
  });
}

Deno.test("readMap() and readWord() name the present word for one of version 0.1 where it may stand", () => {
  const reading = makeReading();
  readMap(reading, nodeOf("safety: heavy\ndetour: x"), { risks: key });
  readWord(reading, valueOf("a: unclear"), ["inconclusive"]);
  assertEquals(reading.problems.map(({ severity, message, hint }) => [severity, message, hint]), [
    [undefined, `Unknown key "safety"`, `"safety" is now "risks"`],
    [undefined, `Unknown key "detour"`, "known: risks"],
    [undefined, `Unknown word "unclear"`, `"unclear" is now "inconclusive"`],
  ]);
});
