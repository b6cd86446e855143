import { assert, assertEquals } from "@std/assert";
import { latin1, latin1Text } from "../base/octets.ts";
import {
  endData,
  generateDots,
  generateLines,
  generateOctets,
  stuff,
  toCrlf,
  unstuff,
  writeChunk,
  writeDate,
  writeHeader,
} from "./content.ts";

const contents: readonly (readonly [content: string, stuffed: string, ended: string])[] = [
  ["", "", ".\r\n"],
  ["a\r\n", "a\r\n", "a\r\n.\r\n"],
  ["a", "a", "a\r\n.\r\n"],
  [".", "..", "..\r\n.\r\n"],
  [".\r\n", "..\r\n", "..\r\n.\r\n"],
  ["..\r\n", "...\r\n", "...\r\n.\r\n"],
  [".\r\n.\r\n.", "..\r\n..\r\n..", "..\r\n..\r\n..\r\n.\r\n"],
  ["a.\r\nb\r\n.c\r\n", "a.\r\nb\r\n..c\r\n", "a.\r\nb\r\n..c\r\n.\r\n"],
  ["a\n.\n", "a\n.\n", "a\n.\n\r\n.\r\n"], // a bare LF ends no line
  ["a\r.b\r", "a\r.b\r", "a\r.b\r\r\n.\r\n"],
  ["\r\n", "\r\n", "\r\n.\r\n"],
  ["\n", "\n", "\n\r\n.\r\n"],
  ["\xff\0", "\xff\0", "\xff\0\r\n.\r\n"],
];

for (const [content, stuffed, ended] of contents) {
  Deno.test(`stuff(), unstuff() and endData() keep ${JSON.stringify(content)}`, () => {
    assertEquals(latin1Text(stuff(latin1(content))), stuffed);
    assertEquals(latin1Text(unstuff(latin1(stuffed))), content);
    assertEquals(latin1Text(endData(latin1(content))), ended);
  });
}

const ends: readonly (readonly [text: string, crlf: string])[] = [
  ["", ""],
  ["a", "a\r\n"],
  ["a\n", "a\r\n"],
  ["a\r", "a\r\n"],
  ["a\r\nb\rc\nd", "a\r\nb\r\nc\r\nd\r\n"],
  ["\n\n", "\r\n\r\n"],
  ["\n\r", "\r\n\r\n"],
];

for (const [text, crlf] of ends) {
  Deno.test(`toCrlf() makes ${JSON.stringify(crlf)} of ${JSON.stringify(text)}`, () => {
    assertEquals(toCrlf(text), crlf);
  });
}

Deno.test("generateDots() makes exactly so many octets, in lines of which each begins with a dot", () => {
  for (let octets = 0; octets <= 100; octets++) {
    const text = latin1Text(generateDots(octets));
    assertEquals(text.length, octets);
    if (octets >= 3) assert(/^(\.\r\n)*\.{1,3}\r\n$/.test(text), `${octets}: ${JSON.stringify(text)}`);
  }
  assertEquals(stuff(generateDots(3000)).length, 4000);
});

Deno.test("generateOctets() makes exactly so many octets, in lines that are safe on the wire, for each small size", () => {
  for (let octets = 0; octets <= 1000; octets++) {
    const text = latin1Text(generateOctets(octets));
    assertEquals(text.length, octets);
    if (octets < 2) continue;
    assert(text.endsWith("\r\n"), `${octets}: it ends in CRLF`);
    const lines = text.split("\r\n");
    assert(!lines.some((line) => /[\r\n]/.test(line)), `${octets}: no bare CR or LF`);
    assert(!lines.some((line) => line.startsWith(".")), `${octets}: no line begins with a dot`);
    assert(lines.every((line) => line.length <= 78), `${octets}: no line is longer than 78 characters`);
    assert(!/[^a-z\r\n]/.test(text), `${octets}: letters only`);
  }
});

Deno.test("generateOctets() makes a large body of the exact size", () => {
  assertEquals(generateOctets(1_000_001).length, 1_000_001);
});

Deno.test("generateLines() gives a dot and a letter in turn", () => {
  assertEquals(latin1Text(generateLines(3)), ".\r\nx\r\n.\r\n");
  assertEquals(generateLines(0).length, 0);
});

Deno.test("writeHeader() lays given fields over the standard ones, whatever the case of their names", () => {
  const standard = [["From", "a"], ["Date", "b"]] as const;
  assertEquals(writeHeader([], standard), "From: a\r\nDate: b\r\n");
  assertEquals(writeHeader([["DATE", "c"], ["X", "d"]], standard), "From: a\r\nDATE: c\r\nX: d\r\n");
});

Deno.test("writeChunk() writes the declared size, true or not, and LAST", () => {
  const chunk = latin1("abc");
  assertEquals(latin1Text(writeChunk(chunk, { declared: 3, last: false })), "BDAT 3\r\nabc");
  assertEquals(latin1Text(writeChunk(chunk, { declared: 9, last: true })), "BDAT 9 LAST\r\nabc");
});

Deno.test("writeDate() writes a date as RFC 5322 §3.3 has it", () => {
  assertEquals(writeDate(new Date(Date.UTC(2025, 0, 5, 3, 4, 5))), "Sun, 05 Jan 2025 03:04:05 +0000");
});
