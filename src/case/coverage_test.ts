import { assertEquals } from "@std/assert";
import { caseOf, countCovered, coverageOf, type Covered } from "./coverage.ts";
import type { Observe, Requirement } from "./requirements.ts";

const requirement = (id: string, observe: Observe, untested?: string): Requirement => ({
  id,
  rfc: 5321,
  section: "4.2",
  level: "must",
  wording: "keyword",
  actor: "server",
  says: "S.",
  observe,
  area: "replies",
  untested,
});

function cover(requirements: readonly Requirement[], testers: Parameters<typeof coverageOf>[1]): Covered[] {
  return coverageOf({ rfcs: new Map(), requirements: new Map(requirements.map((each) => [each.id, each])) }, testers);
}

Deno.test("coverageOf() gives a requirement the cases that name it, a case with variants once", () => {
  const [covered] = cover([requirement("a", "session")], [
    { id: "rcpt/one[x]", requirements: ["a"] },
    { id: "rcpt/one[y]", requirements: ["a", "b"] },
    { id: "rcpt/two", requirements: ["a"] },
    { id: "rcpt/three", requirements: [] },
  ]);
  assertEquals(covered?.cases, ["rcpt/one", "rcpt/two"]);
  assertEquals(covered?.reason, undefined);
});

const reasonsOf: readonly (readonly [observe: Observe, untested: string | undefined, reason: string | undefined])[] = [
  ["session", undefined, undefined],
  ["session", "hidden", "hidden"],
  ["read-back", undefined, undefined],
  ["timing", undefined, "needs waiting for minutes, or longer"],
  ["timing", "needs a month", "needs a month"],
  ["next-hop", undefined, "needs a further server behind the target, which the tester would have to play"],
  ["not", undefined, "cannot be seen from outside"],
];

for (const [observe, untested, reason] of reasonsOf) {
  Deno.test(`coverageOf() says ${reason ?? "nothing"} of a ${observe} requirement with ${untested ?? "no reason"}`, () => {
    assertEquals(cover([requirement("a", observe, untested)], [])[0]?.reason, reason);
  });
}

for (
  const id of [
    "a/b/c",
    "a/b/c[x]",
    "a/b/c:mx",
    "a/b/c[x:y]:mx",
    "a/b/c@mx1.test",
    "a/b/c[x@y]:mx@mx1.test",
    "a/b/c@::1",
  ]
) {
  Deno.test(`caseOf() gives the case of ${id}`, () => assertEquals(caseOf(id), "a/b/c"));
}

Deno.test("countCovered() counts what can be observed so", () => {
  const coverage = cover([
    requirement("a", "session"),
    requirement("b", "session"),
    requirement("c", "read-back"),
    requirement("d", "not"),
  ], [{ id: "rcpt/one", requirements: ["a", "c"] }]);
  assertEquals(countCovered(coverage, ["session"]), { covered: 1, all: 2 });
  assertEquals(countCovered(coverage, ["session", "read-back"]), { covered: 2, all: 3 });
});
