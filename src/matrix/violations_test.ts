import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Given, reportOf } from "../testing/reports.ts";
import type { Remedy } from "../software/remedy.ts";
import type { ServerSetup } from "./server_setup.ts";
import { setups } from "./setups.ts";
import { renderViolations } from "./violations.ts";

function render(remedies: readonly Remedy[], given: readonly Given[]): string {
  const [setup] = setups;
  if (setup === undefined) throw new Error("The matrix has a server");
  const { software: _, ...bare } = setup;
  const own: ServerSetup = { ...bare, title: "An MTA", description: ["Tested kindly."], remedies };
  return renderViolations(own, { report: reportOf(given), version: "1" });
}

const limit: Remedy = { cases: ["a/b/long"], settings: ["limit = 9"], source: "mta(5)" };

Deno.test("renderViolations() shows a setting behind the violation that it decides", () => {
  assertStringIncludes(
    render([limit], [{ id: "a/b/long", received: "500" }, { id: "a/b/longer", received: "501" }]),
    "`a/b/long`. Received `500`. *`limit = 9` prevents it (mta(5)).*\n",
  );
});

Deno.test("renderViolations() names the variants that a setting decides where others fail too", () => {
  const setting = { ...limit, cases: ["a/b/long[x]", "a/b/long[y]"] };
  const given = ["x", "y", "z"].map((variant) => ({ id: `a/b/long[${variant}]`, received: "500" }));
  assertStringIncludes(
    render([setting], given),
    "(x, y, z). Received `500`. *x, y: `limit = 9` prevents it (mta(5)).*\n",
  );
});

Deno.test("renderViolations() lists the warnings that a setting decides, by setting; other warnings not", () => {
  const setting = { ...limit, cases: ["a/b/long[x]", "a/c"] };
  const text = render([setting], [
    { id: "a/b/long[x]", verdict: "warn" },
    { id: "a/b/long[z]", verdict: "warn" },
    { id: "a/c/one[1]", verdict: "warn" },
    { id: "a/c/one[2]", verdict: "warn" },
    { id: "a/d/other", verdict: "warn" },
    { id: "a/c/two", verdict: "pass" },
  ]);
  assertEquals(
    text.slice(text.indexOf("Warnings")),
    "Warnings about which a remedy or a reason is known:\n\n- `limit = 9` prevents it (mta(5)): `a/b/long` (x), `a/c/one`.\n",
  );
});

Deno.test("renderViolations() speaks of no settings where none decides", () => {
  assertEquals(
    render([limit], [{ id: "a/b/other", verdict: "warn" }]),
    "### An MTA\n\nTested kindly.\n\nIt violated no MUST or MUST NOT that the suite tests.\n\n",
  );
});
