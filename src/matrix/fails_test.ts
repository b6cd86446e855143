import { assertEquals } from "@std/assert";
import { reportOf } from "../testing/reports.ts";
import { listFails } from "./fails.ts";
import { setups } from "./setups.ts";

Deno.test("listFails() lists each failing case once, with the servers, how many of its results fail, and what was received", () => {
  const [one, two, three] = setups;
  if (one === undefined || two === undefined || three === undefined) throw new Error("The matrix has three servers");
  const first = reportOf([{ id: "b/c/d[x]", received: "250 ok" }, { id: "b/c/d[y]", received: "251" }]);
  const second = reportOf([
    { id: "b/c/d[x]", received: "500\\x1b[31m" },
    { id: "a/b/c", reason: "it closed" },
    { id: "a/b/d", verdict: "warn", received: "554" },
  ]);
  const text = listFails([
    { setup: { ...one, name: "one" }, tested: { report: first, version: "1" } },
    { setup: { ...two, name: "two" }, tested: { report: second, version: "1" } },
    { setup: three, tested: undefined },
  ]);
  assertEquals(
    text,
    `a/b/c: The server MUST do it (RFC 5321 §4.1.1.9)
  two: it closed
b/c/d: The server MUST do it (RFC 5321 §4.1.1.9)
  one (2 results): received 250 ok
  two: received 500\\x1b[31m
`,
  );
});
