/** Property tests: always with the same seed, so that a test that passes once passes again. */
import fc from "fast-check";

/** Checks a property on 1,000 values, or on `runs`. PROPERTY_SEED=N tries other values. */
export function check<Values>(property: fc.IProperty<Values>, runs = 1_000): void {
  const seed = Number(Deno.env.get("PROPERTY_SEED") ?? 5321);
  fc.assert(property, { seed, numRuns: runs });
}
