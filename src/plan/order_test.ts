import { assertEquals, fail } from "@std/assert";
import { caseOf, makeTarget } from "../testing/samples.ts";
import { waitingEarly } from "./order.ts";
import type { Run } from "./plan.ts";

const [endpoint = fail("no endpoint")] = makeTarget().endpoints;
const runOf = (id: string, lines: string): Run => ({ id, case: caseOf(lines), endpoint });

const idsOf = (runs: readonly Run[]) => waitingEarly(runs).map(({ id }) => id);

const waiting = [
  runOf("cut", "send: NOOP\nsplit: [2]\nreply: 250"),
  runOf("silent", "send: NOOP\nsilence: 2s"),
  runOf("apart", 'bytes: ["N", "OOP\\r\\n"]\ngap: 300ms\nreply: 250'),
  runOf("waiting", "steps:\n  - wait: 1s\n  - {send: NOOP, reply: 250}"),
  runOf("borders", "send: NOOP\nsplit: every-border\nreply: 250"),
  runOf("unanswered", "send: NOOP\nwithin: 1700ms\nreply: {pass: [250, silence]}"),
  runOf("sentinel", "start: rcpt\nrisks: [delivers]\nsteps:\n  - delivered: {to: $rcpt, containing: x, count: 0}"),
];
const longestFirst = ["silent", "unanswered", "sentinel", "waiting", "borders", "apart", "cut"];
const others = Array.from({ length: 20 }, (_, at) => runOf(`plain ${at}`, "send: NOOP\nreply: 250"));

Deno.test("waitingEarly() begins with the run that waits longest", () => {
  assertEquals(idsOf(waiting), longestFirst);
});

Deno.test("waitingEarly() has other runs between those that wait, in their order", () => {
  const ordered = idsOf([...others, ...waiting]);
  assertEquals(ordered.slice(0, 5), ["silent", "plain 0", "plain 1", "unanswered", "plain 2"]);
  assertEquals(ordered.filter((id) => id.startsWith("plain")), others.map(({ id }) => id));
  assertEquals(ordered.filter((id) => !id.startsWith("plain")), longestFirst);
});

Deno.test("waitingEarly() keeps the order of runs that do not wait", () => {
  assertEquals(waitingEarly(others), others);
  assertEquals(waitingEarly([]), []);
});

Deno.test("waitingEarly() loses no run, however many wait and however many do not", () => {
  const [plain, silent] = [runOf("plain", "send: NOOP\nreply: 250"), runOf("silent", "send: NOOP\nsilence: 2s")];
  const many = (run: Run, count: number) =>
    Array.from({ length: count }, (_, at) => ({ ...run, id: `${run.id} ${at}` }));
  for (let count = 1; count <= 120; count++) {
    for (const wait of [1, 7, 49, 99, 103]) {
      const runs = [...many(plain, count), ...many(silent, wait)];
      assertEquals(waitingEarly(runs).length, runs.length, `${wait} of ${runs.length} wait`);
    }
  }
});
