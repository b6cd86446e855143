import { assertEquals } from "@std/assert";
import { writeProgress } from "./progress_text.ts";

const facts = { done: 100, total: 400, failed: 3, warned: 2, took: 10_000, latest: "area/topic/one" };

Deno.test("writeProgress() says how far a run has come, and how long the rest takes at this pace", () => {
  assertEquals(writeProgress(facts), "100 of 400  about 30 s left  3 failed  2 warned  area/topic/one");
});

Deno.test("writeProgress() says nothing about the rest before it can be told, and at the end", () => {
  const bare = (done: number) => `${done} of 400  3 failed  2 warned  area/topic/one`;
  assertEquals(writeProgress({ ...facts, took: 1_000 }), bare(100));
  assertEquals(writeProgress({ ...facts, done: 10 }), bare(10));
  assertEquals(writeProgress({ ...facts, done: 400 }), bare(400));
});
