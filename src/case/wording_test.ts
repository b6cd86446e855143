import { assertEquals } from "@std/assert";
import type { Level } from "./case.ts";
import { bears, describeWording, type Wording } from "./wording.ts";

const basis = (level: Level, wording: Wording) => ({ level, wording });

for (
  const [requirement, claim, does] of [
    ["must", "must not", true],
    ["must not", "should", true],
    ["should", "should not", true],
    ["should", "must", false],
    ["may", "should", false],
    ["may", "may", true],
  ] as const
) {
  Deno.test(`bears() is ${does} of a requirement of ${requirement} for a claim of ${claim}`, () => {
    assertEquals(bears({ level: requirement }, claim), does);
  });
}

Deno.test("describeWording() says that a claim rests on plain words, on lower case or on the grammar", () => {
  const plain = "The RFC says so in plain words, without a key word";
  assertEquals(describeWording("must", [basis("must", "descriptive")]), plain);
  assertEquals(describeWording("must", [basis("must", "grammar"), basis("must", "descriptive")]), plain);
  assertEquals(
    describeWording("must not", [basis("must", "grammar")]),
    "The RFC says so in its grammar, without a key word",
  );
  assertEquals(
    describeWording("should", [basis("should", "lowercase")]),
    "The RFC says so in lower case, without a key word",
  );
});

Deno.test("describeWording() says nothing where a key word bears the claim, and of what is too weak", () => {
  assertEquals(describeWording("must", [basis("must", "descriptive"), basis("must", "keyword")]), undefined);
  assertEquals(describeWording("may", [basis("may", "descriptive")]), undefined);
  assertEquals(describeWording("must", [basis("should", "descriptive")]), undefined);
  assertEquals(describeWording("must", []), undefined);
});
