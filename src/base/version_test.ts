import { assertEquals } from "@std/assert";
import { compareVersions, isVersion } from "./version.ts";

Deno.test("isVersion() knows three numbers from anything else", () => {
  const right = ["0.1.0", "1.2.3", "10.20.30"];
  const wrong = ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "01.2.3", "1.2.3-rc.1", "1.2.3\n", " 1.2.3", "1..3"];
  assertEquals(right.filter((text) => !isVersion(text)), []);
  assertEquals(wrong.filter(isVersion), []);
});

Deno.test("compareVersions() orders versions by their numbers, not by their letters", () => {
  const ordered = ["0.1.0", "0.1.2", "0.1.10", "0.2.0", "1.0.0", "1.0.1", "10.0.0"];
  assertEquals(ordered.toReversed().toSorted(compareVersions), ordered);
  assertEquals(compareVersions("1.2.3", "1.2.3"), 0);
});
