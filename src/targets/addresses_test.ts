import { assertEquals } from "@std/assert";
import type { LookedUp } from "../wire/look_up.ts";
import { addressesOf, type Family, findAddresses, isAddress } from "./addresses.ts";

const found = (...addresses: string[]): LookedUp => ({ kind: "found", addresses });
const unknown: LookedUp = { kind: "unreachable", why: "the name mx.test was not found" };

/** Finds a host, with these answers to one look-up after the other; counts the look-ups. */
async function find(
  host: string,
  { answers = [], family = 0, within = 0 }: {
    readonly answers?: readonly LookedUp[];
    readonly family?: Family;
    readonly within?: number;
  },
): Promise<{ readonly answer: LookedUp; readonly count: number }> {
  let [count, time] = [0, 0];
  const known = await findAddresses([host], {
    family,
    within,
    clock: () => time += 100,
    lookUp: () => Promise.resolve(answers[count++] ?? unknown),
  });
  return { answer: addressesOf(known, host), count };
}

Deno.test("findAddresses() looks a name up once, whatever its letters", async () => {
  assertEquals(await find("MX.test", { answers: [found("192.0.2.1", "2001:db8::1")] }), {
    answer: found("192.0.2.1", "2001:db8::1"),
    count: 1,
  });
  const names: string[] = [];
  const known = await findAddresses(["MX.test", "mx.TEST"], {
    family: 0,
    within: 0,
    clock: () => 0,
    lookUp: (name) => {
      names.push(name);
      return Promise.resolve(found("192.0.2.1"));
    },
  });
  assertEquals([names, known.size], [["mx.test"], 1]);
});

Deno.test("findAddresses() looks no address up, and everything that only looks like one", async () => {
  for (const host of ["192.0.2.1", "127.0.0.1", "::1", "::ffff:127.0.0.1"]) {
    assertEquals(await find(host, {}), { answer: found(host), count: 0 });
  }
  for (const host of ["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "127.0.0.1.", "256.1.1.1"]) {
    assertEquals(await find(host, { answers: [found("127.0.0.1")] }), { answer: found("127.0.0.1"), count: 1 });
    assertEquals(isAddress(host), false);
  }
});

Deno.test("findAddresses() keeps to the family that is wanted", async () => {
  const answers = [found("192.0.2.1", "2001:db8::1")];
  assertEquals((await find("mx.test", { answers, family: 4 })).answer, found("192.0.2.1"));
  assertEquals((await find("mx.test", { answers, family: 6 })).answer, found("2001:db8::1"));
  const none = (host: string, family: number): LookedUp => ({
    kind: "unreachable",
    why: `${host} has no IPv${family} address, and -${family} wants one`,
  });
  assertEquals((await find("mx.test", { answers: [found("192.0.2.1")], family: 6 })).answer, none("mx.test", 6));
  assertEquals((await find("192.0.2.1", { family: 6 })).answer, none("192.0.2.1", 6));
});

Deno.test("findAddresses() looks a name up again while its server may be starting, and no longer", async () => {
  const answers = [unknown, unknown, found("192.0.2.1")];
  assertEquals(await find("mx.test", { answers }), { answer: unknown, count: 1 });
  assertEquals(await find("mx.test", { answers, within: 300 }), { answer: found("192.0.2.1"), count: 3 });
  assertEquals((await find("mx.test", { within: 300 })).count, 3);
  const denied: LookedUp = { kind: "denied", why: "no" };
  assertEquals(await find("mx.test", { answers: [denied], within: 300 }), { answer: denied, count: 1 });
});

Deno.test("addressesOf() knows nothing of a name that was not looked up", () => {
  assertEquals(addressesOf(new Map(), "mx.test"), {
    kind: "unreachable",
    why: "the name mx.test was not looked up",
  });
  assertEquals(addressesOf(new Map(), "127.0.0.1"), found("127.0.0.1"));
});
