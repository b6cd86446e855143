import { assertEquals } from "@std/assert";
import { endpointsOf } from "../targets/endpoint.ts";
import { makeTarget } from "../testing/samples.ts";
import type { LookedUp } from "../wire/look_up.ts";
import { isUsageError } from "./flag.ts";
import { termsFor, type TermsOptions } from "./terms.ts";

const places: readonly (readonly [host: string, found: LookedUp])[] = [
  ["here.test", { kind: "found", addresses: ["127.0.0.1"] }],
  ["far.test", { kind: "found", addresses: ["192.0.2.1"] }],
  ["half.test", { kind: "found", addresses: ["127.0.0.1", "192.0.2.1"] }],
  ["lost.test", { kind: "unreachable", why: "the name lost.test was not found" }],
];
const plain: TermsOptions = { mine: [], allow: undefined, jobs: undefined, delay: undefined };

/** Gives the terms for hosts: the first letters of the risks, the connections at once and the pause. */
function terms(hosts: string, given: Partial<TermsOptions> = {}, connections?: number) {
  const target = makeTarget({
    endpoints: endpointsOf(
      hosts.split(" ").map((host) => ({ name: host, listeners: [{ role: "mx", address: { host, port: 25 } }] })),
    ),
    addresses: new Map(places),
    connections,
  });
  const found = termsFor(target, { ...plain, ...given });
  if (isUsageError(found)) return [found.message, found.hint];
  return [...found].map(([host, { allowed, jobs, delay }]) =>
    `${host}: ${allowed.map((risk) => risk.slice(0, 2)).join(",")} ${jobs} ${delay}`
  );
}

const own = "de,he,ho 16 0";
const strange = " 2 1000";

Deno.test("termsFor() lets cases do everything but wait on loopback and on hosts of one's own, and little elsewhere", () => {
  assertEquals(terms("here.test"), [`here.test: ${own}`]);
  assertEquals(terms("127.0.0.1"), [`127.0.0.1: ${own}`]);
  assertEquals(terms("far.test"), [`far.test: ${strange}`]);
  assertEquals(terms("half.test"), [`half.test: ${strange}`]);
  assertEquals(terms("lost.test"), [`lost.test: ${strange}`]);
  assertEquals(terms("far.test", { mine: ["FAR.test"] }), [`far.test: ${own}`]);
});

Deno.test("termsFor() gives each of several hosts its own terms", () => {
  assertEquals(terms("here.test far.test half.test", { mine: ["half.test"] }), [
    `here.test: ${own}`,
    `far.test: ${strange}`,
    `half.test: ${own}`,
  ]);
});

Deno.test("termsFor() lets the flags and the target file decide", () => {
  assertEquals(terms("here.test", { allow: [], jobs: 40, delay: 5 }), ["here.test:  40 5"]);
  assertEquals(terms("far.test", { allow: ["heavy"], jobs: 1, delay: 5 }), ["far.test: he 1 5"]);
  assertEquals(terms("far.test", { mine: ["far.test"], jobs: 40 }), ["far.test: de,he,ho 40 0"]);
  assertEquals(terms("here.test", {}, 3), ["here.test: de,he,ho 3 0"]);
  assertEquals(terms("here.test", { jobs: 8 }, 3), ["here.test: de,he,ho 3 0"]);
});

Deno.test("termsFor() refuses many connections to a stranger's host, and says what lifts that", () => {
  const refused = [
    "Cannot use --jobs 3 at far.test, which is not on loopback: 2 at most",
    "where the host is yours to test, add --mine far.test",
  ];
  assertEquals(terms("far.test", { jobs: 3 }), refused);
  assertEquals(terms("here.test far.test", { jobs: 3 }), refused);
  assertEquals(terms("far.test", { jobs: 2 }), ["far.test:  2 1000"]);
  assertEquals(terms("lost.test", { jobs: 3 }), ["lost.test:  3 1000"]); // nobody is there to be hurt
});

Deno.test("termsFor() refuses a host of one's own that is none of the target", () => {
  assertEquals(terms("far.test here.test", { mine: ["far.test", "mx.test"] }), [
    `--mine "mx.test" is no host of this target`,
    "its hosts are far.test, here.test",
  ]);
});
