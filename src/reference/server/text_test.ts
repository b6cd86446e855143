import { assertEquals } from "@std/assert";
import { findEnd, hasBareLineEnd, longestLine, type TextEnd, unstuff } from "./text.ts";

const ends: readonly (readonly [text: string, end: TextEnd | undefined])[] = [
  [".\r\n", { end: 0, next: 3 }],
  [".\r\nQUIT\r\n", { end: 0, next: 3 }],
  ["a\r\n.\r\nQUIT", { end: 3, next: 6 }],
  ["a\r\n..\r\n.\r\n", { end: 7, next: 10 }],
  ["a\r\n.", undefined],
  ["a\r\n.\r", undefined],
  ["a\n.\n", undefined],
  ["a\n.\r\n", undefined],
  ["a\r\n.\n", undefined],
  ["a\r.\r", undefined],
  ["a\r\n.\r\r\n", undefined],
  ["a\r\n. \r\n", undefined],
  ["a\r\n.\0\r\n", undefined],
];

for (const [text, end] of ends) {
  Deno.test(`findEnd() ${end === undefined ? "finds no end" : "finds the end"} in ${JSON.stringify(text)}`, () => {
    assertEquals(findEnd(text, 0, 0), end);
  });
}

Deno.test("findEnd() finds an end that began in what was searched before", () => {
  const text = "abc\r\n.\r\n";
  for (let searched = 0; searched < text.length; searched++) {
    assertEquals(findEnd(text, searched, 0), { end: 5, next: 8 });
  }
});

Deno.test("unstuff() takes one dot from each line that begins with one", () => {
  assertEquals(unstuff("..a\r\nb\r\n.\r\n...\r\n .c\r\n"), ".a\r\nb\r\n\r\n..\r\n .c\r\n");
  assertEquals(unstuff("a\n..b\r\n"), "a\n..b\r\n");
});

Deno.test("longestLine() counts octets with the CRLF", () => {
  assertEquals([longestLine(""), longestLine("abc\r\n"), longestLine("a\r\nabcd\r\n")], [2, 5, 6]);
});

Deno.test("hasBareLineEnd() finds a CR or LF alone", () => {
  const bare = ["\n", "a\nb", "a\rb", "a\r\r\n", "\r\n\n"];
  assertEquals(bare.map(hasBareLineEnd), bare.map(() => true));
  const right = ["", "a\r\nb\r\n", "\r\n\r\n"];
  assertEquals(right.map(hasBareLineEnd), right.map(() => false));
});
