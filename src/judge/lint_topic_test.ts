import { assertEquals } from "@std/assert";
import { lintTopicOf } from "./lint_topic.ts";

const rows: readonly (readonly [id: string, topic: string | undefined])[] = [
  ["replies/lint/line-end", "replies/lint"],
  ["replies/lint/line-end@mx1.test", "replies/lint"],
  ["sanity/greeting-form", "sanity"],
  ["replies/table/known", undefined],
  ["sanity/file/case", undefined], // a case of somebody's own, in a folder of that name
  ["sanity", undefined],
];

for (const [id, topic] of rows) {
  Deno.test(`lintTopicOf() gives ${topic} of ${id}`, () => assertEquals(lintTopicOf(id), topic));
}
