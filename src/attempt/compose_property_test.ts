import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { check } from "../testing/properties.ts";
import { concat } from "../base/octets.ts";
import type { Split } from "../case/case.ts";
import { joinOutgoing, type Outgoing } from "../wire/outgoing.ts";
import { cut } from "./compose.ts";

const segment: fc.Arbitrary<Outgoing> = fc.tuple(
  fc.uint8Array({ maxLength: 30 }),
  fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 3 }),
).map(([octets, pairs]) => ({
  octets: new Uint8Array(octets),
  secrets: pairs.map(([one, other]) => ({ start: Math.min(one, other), end: Math.max(one, other) }))
    .filter(({ start, end }) => start < end && end <= octets.length),
}));
const segments = fc.array(segment, { minLength: 1, maxLength: 4 })
  .filter((parts) => joinOutgoing(parts).octets.length > 0);
const split: fc.Arbitrary<Split> = fc.oneof(
  fc.constant<Split>({ kind: "single-octets" }),
  fc.constant<Split>({ kind: "every-border" }),
  fc.uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 5 })
    .map((offsets): Split => ({ kind: "offsets", offsets: offsets.toSorted((one, other) => one - other) })),
);

/** Says of each octet whether it is secret. */
function marks(parts: readonly Outgoing[]): boolean[] {
  const { octets, secrets } = joinOutgoing(parts);
  return [...octets].map((_, at) => secrets.some(({ start, end }) => start <= at && at < end));
}

Deno.test("cut() keeps every octet, its order, and what is secret of it", () => {
  check(fc.property(segments, split, fc.integer({ min: 1, max: 100 }), (parts, how, border) => {
    const pieces = cut(parts, how, border);
    assertEquals(concat(pieces.map(({ octets }) => octets)), concat(parts.map(({ octets }) => octets)));
    assertEquals(marks(pieces), marks(parts));
  }));
});

Deno.test("cut() makes one write of each octet, or two writes at a border", () => {
  check(fc.property(segments, fc.integer({ min: 1, max: 100 }), (parts, border) => {
    const { length } = joinOutgoing(parts).octets;
    assertEquals(
      cut(parts, { kind: "single-octets" }, undefined).map(({ octets }) => octets.length),
      Array(length).fill(1),
    );
    const sizes = cut(parts, { kind: "every-border" }, border).map(({ octets }) => octets.length);
    assertEquals(sizes, border < length ? [border, length - border] : [length]);
  }));
});
