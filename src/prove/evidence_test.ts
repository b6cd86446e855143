import { assertEquals, assertNotEquals } from "@std/assert";
import { caseOf } from "../case/coverage.ts";
import { isProof, meets, neverCaught, weigh } from "./evidence.ts";
import type { Fault } from "./fault.ts";
import type { Occurrence, Trial } from "./trial.ts";

const fault: Fault = {
  id: "a-fault",
  description: "does something wrong",
  rfc: "RFC 5321 §4.1.1.9",
  level: "must",
  caughtBy: ["commands/noop/plain", "rcpt/refused/*"],
  alsoSeenBy: ["mail"],
  mutation: () => ({}),
};
const occurrence = (id: string, verdict: Occurrence["verdict"], hasRemark = false): Occurrence => ({
  id,
  verdict,
  reason: "",
  hasRemark,
});
const caught = [occurrence("commands/noop/plain", "fail"), occurrence("rcpt/refused/unknown[x]:mx", "warn")];
const trialOf = (...occurrences: readonly Occurrence[]): Trial => ({
  occurrences,
  milliseconds: 1,
  untested: undefined,
});
const isProven = (trial: Trial) => isProof(weigh(fault, trial));

Deno.test("a fault is proven when all that it names meet it, and nothing else", () => {
  assertEquals(isProven(trialOf(...caught)), true);
  assertEquals(isProven(trialOf(...caught, occurrence("mail/paths/literal", "fail"))), true);
  assertEquals(isProven(trialOf(...caught, occurrence("replies/lint/unsolicited", "fail"))), true);
  assertEquals(isProven(trialOf(...caught, occurrence("data/exchange/dots", "inconclusive"))), true);
});

Deno.test("a fault is not proven when a case that it names misses it", () => {
  const evidence = weigh(
    fault,
    trialOf(occurrence("commands/noop/plain", "fail"), occurrence("rcpt/refused/unknown", "pass")),
  );
  assertEquals(evidence.missed, ["rcpt/refused/*"]);
  assertEquals(isProof(evidence), false);
});

Deno.test("a fault is not proven when another case accuses the server, if only by a remark", () => {
  for (
    const other of [
      occurrence("data/dots", "fail"),
      occurrence("data/dots", "warn"),
      occurrence("data/dots", "pass", true),
    ]
  ) {
    const evidence = weigh(fault, trialOf(...caught, other));
    assertEquals(evidence.unrelated, [other]);
    assertEquals(isProof(evidence), false);
  }
});

Deno.test("a fault is not proven by an error of ours, or by a server that could not be tested", () => {
  assertEquals(isProven(trialOf(...caught, occurrence("data/dots", "error"))), false);
  assertEquals(isProven({ ...trialOf(...caught), untested: "mx: refused" }), false);
  assertEquals(isProven(trialOf()), false);
});

Deno.test("meets() chooses what has to catch a fault, and the core", () => {
  for (const id of ["commands/noop/plain", "rcpt/refused/unknown[x]", "greeting/greeting/speaks-first"]) {
    assertEquals(meets(fault, id, "sample"), true, id);
  }
});

Deno.test("meets() chooses a sample of the areas of a fault, another for each fault", () => {
  const sampleOf = (each: Fault, area: string) =>
    Array.from({ length: 400 }, (_, at) => `${area}/file/case-${at}`).filter((id) => meets(each, id, "sample"));
  const [sample, other] = [sampleOf(fault, "mail"), sampleOf({ ...fault, id: "another-fault" }, "mail")];
  for (const { length } of [sample, other]) assertEquals(length > 60 && length < 140, true, String(length));
  assertNotEquals(sample, other);
  assertEquals(sample, sampleOf(fault, "mail"));
  assertEquals(sampleOf(fault, "data"), []);
});

Deno.test("meets() chooses all cases of the areas of a fault, or all there are", () => {
  const ids = ["mail", "data"].flatMap((area) => Array.from({ length: 40 }, (_, at) => `${area}/file/case-${at}`));
  assertEquals(ids.filter((id) => meets(fault, id, "areas")), ids.slice(0, 40));
  assertEquals(ids.filter((id) => meets(fault, id, "all")), ids);
});

Deno.test("caseOf() takes variant and port away", () => {
  assertEquals(["a/b/c", "a/b/c[x]", "a/b/c[x]:mx", "a/b/c:lmtp"].map(caseOf), Array(4).fill("a/b/c"));
});

Deno.test("neverCaught() lists what no fault makes accuse", () => {
  const all = [occurrence("commands/noop/plain", "pass"), occurrence("data/dots", "pass")];
  assertEquals(neverCaught(all, [weigh(fault, trialOf(...caught))]), [all[1]]);
});
