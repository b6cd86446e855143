import { assertEquals } from "@std/assert";
import { breakCommand, fitLines, indented, wrap, wrapWords } from "./wrap.ts";

const wraps: readonly (readonly [text: string, width: number, lines: readonly string[]])[] = [
  ["", 10, [""]],
  ["short", 10, ["short"]],
  ["just ten..", 10, ["just ten.."]],
  ["two words here", 10, ["two words", "here"]],
  ["0123456789abc", 10, ["0123456789", "abc"]],
  ["a 0123456789abc", 10, ["a 01234567", "89abc"]], // a break so early would waste the line
  ["many     spaces", 10, ["many", "spaces"]],
  ["123456789🙂x", 10, ["123456789", "🙂x"]], // no half of a character
];

for (const [text, width, lines] of wraps) {
  Deno.test(`wrap() breaks ${JSON.stringify(text)} at ${width}`, () => assertEquals(wrap(text, width), [...lines]));
}

Deno.test("wrap() keeps each character where the text is exact", () => {
  const text = "C  two   spaces  and   more   spaces ";
  const lines = wrap(text, 10, true);
  assertEquals(lines.join(""), text);
  assertEquals(lines.every((line) => line.length <= 10), true);
});

Deno.test("indented() counts the indent into the width", () => {
  assertEquals(indented("aa bb cc", 4, 10), ["    aa bb", "    cc"]);
});

Deno.test("wrapWords() breaks at spaces alone, and indents what follows", () => {
  assertEquals(wrapWords("error: no such file", 12, 2), ["error: no", "  such file"]);
  assertEquals(wrapWords("see /a/path/that/is/long and mend", 12, 2), ["see", "  /a/path/that/is/long", "  and mend"]);
  assertEquals(wrapWords("", 12), [""]);
});

Deno.test("fitLines() breaks what is too long, further in than it begins", () => {
  assertEquals(fitLines(["short", "  a b c d e f", ""], 9), ["short", "  a b c d", "    e f", ""]);
});

const commands: readonly (readonly [command: string, lines: readonly string[]])[] = [
  ["run x", ["run x"]],
  ["run smtp://a --rcpt b --only c", ["run smtp://a \\", "--rcpt b \\", "--only c"]],
  ["run 'a b c d e f g' x", ["run \\", "'a b c d e f g' \\", "x"]],
  ["run 'it'\\''s all one word' x", ["run \\", "'it'\\''s all one word' \\", "x"]],
];

for (const [command, lines] of commands) {
  Deno.test(`breakCommand() breaks ${command} between words`, () => {
    const broken = breakCommand(command, 14);
    assertEquals(broken, [...lines]);
    assertEquals(broken.map((line) => line.replace(/ \\$/, "")).join(" "), command);
  });
}
