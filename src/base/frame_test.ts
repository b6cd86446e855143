import { assert, assertEquals } from "@std/assert";
import { drawProblem, sortProblems } from "./frame.ts";
import { makeSource } from "./source.ts";

const source = makeSource("cases/noop.yaml", "cases:\n  - id: plain\n    sned: NOOP\n");

function spanOf(text: string, found: string) {
  const start = text.indexOf(found);
  return { source: makeSource("a.yaml", text), start, end: start + found.length };
}

Deno.test("drawProblem() draws the place, the line before, carets under the token and the hint", () => {
  const start = source.text.indexOf("sned");
  const span = { source, start, end: start + 4 };
  assertEquals(
    drawProblem({ message: `Unknown key "sned"`, span, hint: `did you mean "send"?` }),
    [
      `error: Unknown key "sned"`,
      "  --> cases/noop.yaml:3:5",
      "    |",
      "  2 |   - id: plain",
      "  3 |     sned: NOOP",
      `    |     ^^^^ did you mean "send"?`,
    ].join("\n"),
  );
});

Deno.test("drawProblem() draws one caret for an empty file", () => {
  const span = { source: makeSource("a.yaml", ""), start: 0, end: 0 };
  assertEquals(
    drawProblem({ message: "Cannot read an empty file", span }),
    "error: Cannot read an empty file\n  --> a.yaml:1:1\n    |\n  1 |\n    | ^",
  );
});

Deno.test("drawProblem() ends the carets with the line of a token of several lines", () => {
  const [last] = drawProblem({ message: "M", span: spanOf("a: |\n  x\n", "|\n  x") }).split("\n").slice(-1);
  assertEquals(last, "    |    ^");
});

Deno.test("drawProblem() leaves out an empty line before", () => {
  assertEquals(
    drawProblem({ message: "M", span: spanOf("a: b\n\nc: d\n", "c") }),
    "error: M\n  --> a.yaml:3:1\n    |\n  3 | c: d\n    | ^",
  );
});

Deno.test("drawProblem() widens the gutter for large line numbers", () => {
  const lines = drawProblem({ message: "M", span: spanOf(`${"x\n".repeat(9999)}here\n`, "here") }).split("\n");
  assertEquals(lines.slice(2), ["       |", "  9999 | x", " 10000 | here", "       | ^^^^"]);
});

for (const at of [0, 40, 99, 100, 150, 5000, 9990]) {
  Deno.test(`drawProblem() keeps a token at column ${at + 1} of a long line in sight, over its carets`, () => {
    const text = "x".repeat(at) + "TOKEN" + "x".repeat(10_000 - at);
    const lines = drawProblem({ message: "M", span: spanOf(text, "TOKEN") }).split("\n");
    const [shown = "", carets = ""] = lines.slice(-2);
    assertEquals(carets.indexOf("^^^^^"), shown.indexOf("TOKEN"));
    assert(shown.length < 120);
  });
}

Deno.test("drawProblem() shows controls of file, message and line escaped", () => {
  const text = "a: \x1b[31m\u202e";
  const drawn = drawProblem({
    message: "M\x1b",
    span: { source: makeSource("\x1b.yaml", text), start: 0, end: 1 },
  });
  assert(!drawn.includes("\x1b") && !drawn.includes("\u202e"));
});

Deno.test("drawProblem() clips a message that quotes a long value", () => {
  const lines = drawProblem({ message: "x".repeat(5000), span: spanOf("a", "a") }).split("\n");
  assertEquals(lines.find((line) => line.endsWith("..."))?.trim().length, 200);
});

Deno.test("drawProblem() breaks a long message, and puts a long hint below the carets, within any width", () => {
  const span = spanOf("some: value of a key", "value");
  const problem = {
    message: "Cannot use what is said here for this",
    span,
    hint: "write another value, or leave it out",
  };
  for (const columns of [40, 60, 80]) {
    const drawn = drawProblem(problem, { columns });
    assertEquals(drawn.split("\n").filter((line) => line.length > columns), []);
    for (const text of [problem.message, problem.hint]) {
      assert(drawn.replace(/\n[ |]*/g, " ").includes(text), `${columns}: ${drawn}`);
    }
  }
  assertEquals(drawProblem(problem, { columns: 50 }).split("\n").slice(-2), [
    "    |       ^^^^^",
    "    |       write another value, or leave it out",
  ]);
});

Deno.test("sortProblems() sorts by file and place and says each problem once", () => {
  const one = makeSource("a.yaml", "abc");
  const other = makeSource("b.yaml", "abc");
  const at = (from: typeof one, start: number, message: string) => ({
    message,
    span: { source: from, start, end: start + 1 },
  });
  const sorted = sortProblems([
    at(other, 0, "B0"),
    at(one, 2, "A2"),
    at(one, 0, "A0"),
    at(one, 2, "A2"),
    at(one, 2, "also"),
  ]);
  assertEquals(sorted.map(({ message }) => message), ["A0", "A2", "also", "B0"]);
});
