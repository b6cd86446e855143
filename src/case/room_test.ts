import { assertEquals } from "@std/assert";
import { makeReading, nodeOf, nowhere } from "../testing/samples.ts";
import { countValues, makeRoom, mostValues, takeRoom } from "./room.ts";

const none = new Map();
const counts: readonly (readonly [yaml: string, values: number])[] = [
  ["a", 1],
  ["[a, b]", 3],
  ["{a: b}", 3],
  ["[{a: [b]}, c]", 6],
  ["x".repeat(100), 21],
  ["'/a/'", 51],
];

for (const [yaml, values] of counts) {
  Deno.test(`countValues() counts ${values} in ${yaml.slice(0, 20)}`, () => {
    assertEquals(countValues(nodeOf(yaml), none), values);
  });
}

Deno.test("countValues() counts a column wherever it is put", () => {
  const columns = new Map([["list", nodeOf("[a, b, c, d]")]]);
  assertEquals(countValues(nodeOf("[$list, '${list}', $other, not $list]"), columns), 1 + 5 + 5 + 2 + 2);
});

Deno.test("takeRoom() refuses once what there is no room for", () => {
  const room = makeRoom();
  const reading = makeReading();
  const taken = [mostValues - 1, 1, 1, 1].map((values) => takeRoom(reading, room, values, nowhere));
  assertEquals(taken, [true, true, false, false]);
  assertEquals(reading.problems.length, 1);
});
