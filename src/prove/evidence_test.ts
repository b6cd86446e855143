import { assertEquals } from "@std/assert";
import { caseOf } from "../case/coverage.ts";
import { isProof, neverCaught, onlyFaint, strengthOf, weigh } from "./evidence.ts";
import type { Fault } from "./fault.ts";
import type { Occurrence, Trial } from "./trial.ts";

const fault: Fault = {
  id: "a-fault",
  description: "does something wrong",
  caughtBy: ["commands/noop/plain", "rcpt/refused/*"],
  alsoSeenBy: ["mail"],
  mutation: () => ({}),
};
const occurrence = (id: string, verdict: Occurrence["verdict"], hasRemark = false): Occurrence => ({
  id,
  level: id.startsWith("rcpt/") ? "should" : "must",
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

Deno.test("a fault is not proven when a case of MUST only warns of it, unless the fault says so", () => {
  const noop = occurrence("commands/noop/plain", "warn");
  const trial = trialOf(noop, ...caught.slice(1));
  const evidence = weigh(fault, trial);
  assertEquals([evidence.missed, evidence.weak, evidence.strong], [["commands/noop/plain"], [noop], []]);
  assertEquals(isProof(evidence), false);
  const warning: Fault = { ...fault, caughtBy: ["rcpt/refused/*"], warnedBy: ["commands/noop/plain"] };
  assertEquals(isProof(weigh(warning, trial)), true);
  assertEquals(weigh(warning, trialOf(...caught)).strong, caught.slice(0, 1));
  assertEquals(isProof(weigh(warning, trialOf(...caught))), false);
  assertEquals(isProof(weigh(warning, trialOf(...caught.slice(1)))), false);
});

Deno.test("a fault says which variants of a case only warn, while the others fail", () => {
  const variants: Fault = {
    ...fault,
    caughtBy: ["data/exchange/go-ahead"],
    warnedBy: ["data/exchange/go-ahead[b]"],
  };
  const [a, b] = [occurrence("data/exchange/go-ahead[a]", "fail"), occurrence("data/exchange/go-ahead[b]", "warn")];
  assertEquals(isProof(weigh(variants, trialOf(a, b))), true);
  assertEquals(isProof(weigh(variants, trialOf({ ...a, verdict: "warn" }, b))), false);
  assertEquals(isProof(weigh({ ...variants, warnedBy: [] }, trialOf(a, b))), false);
});

for (const [level, strength] of [["must not", "fail"], ["should", "warn"], ["may", "remark"]] as const) {
  Deno.test(`strengthOf() is ${strength} for a case of ${level}`, () => {
    assertEquals(strengthOf(level), strength);
    const each = (verdict: Occurrence["verdict"]): Occurrence => ({
      ...occurrence("commands/noop/plain", verdict, verdict === "pass"),
      level,
    });
    const only: Fault = { ...fault, caughtBy: ["commands/noop/plain"] };
    const order = ["fail", "warn", "pass"] as const;
    const least = ["fail", "warn", "remark"].indexOf(strength);
    assertEquals(
      order.map((verdict) => isProof(weigh(only, trialOf(each(verdict))))),
      order.map((_, at) => at <= least),
    );
  });
}

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

Deno.test("caseOf() takes variant and port away", () => {
  assertEquals(["a/b/c", "a/b/c[x]", "a/b/c[x]:mx", "a/b/c:lmtp"].map(caseOf), Array(4).fill("a/b/c"));
});

Deno.test("neverCaught() lists what no fault makes accuse", () => {
  const all = [occurrence("commands/noop/plain", "pass"), occurrence("data/dots", "pass")];
  assertEquals(neverCaught(all, [weigh(fault, trialOf(...caught))]), [all[1]]);
});

Deno.test("onlyFaint() lists the cases that no fault makes as strong as they can be", () => {
  const warned = weigh(fault, trialOf(occurrence("data/dots[a]", "warn"), occurrence("rcpt/refused/unknown", "warn")));
  assertEquals(onlyFaint([warned]), ["data/dots"]);
  assertEquals(onlyFaint([warned, weigh(fault, trialOf(occurrence("data/dots[b]", "fail")))]), []);
});

Deno.test("a fault that makes the sanity check fail is proven where the sanity check catches it", () => {
  const untested = (...occurrences: readonly Occurrence[]): Trial => ({
    ...trialOf(...occurrences),
    untested: "mx: no",
  });
  const atOnce: Fault = { ...fault, caughtBy: ["replies/lint/closes-without-421"] };
  assertEquals(isProof(weigh(atOnce, untested(occurrence("replies/lint/closes-without-421", "fail")))), true);
  assertEquals(isProof(weigh(atOnce, untested(occurrence("replies/lint/closes-without-421", "pass")))), false);
  assertEquals(isProof(weigh(fault, untested(...caught))), false);
});
