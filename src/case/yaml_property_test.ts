import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText, check } from "../testing/properties.ts";
import { drawProblem, sortProblems } from "../base/frame.ts";
import { makeSource } from "../base/source.ts";
import { catalogue, makeReading } from "../testing/samples.ts";
import { readCaseFile } from "./read_case.ts";
import { readYaml } from "./yaml.ts";

/** Text that looks like a case file here and there. */
const word = fc.oneof(
  fc.constantFrom(
    "title: T\n",
    "cases:\n",
    "  - id: one\n",
    "    must: work\n",
    "    send: NOOP\n",
    "    reply: 250\n",
    "rfc: RFC 5321 §4.2\n",
    "    steps:\n",
    "      - send: RSET\n",
    "        reply: {pass: [250, 5xx], fail: close}\n",
    "    variants:\n",
    "      - {name: a, x: b}\n",
    '    bytes: "\\r\\n\\x80"\n',
    "$x ",
    "${a + 1}",
    "&a ",
    "*a ",
    "!!x ",
    "---\n",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    ": ",
    "#",
    "\t",
    "\\",
    "|\n",
    "<<: *a\n",
  ),
  anyText({ maxLength: 12 }),
);
const text = fc.array(word, { maxLength: 25 }).map((words) => words.join(""));

/** Reads a case file out of any text; gives the problems as a user would see them. */
function read(file: string): { cases: number; problems: string[] } {
  const reading = makeReading();
  const { node, problems } = readYaml(makeSource("test.yaml", file));
  reading.problems.push(...problems);
  const cases = node === undefined ? [] : readCaseFile(reading, node, { topic: "test", catalogue });
  return { cases: cases.length, problems: sortProblems(reading.problems).map((problem) => drawProblem(problem)) };
}

Deno.test("the reader makes problems or cases of any text, and never throws", () => {
  check(
    fc.property(text, (file) => {
      const { cases, problems } = read(file);
      assert(cases > 0 || problems.length > 0, "neither a case nor a problem");
      for (const problem of problems) assert(/test\.yaml:[0-9]+:[0-9]+/.test(problem), problem);
    }),
    300,
  );
});

Deno.test("the reader makes problems or cases of any octets", () => {
  check(fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
    const { cases, problems } = read(new TextDecoder().decode(octets));
    assertEquals(cases === 0, problems.length > 0);
  }));
});
