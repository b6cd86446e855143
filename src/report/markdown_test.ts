import { assert, assertEquals, assertStringIncludes, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import { namesIn, readData } from "../testing/golden.ts";
import { findMarkdownFault } from "../testing/markdown.ts";
import { readReport } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { code, codeBlock, prose, tableRow } from "./markdown_text.ts";
import { againCommand, type Report } from "./report.ts";

function load(name: string): Report {
  const report = readReport(readData(`reports/${name}.json`));
  return isProblem(report) ? fail(report.message) : report;
}

for (const name of namesIn("reports", ".json")) {
  Deno.test(`the Markdown report of ${name}.json holds no markup but ours`, () => {
    assertEquals(findMarkdownFault(renderMarkdown(load(name))), undefined);
  });
}

Deno.test("the Markdown report begins with the findings, each with its transcript and its command", () => {
  const report = load("ordinary");
  const text = renderMarkdown(report);
  const heads = [...text.matchAll(/^##? (\S+)/gm)].map(([, word]) => word);
  assertEquals(heads, ["smtpspec:", "Findings", "Warnings", "Inconclusive", "Skipped", "Areas"]);
  const failed = report.results.filter(({ verdict }) => verdict === "fail");
  for (const [index, result] of failed.entries()) {
    assertStringIncludes(text, `### ${index + 1}. ${code(result.id, 500)}`);
    assertStringIncludes(text, againCommand(report, result));
  }
  assertStringIncludes(text, "> S  250 2.0.0 Ok: queued as 4X1␍␊");
});

Deno.test("the Markdown report stays below the limit of a job summary, and counts what it leaves out", () => {
  const report = load("ordinary");
  const failure = report.results.find(({ verdict, deviation }) => verdict === "fail" && deviation !== null) ??
    fail("no failure");
  const results = Array.from({ length: 5000 }, (_, index) => ({
    ...failure,
    id: `a/b/${index}`,
    deviation: { ...failure.deviation ?? fail("none"), because: `${index}` },
  }));
  const text = renderMarkdown({ ...report, results });
  const octets = new TextEncoder().encode(text).length;
  assert(octets <= 1_000_000 && octets > 900_000, `${octets} octets`);
  const shown = [...text.matchAll(/^### /gm)].length;
  assertStringIncludes(text, `\n${5000 - shown} more do not fit here`);
  assertStringIncludes(text, "## Areas");
});

const spans: readonly (readonly [text: string, span: string])[] = [
  ["250 OK", "`250 OK`"],
  ["a `b` c", "``a `b` c``"],
  ["`a", "`` `a ``"],
  ["``` a", "```` ``` a ````"],
  ["", "(nothing)"],
  ["a\nb", "`a\\x0ab`"],
];
for (const [text, span] of spans) {
  Deno.test(`code() writes ${JSON.stringify(text)} as ${span}`, () => assertEquals(code(text, 100), span));
}

Deno.test("codeBlock() has a fence longer than any in it", () => {
  assertEquals(codeBlock("text", ["```", "a ```` b"]), "`````text\n```\na ```` b\n`````");
});

Deno.test("prose() escapes what Markdown, HTML and mentions are made of", () => {
  assertEquals(prose("<b>*a*\n[x](y) @z | `c`", 100), "\\<b\\>\\*a\\* \\[x\\](y) &#64;z \\| \\`c\\`");
});

Deno.test("tableRow() keeps a bar within its cell", () => assertEquals(tableRow(["`a|b`", "c"]), "| `a\\|b` | c |"));
