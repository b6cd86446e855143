import { assertEquals } from "@std/assert";
import { lineText, makeSource, placeOf } from "./source.ts";

const text = "one\ntwo\r\n\nfour";
const source = makeSource("a.yaml", text);

const places: readonly (readonly [start: number, line: number, column: number])[] = [
  [0, 1, 1],
  [2, 1, 3],
  [3, 1, 4], // the line end belongs to its line
  [4, 2, 1],
  [8, 2, 5],
  [9, 3, 1],
  [10, 4, 1],
  [13, 4, 4],
  [14, 4, 5], // the end of the file
];

for (const [start, line, column] of places) {
  Deno.test(`placeOf() finds offset ${start} at ${line}:${column}`, () => {
    assertEquals(placeOf({ source, start, end: start }), { file: "a.yaml", line, column });
  });
}

Deno.test("lineText() gives lines without their ends, and nothing after the last", () => {
  assertEquals([1, 2, 3, 4, 5].map((line) => lineText(source, line)), ["one", "two", "", "four", ""]);
});

Deno.test("lineText() gives the last line with and without a line end", () => {
  assertEquals(lineText(makeSource("a", "x\ny"), 2), "y");
  assertEquals(lineText(makeSource("a", "x\ny\n"), 2), "y");
  assertEquals(lineText(makeSource("a", ""), 1), "");
});

Deno.test("placeOf() counts lines as a plain count of line ends does", () => {
  for (let start = 0; start <= text.length; start++) {
    const before = text.slice(0, start).split("\n");
    assertEquals(placeOf({ source, start, end: start }), {
      file: "a.yaml",
      line: before.length,
      column: (before.at(-1) ?? "").length + 1,
    });
  }
});
