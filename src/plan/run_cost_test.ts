import { assertEquals, fail } from "@std/assert";
import { caseOf, makeTarget } from "../testing/samples.ts";
import { costOfRun, type RunCost } from "./run_cost.ts";

const [endpoint = fail("no endpoint")] = makeTarget().endpoints;

const costs: readonly (readonly [lines: string, cost: RunCost])[] = [
  ["send: NOOP\nreply: 250", { plays: 1, connections: 1, exchanges: 1, waiting: 0 }],
  ["send: NOOP\nsilence: 2s", { plays: 1, connections: 1, exchanges: 1, waiting: 2_000 }],
  ["send: NOOP\nwithin: 1700ms\nreply: {pass: [250, silence]}", {
    plays: 1,
    connections: 1,
    exchanges: 1,
    waiting: 1_700,
  }],
  ["send: NOOP\nsplit: every-border\nreply: 250", { plays: 6, connections: 6, exchanges: 6, waiting: 120 }],
  ["steps:\n  - pipeline:\n      - {send: NOOP, reply: 250}\n      - {send: NOOP, reply: 250}\n  - {send: NOOP}", {
    plays: 1,
    connections: 1,
    exchanges: 1,
    waiting: 0,
  }],
  ["send: NOOP\nreply: 250\nrepeat: {times: 7}", { plays: 1, connections: 1, exchanges: 7, waiting: 0 }],
  ["risks: [hostile]\nsend: NOOP\nreply: 250", { plays: 1, connections: 2, exchanges: 1, waiting: 0 }],
  ["steps:\n  - {connect: other}\n  - {send: NOOP, reply: 250}", {
    plays: 1,
    connections: 2,
    exchanges: 1,
    waiting: 0,
  }],
  [
    "start: rcpt\nrisks: [delivers]\nsteps:\n  - delivered: {to: $rcpt, containing: x, count: 0}",
    { plays: 1, connections: 2, exchanges: 1, waiting: 1_500 },
  ],
];

for (const [lines, cost] of costs) {
  Deno.test(`costOfRun() counts ${lines.replaceAll("\n", ", ")}`, () => {
    assertEquals(costOfRun({ id: "one", case: caseOf(lines), endpoint }), cost);
  });
}
