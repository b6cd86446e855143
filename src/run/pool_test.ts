import { assert, assertEquals, assertRejects } from "@std/assert";
import { Pool } from "./pool.ts";
import { inFastTime } from "../testing/fast_time.ts";

/** Work that ends when the test says so. */
function makeWork() {
  const running: { readonly name: string; readonly end: () => void }[] = [];
  return {
    running,
    names: () => running.map(({ name }) => name),
    do: (name: string) => () => new Promise<void>((resolve) => running.push({ name, end: resolve })),
    end: async (name: string) => {
      const at = running.findIndex((one) => one.name === name);
      running.splice(at, 1)[0]?.end();
      await settle();
    },
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
const clock = () => performance.now();

Deno.test("Pool.use() starts as many as there are jobs, in their order", async () => {
  const pool = new Pool({ jobs: 2, delay: 0, clock });
  const work = makeWork();
  const all = Promise.all(["a", "b", "c", "d"].map((name) => pool.use(1, work.do(name))));
  await settle();
  assertEquals(work.names(), ["a", "b"]);
  await work.end("a");
  assertEquals(work.names(), ["b", "c"]);
  await work.end("b");
  await work.end("c");
  await work.end("d");
  await all;
});

Deno.test("Pool.use() counts the connections of a piece of work, and lets a large one in by itself", async () => {
  const pool = new Pool({ jobs: 3, delay: 0, clock });
  const work = makeWork();
  const all = Promise.all([
    pool.use(2, work.do("two")),
    pool.use(50, work.do("fifty")),
    pool.use(1, work.do("one")),
  ]);
  await settle();
  assertEquals(work.names(), ["two"]);
  await work.end("two");
  assertEquals(work.names(), ["fifty"]);
  await work.end("fifty");
  assertEquals(work.names(), ["one"]);
  await work.end("one");
  await all;
});

Deno.test("Pool.use() gives its place back when the work fails", async () => {
  const pool = new Pool({ jobs: 1, delay: 0, clock });
  await assertRejects(() => pool.use(1, () => Promise.reject(new Error("broken"))), Error, "broken");
  assertEquals(await pool.use(1, () => Promise.resolve(250)), 250);
});

Deno.test("Pool.use() keeps the pause between two starts", async () => {
  const starts = await inFastTime(10, async (fast) => {
    const pool = new Pool({ jobs: 5, delay: 500, clock: fast });
    const before = fast();
    return await Promise.all([1, 2, 3].map(() => pool.use(1, () => Promise.resolve(fast() - before))));
  });
  const [, second = 0, third = 0] = starts;
  assert(second >= 500 && third >= 1000, `started at ${starts}`);
});

Deno.test("Pool.backOff() halves the number of connections, which grows again with each piece of work", async () => {
  await inFastTime(50, async (fast) => {
    const pool = new Pool({ jobs: 8, delay: 0, clock: fast });
    pool.backOff(fast());
    pool.backOff(fast());
    assertEquals(pool.backOffs, 2);
    const most = async () => {
      let [open, seen] = [0, 0];
      await Promise.all(Array.from({ length: 10 }, () =>
        pool.use(1, async () => {
          seen = Math.max(seen, ++open);
          await settle();
          open--;
        })));
      return seen;
    };
    const narrow = await most();
    assert(narrow >= 2 && narrow < 8, `${narrow} at once`);
    await most();
    await most();
    assertEquals(await most(), 8);
  });
});

Deno.test("Pool.backOff() pauses all work, twice as long each time, and no longer than 10 s", async () => {
  await inFastTime(100, async (fast) => {
    const pool = new Pool({ jobs: 4, delay: 0, clock: fast });
    const waits: number[] = [];
    for (let time = 0; time < 7; time++) {
      const before = fast();
      pool.backOff(fast());
      await pool.use(1, () => Promise.resolve());
      waits.push(fast() - before);
    }
    const least = [500, 1000, 2000, 4000, 8000, 10_000, 10_000];
    assert(waits.every((wait, index) => wait >= (least[index] ?? 0)), `waited ${waits}`);
    assert((waits[6] ?? 0) < 100_000, `waited ${waits}`);
  });
});

Deno.test("Pool.backOff() counts one of many that began before it, and Pool.recover() makes the pause short again", async () => {
  await inFastTime(100, async (fast) => {
    const pool = new Pool({ jobs: 16, delay: 0, clock: fast });
    const waitFor = async () => {
      const before = fast();
      await pool.use(1, () => Promise.resolve());
      return fast() - before;
    };
    const began = fast();
    await settle();
    for (let time = 0; time < 16; time++) pool.backOff(began);
    assertEquals(pool.backOffs, 1);
    assert(await waitFor() >= 500);
    for (let time = 0; time < 5; time++) pool.backOff(fast());
    pool.recover();
    await waitFor();
    pool.backOff(fast());
    pool.backOff(fast());
    const waited = await waitFor();
    assert(waited >= 1000 && pool.backOffs === 8, `waited ${waited} after ${pool.backOffs}`);
  });
});

Deno.test("Pool.useNext() does its work before all that waits", async () => {
  const pool = new Pool({ jobs: 1, delay: 0, clock });
  const work = makeWork();
  const all = Promise.all([
    ...["a", "b", "c"].map((name) => pool.use(1, work.do(name))),
    pool.useNext(work.do("next")),
  ]);
  await settle();
  assertEquals(work.names(), ["a"]);
  await work.end("a");
  assertEquals(work.names(), ["next"]);
  for (const name of ["next", "b", "c"]) await work.end(name);
  await all;
});
