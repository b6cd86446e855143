import { assertEquals, fail } from "@std/assert";
import { isProblem } from "../base/problem.ts";
import { readData } from "../testing/golden.ts";
import { reportOf } from "../testing/reports.ts";
import { byHost, partByHost } from "./by_host.ts";
import { compareReports, wordOf } from "./comparison.ts";
import { readReport } from "./json.ts";
import type { Report } from "./report.ts";

const read = readReport(readData("reports/hosts.json"));
const report: Report = isProblem(read) ? fail(read.message) : read;
const [one, two] = ["mx1.example.test", "mx2.example.test"] as const;

Deno.test("byHost() groups results by host, and none of a run that tested one", () => {
  assertEquals([...byHost(report.results)].map(([host, results]) => [host, results.length]), [[one, 6], [two, 5]]);
  assertEquals(byHost(reportOf([{ id: "a/b/c" }]).results).size, 0);
});

Deno.test("partByHost() gives a report of each host that names it nowhere but in the target", () => {
  const parts = partByHost(report);
  assertEquals(parts.map(({ target }) => [target.name, target.hosts, target.endpoints.map(({ name }) => name)]), [
    [`The exchangers of example.test, ${one}`, [one], ["mx", "submission"]],
    [`The exchangers of example.test, ${two}`, [two], ["mx"]],
  ]);
  assertEquals(parts[0]?.results.map(({ id, endpoint }) => `${id} ${endpoint}`), [
    "commands/noop/plain mx",
    "data/false-end/line[lf-dot-crlf] mx",
    "starttls/order/plaintext-after:mx mx",
    "starttls/order/plaintext-after:submission submission",
    "chunking/bdat/zero null",
    "replies/lint/line-end null",
  ]);
  assertEquals(parts.map(({ summary: { pass, fail, skip } }) => [pass, fail, skip]), [[3, 2, 1], [3, 1, 1]]);
  assertEquals(parts.map(({ sanityChecks }) => sanityChecks.map(({ endpoint }) => endpoint)), [
    ["mx", "submission", "submission"],
    ["mx"],
  ]);
  const tested = parts.map(({ requirements }) => Object.values(requirements).flatMap(({ results }) => results));
  assertEquals(tested, [["commands/noop/plain"], ["commands/noop/plain"]]);
});

Deno.test("partByHost() leaves a report of one host as it is", () => {
  const single = reportOf([{ id: "a/b/c" }]);
  assertEquals(partByHost(single), [single]);
});

Deno.test("compareReports() gives each host of a report a column, beside other servers", () => {
  const other = reportOf([{ id: "data/false-end/line[lf-dot-crlf]", verdict: "fail" }]);
  const { columns, areas } = compareReports([report, other]);
  assertEquals(columns.map(({ name }) => name), [
    `The exchangers of example.test, ${one}`,
    `The exchangers of example.test, ${two}`,
    "mx",
  ]);
  assertEquals(areas.get("data")?.map(({ any, cells }) => [any.id, ...cells.map(wordOf)]), [
    ["data/false-end/line[lf-dot-crlf]", "pass", "fail", "fail"],
  ]);
});
