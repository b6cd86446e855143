import { assert, assertEquals, fail } from "@std/assert";
import { caseOf, makeTarget } from "../testing/samples.ts";
import { estimate, type Pace } from "./estimate.ts";

const [endpoint = fail("no endpoint")] = makeTarget().endpoints;
const runsOf = (count: number, lines: string) =>
  Array.from({ length: count }, (_, at) => ({ id: `run ${at}`, case: caseOf(lines), endpoint }));

const plain = "send: NOOP\nreply: 250";
const here: Pace = { jobs: 16, delay: 0, exchange: 0 };
const abroad: Pace = { jobs: 2, delay: 1_000, exchange: 60 };

Deno.test("estimate() is never below what the pauses between connections take", () => {
  const { time, connections, isPaused } = estimate(runsOf(100, plain), abroad);
  assertEquals([time, connections, isPaused], [99_000, 100, true]);
});

Deno.test("estimate() counts the connections of a case that is cut at its borders", () => {
  assertEquals(estimate(runsOf(1, `${plain}\nsplit: every-border`), abroad).connections, 6);
});

Deno.test("estimate() is never below the longest run", () => {
  assertEquals(estimate([...runsOf(3, plain), ...runsOf(1, "wait: 2s")], here).time, 2_000);
});

Deno.test("estimate() shares what is waited for among the connections at once", () => {
  const { time, isPaused } = estimate(runsOf(160, "wait: 2s"), here);
  assert(time >= 20_000 && time < 22_000, String(time));
  assert(!isPaused);
});

Deno.test("estimate() takes a server to be as slow as it was when it was first spoken to", () => {
  const slow = estimate(runsOf(160, plain), { ...here, exchange: 1_200 });
  assert(slow.time >= 60_000 && slow.time < 75_000, String(slow.time));
});

Deno.test("estimate() needs no time where nothing is played", () => {
  assertEquals(estimate([], abroad), { time: 0, connections: 0, isPaused: false });
});
