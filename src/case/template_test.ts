import { assertEquals } from "@std/assert";
import { makeReading, valueOf } from "../testing/samples.ts";
import type { TemplatePart } from "./template_types.ts";
import { readLine, readOctets, readTemplate } from "./template.ts";
import type { Scalar } from "./yaml.ts";

const scalarOf = (text: string): Scalar => ({ ...valueOf("a: b"), text });

/** Writes parts shortly: text in quotes, names bare, sums after them. */
function short(parts: readonly TemplatePart[]): string {
  return parts.map((part) =>
    part.kind === "text"
      ? JSON.stringify(part.text)
      : `${part.name}${part.sum === undefined ? "" : `${part.sum.operator}${part.sum.operand}`}`
  ).join(" ");
}

const templates: readonly (readonly [text: string, parts: string])[] = [
  ["", ""],
  ["NOOP", `"NOOP"`],
  ["$name", "name"],
  ["${name}", "name"],
  ["a $from b", `"a " from " b"`],
  ["<$from>", `"<" from ">"`],
  ["${rcpt}x", `rcpt "x"`],
  ["$a$b", "a b"],
  ["$unknown_rcpt@", `unknown_rcpt "@"`],
  ["${SIZE + 1}", "SIZE+1"],
  ["${SIZE-1}", "SIZE-1"],
  ["${ SIZE * 2 }", "SIZE*2"],
  ["${SIZE / 2}", "SIZE/2"],
  ["$$", `"$"`],
  ["$$name", `"$" "name"`],
  ["$$$name", `"$" name`],
  ["/^$/", `"/^$/"`], // a dollar before anything but a letter or a brace is itself
  ["$1", `"$1"`],
  ["a$", `"a$"`],
  ["$ x", `"$ x"`],
  ["{x}", `"{x}"`],
];

for (const [text, parts] of templates) {
  Deno.test(`readTemplate() reads ${JSON.stringify(text)} as ${parts || "nothing"}`, () => {
    const reading = makeReading();
    assertEquals(short(readTemplate(reading, scalarOf(text)).parts), parts);
    assertEquals(reading.problems, []);
  });
}

for (const text of ["${}", "${1}", "${a b}", "${a", "${a +}", "${a + b}", "${a + 1 + 2}", "${a % 2}", "${a + -1}"]) {
  Deno.test(`readTemplate() refuses ${text}`, () => {
    const reading = makeReading();
    readTemplate(reading, scalarOf(text));
    assertEquals(reading.problems.map(({ message }) => message.slice(0, 24)), ["Cannot read the variable"]);
  });
}

Deno.test("readTemplate() notes the names that it uses, with their places", () => {
  const reading = makeReading();
  const scalar = scalarOf("$a ${b + 1} $a");
  readTemplate(reading, scalar);
  assertEquals(reading.uses.map(({ name }) => name), ["a", "b", "a"]);
  assertEquals(reading.uses.every(({ span }) => span === scalar.span), true);
});

type Row = readonly [yaml: string, problem: string | undefined];
const comment = (text: string) => `Cannot tell whether "${text}" is a comment`;
const spaces = "Cannot keep the spaces after this line";
const newline = "Cannot send a line with CR or LF inside";

const lines: readonly Row[] = [
  ["a: NOOP", undefined],
  ["a: NOOP # a comment", undefined],
  ["a: 'NOOP #1'", undefined],
  ["a: 'NOOP  '", undefined],
  ["a: ''", undefined],
  ["a: NOOP#1", undefined],
  ["a: NOOP #1", comment("#1")],
  ["a: NOOP #", comment("#")],
  ["a: NOOP  \nb: c", spaces],
  ["a: NOOP \r\nb: c", spaces],
  ["a: NOOP ", spaces],
  ["a:", "A line is missing here"],
  ["a: |\n  NOOP", newline],
  [`a: "NOOP\\r\\n"`, newline],
  [`a: "NO\\rOP"`, newline],
];

for (const [yaml, problem] of lines) {
  Deno.test(`readLine() ${problem === undefined ? "reads" : "refuses"} ${JSON.stringify(yaml)}`, () => {
    const reading = makeReading();
    readLine(reading, valueOf(yaml));
    assertEquals(reading.problems.map(({ message }) => message), problem === undefined ? [] : [problem]);
  });
}

const quotes = `Cannot use "bytes" without double quotes`;
const octets: readonly Row[] = [
  [`a: "NOOP\\r\\n"`, undefined],
  [`a: "\\0\\x80\\xff"`, undefined],
  [`a: ""`, undefined],
  [`a: "é"`, undefined], // U+00E9 is one octet
  ["a: NOOP", quotes],
  ["a: 'NOOP'", quotes],
  ["a: |\n  NOOP", quotes],
  [`a: "NOOP\n  RSET"`, "Cannot read octets over several lines of the file"],
  [`a: "€"`, `Cannot write "€" as one octet`],
  [`a: "\\u0100"`, `Cannot write "Ā" as one octet`],
];

for (const [yaml, problem] of octets) {
  Deno.test(`readOctets() ${problem === undefined ? "reads" : "refuses"} ${JSON.stringify(yaml)}`, () => {
    const reading = makeReading();
    assertEquals(readOctets(reading, valueOf(yaml)).encoding, "latin1");
    assertEquals(reading.problems.map(({ message }) => message), problem === undefined ? [] : [problem]);
  });
}
