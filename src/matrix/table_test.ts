import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Given, reportOf } from "../testing/reports.ts";
import type { ServerSetup } from "./server_setup.ts";
import { caseOf } from "../case/coverage.ts";
import type { Entry } from "./ranking.ts";
import { renderTable } from "./table.ts";

const setup: ServerSetup = {
  name: "mta",
  title: "An MTA",
  packages: { from: "debian", names: ["mta"] },
  roles: ["mx"],
  users: [],
  state: [],
  files: () => ({}),
  start: () => "",
  description: ["It was tested kindly."],
  remedies: [{ cases: ["area/topic/*"], remark: "A setting decides", source: "mta(5)" }],
};

function entry(given: readonly Given[]): Entry {
  const report = reportOf(given);
  return { setup, tested: { report: { ...report, target: { ...report.target, name: "An MTA 1.2" } }, version: "1.2" } };
}

Deno.test("renderTable() gives each server its version, its findings, its counts and its results", () => {
  const text = renderTable([
    entry([
      { id: "area/topic/one[a]", received: "250" },
      { id: "area/topic/one[b]:mx", received: "250" },
      { id: "area/topic/two", received: "251" },
      { verdict: "warn" },
      { verdict: "pass" },
    ]),
  ]);
  assertStringIncludes(
    text,
    "| [An MTA](#an-mta) | 1.2 | 2 | 3 | 1 | 1 | 0 | 0 | [mta.json](mta.json) |",
  );
});

Deno.test("renderTable() sets tools for development apart from mail servers, whatever they fail", () => {
  const server = entry([{ received: "250" }]);
  const { setup, tested } = entry([{ verdict: "pass" }]);
  const tool: Entry = { setup: { ...setup, title: "A tool", name: "tool", isTool: true }, tested };
  const text = renderTable([tool, server]);
  const order = ["| [An MTA]", "## Tools for development", "| [A tool]", "### An MTA", "## Violations of the tools"]
    .map((words) => text.indexOf(words));
  assertEquals(order, order.toSorted((one, other) => one - other));
  assert(!order.includes(-1));
  assertEquals(renderTable([server]).includes("tools"), false);
});

Deno.test("renderTable() shows that a server was not tested", () => {
  assertStringIncludes(renderTable([{ setup, tested: undefined }]), "| An MTA | not tested yet |  |  |  |  |  |  |  |");
});

Deno.test("renderTable() counts the cases that fail and those that only warn by area", () => {
  const text = renderTable([
    entry([
      { id: "both/a/b[x]", verdict: "fail" },
      { id: "both/a/b[y]", verdict: "fail" },
      { id: "both/a/b[z]", verdict: "warn" },
      { id: "both/a/c", verdict: "warn" },
      { id: "none/a/b", verdict: "skip" },
      { id: "right/a/b", verdict: "pass" },
    ]),
  ]);
  for (const row of ["| both | **1** +1 |", "| none | · |", "| right | 0 |"]) assertStringIncludes(text, row);
});

Deno.test("renderTable() puts the variants of a violated case together, with what was received, the section and the setting", () => {
  const text = renderTable([
    entry([{ id: "area/topic/one[a]", received: "250 2.1.0 Ok" }, {
      id: "area/topic/one[b]",
      received: "250 2.1.0 Ok",
    }]),
  ]);
  assertStringIncludes(
    text,
    "- The server MUST do it (RFC 5321 §4.1.1.9). `area/topic/one` (a, b). Received `250 2.1.0 Ok`. " +
      "*A setting decides (mta(5)).*",
  );
  assertStringIncludes(text, "It was tested kindly.");
});

Deno.test("renderTable() shows why what was received is wrong where the case says so, else the reason alone", () => {
  const { setup, tested } = entry([{ id: "area/other/one", received: "250 Ok" }, {
    id: "area/other/two",
    reason: "closed",
  }]);
  const results = tested?.report.results.map((result) => ({
    ...result,
    reason: result.deviation === null ? "the server closed" : "received 250 Ok: it was executed, in NOOP",
    deviation: result.deviation && { ...result.deviation, because: "it was executed" },
  }));
  const text = renderTable([{
    setup,
    tested: tested && { ...tested, report: { ...tested.report, results: results ?? [] } },
  }]);
  assertStringIncludes(text, "`area/other/one`. Received `250 Ok`: it was executed.\n");
  assertStringIncludes(text, "`area/other/two`. the server closed.\n");
});

Deno.test("renderTable() lets no text of a server act as markup", () => {
  const evil = "250 `x` | <b>*y*</b> [z](http://a)";
  const text = renderTable([entry([{ received: evil }, { id: "area/topic/two", reason: `received ${evil}` }])]);
  assert(!text.replace(/`[^`]*`/g, "").includes("<b>"), "markup outside code");
  assertStringIncludes(text, String.raw`received 250 \`x\` \| \<b\>\*y\*\</b\> \[z\](http://a)`);
  assertStringIncludes(text, "`250 'x' | <b>*y*</b> [z](http://a)`");
});

Deno.test("renderTable() names it when nothing is violated", () => {
  assertStringIncludes(
    renderTable([entry([{ verdict: "pass" }])]),
    "It violated no MUST or MUST NOT that the suite tests.",
  );
});

Deno.test("caseOf() removes the variant and the role", () => {
  assertEquals(["a/b/c", "a/b/c[x]", "a/b/c:mx", "a/b/c[x:y]:lmtp"].map(caseOf), Array(4).fill("a/b/c"));
});
