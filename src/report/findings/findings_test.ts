import { assertEquals } from "@std/assert";
import type { Impact } from "../../case/case.ts";
import { type Given, reportOf, resultOf } from "../../testing/reports.ts";
import { countVerdicts, type Report, type Result } from "../report.ts";
import { type Finding, nameResults } from "./finding.ts";
import { findingsOf } from "./findings.ts";

/** A result for a finding; `because` and `impact` are those of its case. */
interface Part extends Given {
  readonly id: string;
  readonly because?: string;
  readonly impact?: Impact;
  readonly rfc?: readonly string[];
  readonly linted?: Result["linted"];
}

function resultWith({ because, impact, rfc, linted, ...given }: Part): Result {
  const made = resultOf({ received: "250 Ok", ...given });
  return {
    ...made,
    deviation: made.deviation && { ...made.deviation, because },
    ...(impact === undefined ? {} : { impact }),
    ...(rfc === undefined ? {} : { rfc }),
    ...(linted === undefined ? {} : { linted }),
  };
}

function reportWith(parts: readonly Part[], software?: string): Report {
  const results = parts.map(resultWith);
  const report = reportOf([], { results, summary: countVerdicts(results) });
  const endpoints = report.target.endpoints.map((endpoint) =>
    software === undefined
      ? endpoint
      : { ...endpoint, software: { name: software, version: null, by: "owner" as const } }
  );
  return { ...report, target: { ...report.target, endpoints } };
}

const shapeOf = (findings: readonly Finding[]) => findings.map(({ cases }) => cases.map(nameResults));
const findings = (parts: readonly Part[], software?: string) => shapeOf(findingsOf(reportWith(parts, software)));

Deno.test("findingsOf() puts the variants, roles and hosts of a case together", () => {
  assertEquals(
    findings([
      { id: "a/b/c[x]", because: "one" },
      { id: "a/b/c[y]:mx@h", because: "two" },
      { id: "a/b/d", received: "251" },
    ]),
    [["a/b/c (x, y:mx@h)"], ["a/b/d"]],
  );
});

Deno.test("findingsOf() puts cases together that have the same reason on the same section", () => {
  const because = "it was ignored";
  assertEquals(
    findings([
      { id: "a/b/c", because, received: "250 a" },
      { id: "a/b/d", because, received: "250 b" },
      { id: "a/b/e", because, rfc: ["RFC 5321 §4.2"] },
      { id: "a/b/f", because: "another" },
    ]),
    [["a/b/c", "a/b/d"], ["a/b/e"], ["a/b/f"]],
  );
});

Deno.test("findingsOf() takes what was expected and received for the reason where a case gives none", () => {
  assertEquals(
    findings([{ id: "a/b/c" }, { id: "a/b/d" }, { id: "a/b/e", received: "250 other" }]),
    [["a/b/c", "a/b/d"], ["a/b/e"]],
  );
});

Deno.test("findingsOf() puts cases together that one setting of the software ends, and names it", () => {
  const parts: Part[] = [
    { id: "smuggling/end_of_data/one[a]", because: "a" },
    { id: "smuggling/inside_tls/two", because: "b", rfc: ["RFC 3207 §4"] },
  ];
  assertEquals(findings(parts).length, 2);
  const [found, ...others] = findingsOf(reportWith(parts, "postfix"));
  assertEquals(others, []);
  assertEquals(found?.remedies.map(({ software, settings, results }) => [software, settings, results.length]), [
    ["postfix", ["smtpd_forbid_bare_newline = yes"], 2],
  ]);
});

Deno.test("findingsOf() does not put a case to a setting that ends only some of its results", () => {
  const parts: Part[] = [
    { id: "smtputf8/smtputf8/ascii-in-replies", because: "a" },
    { id: "smtputf8/smtputf8/echo[rcpt]", because: "b" },
    { id: "smtputf8/smtputf8/echo[parameter]", because: "c" },
  ];
  const found = findingsOf(reportWith(parts, "postfix"));
  assertEquals(shapeOf(found), [
    ["smtputf8/smtputf8/echo (rcpt, parameter)"],
    ["smtputf8/smtputf8/ascii-in-replies"],
  ]);
  assertEquals(found[0]?.remedies.map(({ results }) => results), [["smtputf8/smtputf8/echo[rcpt]"]]);
});

const breaks = (...runs: readonly string[]): Result["linted"] => ({
  checked: 9,
  occurrences: runs.map((run) => ({ run, event: 0, why: "w", received: "r", isTolerated: false })),
});

Deno.test("findingsOf() puts a rule of the linter to the first case whose reply breaks it, and to no other", () => {
  assertEquals(
    findings([
      { id: "a/b/c", because: "one" },
      { id: "a/b/d", because: "two" },
      { id: "replies/lint/octet-range", linted: breaks("other/b/c", "a/b/c", "a/b/d") },
    ]),
    [["a/b/c", "replies/lint/octet-range"], ["a/b/d"]],
  );
});

Deno.test("findingsOf() leaves a rule by itself that no failing case shows on the same section", () => {
  assertEquals(
    findings([
      { id: "a/b/c", because: "one", rfc: ["RFC 5321 §3.3"] },
      { id: "a/b/d", because: "two", verdict: "warn" },
      { id: "replies/lint/octet-range", linted: breaks("a/b/c", "a/b/d") },
    ]).slice(0, 2),
    [["a/b/c"], ["replies/lint/octet-range"]],
  );
});

Deno.test("findingsOf() orders by verdict, then by impact, then by the number of results", () => {
  assertEquals(
    findings([
      { id: "a/b/form", impact: "form", received: "1" },
      { id: "a/b/warned", impact: "security", verdict: "warn", received: "2" },
      { id: "a/b/loss", impact: "loss", received: "3" },
      { id: "a/b/one", impact: "security", received: "4" },
      { id: "a/b/two[x]", impact: "security", received: "5" },
      { id: "a/b/two[y]", impact: "security", received: "5" },
      { id: "a/b/none", received: "6" },
      { id: "a/b/passed", verdict: "pass" },
      { id: "a/b/known", verdict: "xfail" },
    ]).flat(),
    ["a/b/two (x, y)", "a/b/one", "a/b/loss", "a/b/form", "a/b/none", "a/b/warned"],
  );
});

Deno.test("findingsOf() has the gravest case lead, and gives its transcript's result and the command for it", () => {
  const parts: Part[] = [
    { id: "a/b/c", because: "same", impact: "form" },
    { id: "a/b/d[x]", because: "same", impact: "security" },
  ];
  const [found] = findingsOf(reportWith(parts));
  assertEquals([found?.id, found?.impact, found?.shownBy, found?.because], ["a/b/d", "security", "a/b/d[x]", "same"]);
  assertEquals(found?.again, "deno task smtpspec run mx.yaml --only 'a/b/d[x]'");
});
