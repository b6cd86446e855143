import { assertEquals } from "@std/assert";
import { caseOf } from "../testdata/samples.ts";
import { slowestFirst } from "./order.ts";
import type { Run } from "./plan.ts";

const port: Run["port"] = { kind: "mx", address: { host: "127.0.0.1", port: 2525 } };
const runOf = (id: string, lines: string): Run => ({ id, case: caseOf(lines), port });

Deno.test("slowestFirst() begins with the runs that wait by themselves, and keeps the order of the others", () => {
  const runs = [
    runOf("plain", "send: NOOP\nreply: 250"),
    runOf("cut", "send: NOOP\nsplit: [2]\nreply: 250"),
    runOf("also plain", "send: RSET\nreply: 250"),
    runOf("silent", "send: NOOP\nsilence: 2s"),
    runOf("apart", 'bytes: ["N", "OOP\\r\\n"]\ngap: 300ms\nreply: 250'),
    runOf("waiting", "steps:\n  - wait: 1s\n  - {send: NOOP, reply: 250}"),
    runOf("borders", "send: NOOP\nsplit: every-border\nreply: 250"),
  ];
  const ordered = slowestFirst(runs).map(({ id }) => id);
  assertEquals(ordered, ["silent", "waiting", "borders", "apart", "cut", "plain", "also plain"]);
});
