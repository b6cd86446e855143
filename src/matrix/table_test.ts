import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Result } from "../report/report.ts";
import { type Given, reportOf } from "../testing/reports.ts";
import type { ServerSetup } from "./server_setup.ts";
import { caseOf } from "../case/coverage.ts";
import { type Entry, renderTable } from "./table.ts";

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
  settings: [{ cases: "area/topic/*", description: "A setting decides." }],
};

function entry(given: readonly Given[], transcript: Result["transcript"] = []): Entry {
  const report = reportOf(given);
  return {
    setup,
    file: "mta-1.2",
    report: {
      ...report,
      target: { ...report.target, name: "An MTA 1.2" },
      results: report.results.map((result) => ({ ...result, transcript })),
    },
  };
}

Deno.test("renderTable() gives each server its version, its counts and its reports", () => {
  const text = renderTable([entry([{ verdict: "pass" }, { verdict: "warn" }, { verdict: "fail", received: "250" }])]);
  assertStringIncludes(
    text,
    "| [An MTA](#an-mta) | 1.2 | 1 | 1 | 1 | 0 | 0 | [page](mta-1.2.html), [JSON](mta-1.2.json) |",
  );
});

Deno.test("renderTable() says why a server is missing", () => {
  assertStringIncludes(
    renderTable([{ setup, absent: "An MTA does not start" }]),
    "| An MTA |  |  |  |  |  |  | An MTA does not start |",
  );
});

Deno.test("renderTable() counts fails and warnings by area", () => {
  const text = renderTable([
    entry([
      { id: "both/a/b", verdict: "fail" },
      { id: "both/a/c", verdict: "warn" },
      { id: "none/a/b", verdict: "skip" },
      { id: "right/a/b", verdict: "pass" },
    ]),
  ]);
  for (const row of ["| both | **1** +1 |", "| none | · |", "| right | 0 |"]) assertStringIncludes(text, row);
});

Deno.test("renderTable() puts the variants of a violated case together, with the answer, the section and the remark", () => {
  const transcript: Result["transcript"] = [
    { at: 1, on: "main", kind: "received", text: String.raw`250 2.1.0 Ok\r\n`, octets: 14, omitted: 0, isInTls: false },
  ];
  const text = renderTable([
    entry(
      [{ id: "area/topic/one[a]", received: "250 2.1.0 Ok" }, { id: "area/topic/one[b]", received: "250 2.1.0 Ok" }],
      transcript,
    ),
  ]);
  assertStringIncludes(
    text,
    "- The server MUST do it (RFC 5321 §4.1.1.9). `area/topic/one` (a, b). got 250 2.1.0 Ok: `S: 250 2.1.0 Ok␍␊`. " +
      "*A setting decides.*",
  );
  assertStringIncludes(text, "It was tested kindly.");
});

Deno.test("renderTable() lets no text of a server act as markup", () => {
  const evil = "250 `x` | <b>*y*</b> [z](http://a)";
  const text = renderTable([entry([{ received: evil, reason: `got ${evil}` }])]);
  assert(!text.replace(/`[^`]*`/g, "").includes("<b>"), "markup outside code");
  assertStringIncludes(text, String.raw`got 250 \`x\` \| \<b\>\*y\*\</b\> \[z\](http://a)`);
  assertStringIncludes(text, "`250 'x' | <b>*y*</b> [z](http://a)`");
});

Deno.test("renderTable() says so when nothing is violated", () => {
  assertStringIncludes(
    renderTable([entry([{ verdict: "pass" }])]),
    "No MUST or MUST NOT that the suite tests was violated.",
  );
});

Deno.test("caseOf() takes away the variant and the port", () => {
  assertEquals(["a/b/c", "a/b/c[x]", "a/b/c:mx", "a/b/c[x:y]:lmtp"].map(caseOf), Array(4).fill("a/b/c"));
});
