import { assertEquals, assertMatch } from "@std/assert";
import type { Run } from "../plan/plan.ts";
import { endpointsAt, readOne } from "../testing/runs.ts";
import { type Checked, Health } from "./health.ts";
import { Obstacles } from "./obstacles.ts";

const passed: Checked = { isPassed: true, reason: undefined, took: 20, transcript: [] };
const failed: Checked = { isPassed: false, reason: "the greeting was 421 busy", took: 20, transcript: [] };

/** The health of one endpoint, a clock that the test moves, and sanity checks that go as the test says. */
function make() {
  const [endpoint] = endpointsAt({ host: "127.0.0.1", port: 25 });
  if (endpoint === undefined) throw new Error("no endpoint");
  let time = 0;
  const obstacles = new Obstacles();
  const health = new Health(() => time, obstacles);
  const run: Run = { id: "a/b/c", case: readOne("send: NOOP\nreply: 250"), endpoint };
  const asked: ((check: Checked) => void)[] = [];
  const play = () => new Promise<Checked>((resolve) => asked.push(resolve));
  const why = "421" as const;
  return {
    health,
    endpoint,
    asked,
    play,
    /** A connection of no use that began some time ago, and what follows before anything else happens. */
    async strike(id: string, { lasted = 0, after = lasted }: { lasted?: number; after?: number } = {}) {
      time += after;
      const ending = {
        kind: "again",
        why,
        reason: "received 421 busy",
        deviation: undefined,
        timeOut: undefined,
      } as const;
      health.noteStrike(endpoint, { run: id, began: time - lasted, ending }, play);
      await settle();
    },
    async end(check: Checked, after = 0) {
      time += after;
      asked.at(-1)?.(check);
      await settle();
    },
    pass: (after: number) => {
      time += after;
      return time;
    },
    reason: () => obstacles.against(run)?.reason,
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("Health.noteStrike() gives an endpoint up after ten connections in a row and a sanity check that fails", async () => {
  const { health, endpoint, asked, strike, end, reason } = make();
  for (let turn = 1; turn <= 9; turn++) await strike(`a/b/${turn}`, { after: 1_000 });
  assertEquals([asked.length, health.isDeciding(endpoint)], [0, false]);
  await strike("a/b/10", { after: 1_000 });
  assertEquals([asked.length, health.isDeciding(endpoint), reason()], [1, true, undefined]);
  await strike("a/b/11", { after: 1_000 });
  await end(failed);
  assertEquals([asked.length, health.isDeciding(endpoint)], [1, false]);
  assertEquals(
    reason(),
    "the server no longer answers since a/b/1: 10 connections in a row were answered by 421 (the last one: received " +
      "421 busy), and the sanity check failed: the greeting was 421 busy",
  );
  assertEquals(health.givenUpBy(endpoint), failed);
});

Deno.test("Health.noteStrike() counts one of many connections that were open at the same time", async () => {
  const { asked, strike } = make();
  await strike("a/b/1", { lasted: 500 });
  for (let turn = 2; turn <= 16; turn++) await strike(`a/b/${turn}`, { lasted: 500, after: 1 });
  assertEquals(asked.length, 0);
});

Deno.test("Health.noteStrike() begins anew after an answer, and after a sanity check that passes", async () => {
  const { health, endpoint, asked, strike, end, reason } = make();
  for (let turn = 1; turn <= 9; turn++) await strike(`a/b/${turn}`, { after: 1_000 });
  health.noteAnswer(endpoint, { inTransaction: false });
  for (let turn = 1; turn <= 9; turn++) await strike(`a/c/${turn}`, { after: 1_000 });
  assertEquals(asked.length, 0);
  await strike("a/c/10", { after: 1_000 });
  assertEquals(asked.length, 1);
  await end(passed);
  for (let turn = 1; turn <= 9; turn++) await strike(`a/d/${turn}`, { after: 1_000 });
  assertEquals([asked.length, reason()], [1, undefined]);
});

Deno.test("Health.noteStrike() asks for a sanity check after a minute of few connections that take long", async () => {
  const { asked, strike } = make();
  await strike("a/b/1", { lasted: 30_000 });
  await strike("a/b/2", { lasted: 30_000 });
  assertEquals(asked.length, 0);
  await strike("a/b/3", { lasted: 30_000 });
  assertEquals(asked.length, 1);
});

Deno.test("Health.check() gives an endpoint up whose sanity checks fail for a minute", async () => {
  const { health, endpoint, play, end, pass, reason } = make();
  for (const after of [0, 25_000]) {
    void health.check(endpoint, pass(after), play);
    await end(failed, 10_000);
    assertEquals([reason(), health.isUnwell(endpoint)], [undefined, true]);
  }
  void health.check(endpoint, pass(10_000), play);
  await end(failed, 10_000);
  assertMatch(
    reason() ?? "",
    /^the server no longer answers: its sanity check failed 3 times in a row within 65\.0 s, the last time because the /,
  );
});

for (
  const [what, recover] of [
    ["a sanity check that passes", ({ health, endpoint, play, pass, end }: ReturnType<typeof make>) => {
      void health.check(endpoint, pass(1), play);
      return end(passed);
    }],
    ["a transaction", ({ health, endpoint }: ReturnType<typeof make>) => {
      health.noteAnswer(endpoint, { inTransaction: true });
      return Promise.resolve();
    }],
  ] as const
) {
  Deno.test(`Health.check() gives no endpoint up that recovers, as ${what} shows`, async () => {
    const made = make();
    const { health, endpoint, play, pass, end, reason } = made;
    void health.check(endpoint, pass(0), play);
    await end(failed, 10_000);
    await recover(made);
    assertEquals(health.isUnwell(endpoint), false);
    void health.check(endpoint, pass(100_000), play);
    await end(failed, 10_000);
    assertEquals(reason(), undefined);
  });
}

Deno.test("Health.check() is shared while it is under way, and by those whose time-out came before it began", async () => {
  const { health, endpoint, asked, play, pass, end } = make();
  const first = health.check(endpoint, pass(1_000), play);
  pass(500);
  const second = health.check(endpoint, 1_200, play);
  await end(passed, 100);
  const third = health.check(endpoint, 900, play);
  assertEquals([asked.length, first === second, first === third], [1, true, true]);
  void health.check(endpoint, 1_001, play);
  assertEquals(asked.length, 2);
});

Deno.test("Health.noteVain() asks for a sanity check after several cases in vain and no transaction between", () => {
  const { health, endpoint } = make();
  const vain = () => health.noteVain(endpoint);
  assertEquals([vain(), vain()], [false, false]);
  health.noteAnswer(endpoint, { inTransaction: true });
  assertEquals([vain(), vain(), vain()], [false, false, true]);
});
