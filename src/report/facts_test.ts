import { assertEquals, assertStringIncludes } from "@std/assert";
import { reportOf } from "../testing/reports.ts";
import { renderConsole } from "./console/console_report.ts";
import { factLines } from "./facts.ts";
import { renderHtml } from "./html/report_page.ts";
import { readReport, renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import type { ReportFact } from "./report.ts";

const fact = (endpoint: string, value: string, run: string | null = null): ReportFact => ({
  endpoint,
  about: "commands of a session",
  value,
  run,
});
const withFacts = (facts: readonly ReportFact[]) => reportOf([{ verdict: "pass" }], { facts });
const console80 = { isColored: false, isVerbose: false, width: 80 };

const report = withFacts([fact("mx", "received 421 \\x1b[31m<blink> | bye, once, after 100 commands", "limits/a/b")]);
const formats = {
  console: renderConsole(report, { ...console80, width: 120 }),
  Markdown: renderMarkdown(report),
  HTML: renderHtml(report),
} as const;

for (const [name, text] of Object.entries(formats)) {
  Deno.test(`the ${name} report shows what was learnt by the way`, () => {
    assertStringIncludes(text, "Facts");
    assertStringIncludes(text, "after 100 commands");
    assertEquals(name === "HTML" && text.includes("<blink>"), false);
  });
}

Deno.test("a report keeps its facts, and one without them has no place for them", () => {
  const read = readReport(renderJson(report));
  assertEquals("facts" in read ? read.facts : undefined, report.facts);
  assertEquals(renderConsole(reportOf([{ verdict: "pass" }]), console80).includes("Facts"), false);
});

Deno.test("the console shows the first twelve facts", () => {
  const many = Array.from({ length: 15 }, (_, at) => fact("mx", `value ${at}`));
  const text = renderConsole(withFacts(many), console80);
  assertStringIncludes(text, "Facts (15)");
  assertStringIncludes(text, "and 3 more");
  assertEquals(text.includes("value 12"), false);
});

Deno.test("factLines() joins what is the same at several endpoints", () => {
  const { target } = report;
  const [endpoint] = target.endpoints;
  const endpoints = endpoint === undefined ? [] : [endpoint, { ...endpoint, name: "submission" }];
  const facts = [fact("mx", "one"), fact("submission", "one"), fact("submission", "two")];
  assertEquals(factLines({ facts, target: { ...target, endpoints } }).map((line) => [line.endpoints, line.value]), [
    ["mx, submission", "one"],
    ["submission", "two"],
  ]);
});
