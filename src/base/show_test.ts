import { assertEquals, assertMatch } from "@std/assert";
import { latin1 } from "./octets.ts";
import { clip, disarm, escapeOctets, plainLine, unescapeOctets, visible } from "./show.ts";

const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);

Deno.test("escapeOctets() writes each octet as printable ASCII, and unescapeOctets() gives it back", () => {
  assertMatch(escapeOctets(all), /^[ -~]+$/);
  assertEquals(unescapeOctets(escapeOctets(all)), all);
  for (const octet of all) {
    const single = new Uint8Array([octet]);
    assertEquals(unescapeOctets(escapeOctets(single)), single);
    const doubled = new Uint8Array([0x5c, octet, 0x5c, octet]);
    assertEquals(unescapeOctets(escapeOctets(doubled)), doubled);
  }
});

const escapes: readonly (readonly [octets: string, escaped: string])[] = [
  ["250 OK\r\n", String.raw`250 OK\r\n`],
  ["\0\t\x1b[31m\x7f\xff", String.raw`\0\t\x1b[31m\x7f\xff`],
  ["\\", String.raw`\\`],
  ["\\r", String.raw`\\r`],
  ["\x001", String.raw`\01`],
  ["", ""],
];

for (const [octets, escaped] of escapes) {
  Deno.test(`escapeOctets() writes ${JSON.stringify(octets)} as ${escaped}`, () => {
    assertEquals(escapeOctets(latin1(octets)), escaped);
    assertEquals(unescapeOctets(escaped), latin1(octets));
  });
}

const shown: readonly (readonly [escaped: string, visible: string])[] = [
  [String.raw`250 OK\r\n`, "250 OK␍␊"],
  [String.raw`a\\b`, String.raw`a\b`],
  [String.raw`a\\r`, String.raw`a\r`],
  [String.raw`a\x1b\0`, String.raw`a\x1b\0`],
  ["plain", "plain"],
];

for (const [escaped, text] of shown) {
  Deno.test(`visible() shows ${escaped} as ${text}`, () => assertEquals(visible(escaped), text));
}

const lines: readonly (readonly [name: string, text: string, safe: string])[] = [
  ["a terminal escape", "\x1b[31mred\x1b[0m", String.raw`\x1b[31mred\x1b[0m`],
  ["CR and LF", "a\r\nb", String.raw`a\x0d\x0ab`],
  ["a C1 control", "a\x9bb", String.raw`a\x9bb`],
  ["a right-to-left override", "a\u202eb", String.raw`a\u202eb`],
  ["an isolate", "a\u2066b", String.raw`a\u2066b`],
  ["an Arabic letter mark", "a\u061cb", String.raw`a\u061cb`],
  ["a zero-width space", "a\u200bb", String.raw`a\u200bb`],
  ["a word joiner", "a\u2060b", String.raw`a\u2060b`],
  ["a byte order mark", "\ufeffa", String.raw`\ufeffa`],
  ["a line separator", "a\u2028b", String.raw`a\u2028b`],
  ["a workflow command of ##[", "a ##[error]b", String.raw`a #\x23[error]b`],
  ["a workflow command of ##vso[", "##vso[task.x]", String.raw`#\x23vso[task.x]`],
  ["a workflow command of ###[", "###[group]", String.raw`##\x23[group]`],
];

for (const [name, text, safe] of lines) {
  Deno.test(`plainLine() escapes ${name}`, () => assertEquals(plainLine(text), safe));
}

Deno.test("plainLine() leaves ordinary text alone", () => {
  const text = "Grüße, 你好 🙂 RFC 5321 §4.2 ## [x] ␍␊ \\r";
  assertEquals(plainLine(text), text);
});

Deno.test("clip() cuts text to its width", () => {
  assertEquals(clip("abcdef", 6), "abcdef");
  assertEquals(clip("abcdefg", 6), "abc...");
  assertEquals(clip("abcdefg", 2), "...");
});

const commandLines: readonly (readonly [line: string, disarmed: string])[] = [
  ["plain :: text", "plain :: text"],
  ["::error::x", "\\x3a:error::x"],
  ["      ::error::x", "   \\x3a:error::x"],
  ["  ::x", "\\x3a:x"],
];

for (const [line, disarmed] of commandLines) {
  Deno.test(`disarm() makes ${JSON.stringify(disarmed)} of ${JSON.stringify(line)}`, () => {
    assertEquals(disarm(line), disarmed);
  });
}
