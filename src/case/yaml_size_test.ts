import { assert, assertEquals } from "@std/assert";
import { findExcess, mostTokens } from "./yaml_size.ts";

Deno.test("findExcess() takes as many tokens as may be", () => {
  // Besides the items there is the mark of a document at the start.
  assertEquals(findExcess("[".repeat(mostTokens - 1)), undefined);
  assertEquals(findExcess("[".repeat(mostTokens)), mostTokens - 1);
});

const texts: readonly (readonly [says: string, text: (count: number) => string, each: string])[] = [
  ["items", (count) => "- a\n".repeat(count), "- a\n"],
  ["pairs on one line", (count) => `{${"a: b, ".repeat(count)}`, "a: b, "],
  ["empty lines", (count) => "\n\n".repeat(count), "\n\n"],
  ["block scalars", (count) => "a: |\n  b\n".repeat(count), "a: |\n  b\n"],
  ["documents", (count) => "---\na\n...\n".repeat(count), "---\na\n...\n"],
];

for (const [says, text, each] of texts) {
  Deno.test(`findExcess() finds where there are too many ${says}`, () => {
    const at = findExcess(text(60_000)) ?? -1;
    assert(at > 0 && findExcess(text(1_000)) === undefined);
    // The place is in the text that is too long, and near the end of what is not.
    assertEquals(findExcess(text(Math.floor(at / each.length) - 2)), undefined);
    assert(findExcess(text(Math.floor(at / each.length) + 2)) !== undefined);
  });
}

Deno.test("findExcess() counts backslashes between double quotes, and no others", () => {
  assertEquals(findExcess(`a: '${"\\q".repeat(mostTokens)}'`), undefined);
  assert(findExcess(`a: "${"\\q".repeat(mostTokens / 2)}"`) !== undefined);
});
