import { assertEquals, assertThrows } from "@std/assert";
import { drawTable, median, showMemory, showRatio, showTime } from "./figures.ts";

Deno.test("median() gives the value in the middle", () => {
  assertEquals([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])], [2, 3, 7]);
  assertThrows(() => median([]), RangeError);
});

Deno.test("figures are written with their significant digits", () => {
  assertEquals([showTime(0.2345), showTime(12.345), showTime(1234), showTime(123_456)], [
    "0.234 ms",
    "12.3 ms",
    "1.23 s",
    "123 s",
  ]);
  assertEquals([showMemory(12_345_678), showRatio(3, 2), showRatio(500, 2)], ["12 MB", "1.5", "250"]);
});

Deno.test("drawTable() says which bound is kept", () => {
  const row = { what: "a", figure: "1 s", next: "2 s", ratio: "0.5", bound: "at most 1", isKept: true };
  const lines = drawTable([row, { ...row, isKept: false }, { ...row, bound: undefined }]).split("\n");
  assertEquals(lines.slice(2).map((line) => line.split(" | ").at(-1)), ["yes |", "**no** |", " |"]);
});
