import { assert, assertEquals } from "@std/assert";
import { shardOf, takeShard } from "./shard.ts";

const ids = Array.from({ length: 400 }, (_, index) => ({ id: `area/topic/case-${index}` }));

for (const count of [1, 2, 3, 4, 8]) {
  Deno.test(`takeShard() puts each case into one of ${count} shards, about as many into each`, () => {
    const shards = Array.from({ length: count }, (_, at) => takeShard(ids, { index: at + 1, of: count }));
    assertEquals(shards.flat().map(({ id }) => id).sort(), ids.map(({ id }) => id).sort());
    for (const shard of shards) {
      assert(Math.abs(shard.length - ids.length / count) < ids.length / count / 3, `${shard.length} of ${ids.length}`);
    }
  });
}

Deno.test("shardOf() keeps the variants, roles and hosts of a case together", () => {
  const all = [
    "mail/syntax/path",
    "mail/syntax/path[one]",
    "mail/syntax/path[two:2]:lmtp",
    "mail/syntax/path:mx@mx1.test",
    "mail/syntax/path@mx2.test",
  ];
  assertEquals(new Set(all.map((id) => shardOf(id, 1000))).size, 1);
});

Deno.test("shardOf() gives a case the same shard for good", () => {
  // Reports of shards that were made by different versions would not fit together else.
  assertEquals(["commands/noop/plain", "mail/accepted/plain", "auth/plain/empty"].map((id) => shardOf(id, 97)), [
    85,
    21,
    13,
  ]);
});
