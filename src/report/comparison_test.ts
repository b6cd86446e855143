import { assertEquals, assertMatch } from "@std/assert";
import { reportOf } from "../testing/reports.ts";
import { compareReports, wordOf } from "./comparison.ts";
import { renderMarkdownComparison } from "./markdown_comparison.ts";

const one = reportOf([
  { id: "a/b/alike", verdict: "pass" },
  { id: "a/b/other", verdict: "pass" },
  { id: "c/d/gone", verdict: "fail", received: "250 OK" },
]);
const two = reportOf([
  { id: "a/b/other", verdict: "fail", received: "500 no" },
  { id: "a/b/alike", verdict: "pass" },
  { id: "e/f/more", verdict: "skip" },
]);

Deno.test("compareReports() puts results of one id in a row, and rows that differ first in their area", () => {
  const { columns, areas } = compareReports([one, two]);
  assertEquals(columns.map(({ name }) => name), ["mx", "mx (2)"]);
  const rows = [...areas.values()].flat().map((
    { any, cells, isDifferent },
  ) => [any.id, isDifferent, ...cells.map(wordOf)]);
  assertEquals(rows, [
    ["a/b/other", true, "pass", "fail"],
    ["a/b/alike", false, "pass", "pass"],
    ["c/d/gone", true, "fail", "not played"],
    ["e/f/more", true, "not played", "skip"],
  ]);
});

Deno.test("renderMarkdownComparison() tables what differs and counts the rest", () => {
  const text = renderMarkdownComparison([one, two]);
  assertMatch(text, /^## Cases that differ \(3 of 4\)$/m);
  assertMatch(text, /^\| `a\/b\/other` \| pass \| \*\*fail\*\* \|$/m);
  assertEquals(text.includes("a/b/alike"), false);
});

Deno.test("renderMarkdownComparison() stays below a million octets, and counts what it leaves out", () => {
  const results = Array.from({ length: 20_000 }, (_, index) => ({ id: `a/b/${"x".repeat(60)}${index}` }));
  const text = renderMarkdownComparison([reportOf(results), reportOf([])]);
  const shown = [...text.matchAll(/^\| `a\/b/gm)].length;
  assertEquals(new TextEncoder().encode(text).length <= 1_000_000 && shown > 8000, true);
  assertMatch(text, new RegExp(`^${20_000 - shown} more do not fit here`, "m"));
});
