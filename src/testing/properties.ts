/** Property tests: always with the same seed, so that a test that passes once passes again. */
import fc from "fast-check";

/** Checks a property on 1,000 values, or on `runs`. PROPERTY_SEED=N tries other values. */
export function check<Values>(property: fc.IProperty<Values>, runs = 1_000): void {
  const seed = Number(Deno.env.get("PROPERTY_SEED") ?? 5321);
  fc.assert(property, { seed, numRuns: runs });
}

const point = fc.oneof(
  fc.integer({ min: 0, max: 0xff }),
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/** Text of any code points. The library's own `unit: "binary"` takes seconds to be made. */
export function anyText(length: { readonly minLength?: number; readonly maxLength: number }): fc.Arbitrary<string> {
  return fc.array(point, length).map((points) => String.fromCodePoint(...points));
}
