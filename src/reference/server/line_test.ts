import { assertEquals } from "@std/assert";
import { type Command, type CutLine, cutLine, flawOf, readCommand } from "./line.ts";

const cuts: readonly (readonly [input: string, cut: CutLine | undefined])[] = [
  ["NOOP\r\nQUIT\r\n", { line: "NOOP", rest: "QUIT\r\n" }],
  ["\r\n", { line: "", rest: "" }],
  ["NOOP", undefined],
  ["NOOP\r", undefined],
  ["NOOP\nQUIT\n", undefined],
  ["NOOP\nQUIT\r\n", { line: "NOOP\nQUIT", rest: "" }],
  ["a\r\r\nb", { line: "a\r", rest: "b" }],
];

for (const [input, cut] of cuts) {
  Deno.test(`cutLine() cuts ${JSON.stringify(input)} only at CRLF`, () => assertEquals(cutLine(input), cut));
}

const flaws: readonly (readonly [line: string, isFlawed: boolean])[] = [
  ["NOOP", false],
  ["NOOP \t\x7f\xff", false],
  ["NOOP\rQUIT", true],
  ["NOOP\nQUIT", true],
  ["NO\0OP", true],
];

for (const [line, isFlawed] of flaws) {
  Deno.test(`flawOf() finds ${isFlawed ? "a flaw" : "no flaw"} in ${JSON.stringify(line)}`, () => {
    assertEquals(flawOf(line) !== undefined, isFlawed);
  });
}

const commands: readonly (readonly [line: string, command: Command])[] = [
  ["QUIT", { verb: "QUIT", argument: "" }],
  ["quit", { verb: "QUIT", argument: "" }],
  ["QUIT \t ", { verb: "QUIT", argument: "" }],
  ["Mail FROM:<a@b.test>", { verb: "MAIL", argument: "FROM:<a@b.test>" }],
  ["NOOP  two", { verb: "NOOP", argument: " two" }],
  ["NOOP\ttab", { verb: "NOOP\tTAB", argument: "" }],
  ["", { verb: "", argument: "" }],
];

for (const [line, command] of commands) {
  Deno.test(`readCommand() reads ${JSON.stringify(line)}`, () => assertEquals(readCommand(line), command));
}
