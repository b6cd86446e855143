import { assertEquals, assertNotEquals } from "@std/assert";
import type { Choice, Fault } from "./fault.ts";
import { playedBy, type Scope } from "./sample.ts";

const fault: Fault = {
  id: "a-fault",
  description: "does something wrong",
  caughtBy: ["commands/noop/plain", "rcpt/refused/*"],
  alsoSeenBy: ["mail"],
  mutation: () => ({}),
};
const choice: Choice = {
  id: "a-choice",
  description: "does something otherwise",
  rfc: "RFC 5321 §3.3",
  areas: ["mail"],
  mutation: () => ({}),
};
const idsIn = (area: string) => Array.from({ length: 400 }, (_, at) => `${area}/file/case-${at}`);
const playedIn = (area: string, tried: Fault | Choice, scope: Scope) => idsIn(area).filter(playedBy(tried, scope));

/** Asserts that about a quarter of the cases is there. */
function assertSample({ length }: readonly string[]): void {
  assertEquals(length >= 40 && length <= 160, true, String(length));
}

Deno.test("playedBy() chooses what has to catch a fault, and the core", () => {
  for (const id of ["commands/noop/plain", "rcpt/refused/unknown[x]", "greeting/greeting/speaks-first"]) {
    assertEquals(playedBy(fault, "sample")(id), true, id);
    assertEquals(playedBy({ ...fault, caughtBy: [], warnedBy: fault.caughtBy }, "sample")(id), true, id);
  }
});

Deno.test("playedBy() chooses a sample of the areas of a fault, another for each fault", () => {
  const sampleOf = (each: Fault) => playedIn("mail", each, "sample");
  const [sample, other] = [sampleOf(fault), sampleOf({ ...fault, id: "another-fault" })];
  for (const each of [sample, other]) assertSample(each);
  assertNotEquals(sample, other);
  assertEquals(sample, sampleOf(fault));
  assertEquals(playedIn("data", fault, "sample"), []);
});

Deno.test("playedBy() chooses a sample of all areas for a fault that is met everywhere", () => {
  const everywhere: Fault = { ...fault, isMetEverywhere: true };
  assertSample(playedIn("data", everywhere, "sample"));
  assertEquals(playedIn("data", everywhere, "areas"), idsIn("data"));
});

Deno.test("playedBy() chooses all cases of the areas of a fault, or all there are", () => {
  assertEquals(playedIn("mail", fault, "areas"), idsIn("mail"));
  assertEquals(playedIn("data", fault, "areas"), []);
  assertEquals(playedIn("data", fault, "all"), idsIn("data"));
});

Deno.test("playedBy() chooses the core, all cases of the areas of a choice, and a sample of the others, or all there are", () => {
  assertEquals(playedBy(choice, "sample")("greeting/greeting/speaks-first"), true);
  assertEquals(playedIn("mail", choice, "sample"), idsIn("mail"));
  const [sample, other] = [choice, { ...choice, id: "another-choice" }].map((each) => playedIn("data", each, "sample"));
  for (const each of [sample, other]) assertSample(each ?? []);
  assertNotEquals(sample, other);
  for (const scope of ["areas", "all"] as const) assertEquals(playedIn("data", choice, scope), idsIn("data"));
});

Deno.test("playedBy() chooses every case for the right server", () => {
  assertEquals(idsIn("data").every(playedBy(undefined, "sample")), true);
});
