import { assertEquals } from "@std/assert";
import { countCases, countOf } from "./count.ts";

const ids = (...each: readonly string[]) => each.map((id) => ({ id }));

Deno.test("countOf() writes one of a thing without an s", () => {
  assertEquals([countOf(0, "file"), countOf(1, "file"), countOf(2, "file")], ["0 files", "1 file", "2 files"]);
});

Deno.test("countCases() counts cases, and their variants where there are more of them", () => {
  assertEquals(countCases([]), "0 cases");
  assertEquals(countCases(ids("a/b/one", "a/b/two")), "2 cases");
  assertEquals(countCases(ids("a/b/one", "a/b/two[x]", "a/b/two[y]")), "2 cases, 3 variants");
  assertEquals(countCases(ids("a/b/only[x]", "a/b/only[y]")), "1 case, 2 variants");
});
