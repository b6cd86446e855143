import { assertEquals, assertStringIncludes } from "@std/assert";
import { reportOf } from "../testing/reports.ts";
import { renderConsole } from "./console/console_report.ts";
import { renderGithub } from "./github.ts";
import { renderHtml } from "./html/report_page.ts";
import { readReport, renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";

const report = reportOf([{ verdict: "pass" }], {
  sanityChecks: [{
    endpoint: "mx",
    when: "first",
    passed: true,
    reason: null,
    obstacles: ["no mail arrives \x1b[31m<blink>"],
    durationMs: 1,
    transcript: [],
  }],
});

const formats = {
  console: renderConsole(report, { isColored: false, isVerbose: false, width: 100 }),
  Markdown: renderMarkdown(report),
  HTML: renderHtml(report),
} as const;

for (const [name, text] of Object.entries(formats)) {
  Deno.test(`the ${name} report shows what a sanity check that passed keeps from being judged`, () => {
    assertStringIncludes(text, "The first sanity check met an obstacle at the endpoint");
    assertStringIncludes(text, "no mail arrives");
    assertEquals(text.includes("\x1b"), false);
    assertEquals(name === "HTML" && text.includes("<blink>"), false);
  });
}

Deno.test("the annotations warn of what a sanity check that passed keeps from being judged", () => {
  assertStringIncludes(renderGithub(report), "::warning::At the endpoint mx, no mail arrives");
});

Deno.test("a report keeps the obstacles of a sanity check", () => {
  const read = readReport(renderJson(report));
  assertEquals("sanityChecks" in read ? read.sanityChecks[0]?.obstacles : undefined, [
    "no mail arrives \\x1b[31m<blink>",
  ]);
});
