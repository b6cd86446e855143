import { assertEquals, assertThrows } from "@std/assert";
import { base64, concat, find, latin1, latin1Text, utf8 } from "./octets.ts";

const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);

Deno.test("latin1() and latin1Text() give each of the 256 octets back", () => {
  assertEquals(latin1(latin1Text(all)), all);
});

Deno.test("latin1Text() reads a part of a larger buffer", () => {
  assertEquals(latin1Text(all.subarray(65, 68)), "ABC");
});

Deno.test("latin1() refuses a character above U+00FF by name", () => {
  assertThrows(() => latin1("a€"), RangeError, `Cannot write "€" as one octet`);
});

Deno.test("utf8() encodes what latin1() cannot", () => {
  assertEquals(utf8("€"), new Uint8Array([0xe2, 0x82, 0xac]));
});

Deno.test("concat() joins none, one and several octet strings", () => {
  assertEquals(concat([]), new Uint8Array(0));
  assertEquals(concat([all]), all);
  assertEquals(concat([all.subarray(0, 100), all.subarray(100, 100), all.subarray(100)]), all);
});

const places: readonly (readonly [hay: string, needle: string, from: number, at: number])[] = [
  ["abcabc", "abc", 0, 0],
  ["abcabc", "abc", 1, 3],
  ["abcabc", "abc", 4, -1],
  ["aaab", "aab", 0, 1],
  ["abcab", "abc", 1, -1],
  ["ab", "abc", 0, -1],
  ["", "a", 0, -1],
  ["abc", "", 2, 2],
  ["abc", "c", 0, 2],
];

for (const [hay, needle, from, at] of places) {
  Deno.test(`find() finds "${needle}" in "${hay}" from ${from} at ${at}`, () => {
    assertEquals(find(utf8(hay), utf8(needle), from), at);
  });
}

Deno.test("base64() encodes octets of any number", () => {
  const large = new Uint8Array(3_000_000).fill(0xff);
  assertEquals([base64(latin1("\0a\0b")), base64(large).length], ["AGEAYg==", 4_000_000]);
});
