import { assertEquals } from "@std/assert";
import { countReplies } from "./replies.ts";

Deno.test("countReplies() counts the last lines of replies, and keeps a line that has not ended", () => {
  assertEquals(countReplies("250 ok\r\n"), { count: 1, rest: "" });
  assertEquals(countReplies("250-a\r\n250 b\r\n354"), { count: 1, rest: "354" });
  assertEquals(countReplies("250 a\n250\r\n"), { count: 2, rest: "" });
  assertEquals(countReplies(""), { count: 0, rest: "" });
});
