import { assert, assertEquals, assertStringIncludes, fail } from "@std/assert";
import { isProblem } from "../../base/problem.ts";
import { readReport } from "../json.ts";
import type { Report } from "../report.ts";
import { type Given, reportOf } from "../../testing/reports.ts";
import { renderConsole } from "./console_report.ts";

const plain = { width: 80, isColored: false, isVerbose: false };
const linesOf = (text: string) => text.trimEnd().split("\n");

/** The published results of Postfix with its defaults, as a run by a user has them: its greeting is known. */
async function postfix(): Promise<Report> {
  const text = await Deno.readTextFile(new URL("../../../reports/postfix.json", import.meta.url));
  const report = readReport(text);
  if (isProblem(report)) return fail(report.message);
  const software = { name: "postfix", version: null, by: "greeting" } as const;
  // A rule of the linter and a case of the compact form know no endpoint: all have the same software here.
  const endpoints = report.target.endpoints.map((endpoint) => ({ ...endpoint, software }));
  return { ...report, target: { ...report.target, endpoints } };
}

Deno.test("the console report of Postfix with its defaults has 150 lines at most, and 20 name what to change", async () => {
  const lines = linesOf(renderConsole(await postfix(), plain));
  assert(lines.length <= 150, `${lines.length} lines`);
  const summary = lines.slice(-20).join("\n");
  assertEquals([...summary.matchAll(/^ +[123]\. security/gm)].length, 3);
  for (
    const setting of [
      "smtpd_forbid_bare_newline = yes",
      "smtpd_tls_protocols = >=TLSv1.2",
      "smtpd_forbid_bare_newline = reject",
    ]
  ) assertStringIncludes(summary, setting);
});

const many = Array.from({ length: 60 }, (_, index): Given => ({
  id: `area/topic/${index < 30 ? "fails" : "warns"}-${index}`,
  verdict: index < 30 ? "fail" : "warn",
  received: `250 ${index}`,
}));

Deno.test("the console report has a line for each failure, and counts the warnings that do not fit", () => {
  const text = renderConsole(
    reportOf([...many, ...many.map((each) => ({ ...each, id: `${each.id}-2`, received: `251 ${each.id}` }))]),
    plain,
  );
  const lines = linesOf(text);
  assert(lines.length <= 150, `${lines.length} lines`);
  assertEquals(lines.filter((line) => line.startsWith("FAIL ")).length, 60);
  const warned = lines.filter((line) => line.startsWith("WARN ")).length;
  assertStringIncludes(text, `${60 - warned} more that only warn: --verbose shows them`);
});

Deno.test("the console report ends with twenty lines that begin with the worst and count what is left", () => {
  const last = linesOf(renderConsole(reportOf(many), plain)).slice(-20);
  assertEquals([last[0], last[1]], ["60 findings, the worst first:", "  1. MUST do it"]);
  assertEquals(last[17], "     and 14 more that fail and 30 that only warn, above");
});

Deno.test("the console report shows every transcript with --verbose, and passing ones where cases were selected", () => {
  const transcript = [{ kind: "note", at: 0, on: "main", text: "seen" }] as const;
  const report = reportOf([{ id: "area/topic/one", verdict: "pass" }, ...many]);
  const shown = { ...report, results: report.results.map((result) => ({ ...result, transcript })) };
  const count = (given: Report, isVerbose: boolean) =>
    [...renderConsole(given, { ...plain, isVerbose }).matchAll(/\* {2}seen/g)].length;
  const selected = { ...shown, options: { ...shown.options, only: ["area"] } };
  assertEquals(count(shown, true), many.length);
  assertEquals(count(selected, true), many.length + 1);
  assert(count(selected, false) < many.length);
});

Deno.test("the console report is its last line with --quiet", () => {
  const text = renderConsole(reportOf(many), { ...plain, isQuiet: true });
  assertEquals(text, "0 passed, 30 warned, 30 failed, 0 inconclusive, 0 skipped in 1.0 s\n");
});

Deno.test("the console report puts inconclusive results together whose replies hold an id of the server", () => {
  const report = reportOf(
    ["1", "2"].map((id) => ({ id: `a/b/c[${id}]`, verdict: "inconclusive", received: id, key: "451" })),
  );
  const because = "it was put off";
  const results = report.results.map((result) => ({
    ...result,
    reason: `received 451 ${result.id}: ${because}`,
    deviation: result.deviation && { ...result.deviation, because },
  }));
  assertStringIncludes(renderConsole({ ...report, results }, plain), "\n  2 × received 451 a/b/c[1]: it was put off\n");
});

Deno.test("the console report names the software of an endpoint, and refers to one that offers the same", () => {
  const report = reportOf([{ received: "250" }]);
  const [endpoint] = report.target.endpoints;
  if (endpoint === undefined) return;
  const offer = { plain: { greeting: "mx", keywords: ["SIZE"] } };
  const software = { name: "postfix", version: "3.9", by: "owner" } as const;
  const endpoints = [{ ...endpoint, offer, software }, { ...endpoint, name: "submission", offer }];
  const text = renderConsole({ ...report, target: { ...report.target, endpoints } }, plain);
  assertStringIncludes(text, "  smtp://127.0.0.1:2525 (no TLS, Postfix 3.9 by its owner)\n    offers SIZE\n");
  assertStringIncludes(text, "    offers the same as mx\n");
});
