import { assertEquals, assertMatch } from "@std/assert";
import type { Fault } from "./fault.ts";
import { type Proof, showProof } from "./proof.ts";
import type { Occurrence, Trial } from "./trial.ts";

const faultOf = (id: string): Fault => ({
  id,
  description: "does something wrong",
  caughtBy: ["commands/noop/plain"],
  mutation: () => ({}),
});
const trialOf = (verdict: Occurrence["verdict"]): Trial => ({
  occurrences: [{ id: "commands/noop/plain", level: "must", verdict, reason: "", hasRemark: false }],
  milliseconds: 1,
  untested: undefined,
});

/** Makes the proof of two faults and the right server, whose trials end in this order; gives what was printed by then. */
async function prove(trials: readonly (readonly [number, Trial])[], isWhole = false) {
  const printed: string[] = [];
  const sofar: string[] = [];
  const run: Proof["run"] = async (_, onTrial) => {
    for (const [place, trial] of trials) {
      onTrial(place, trial);
      await Promise.resolve();
      await Promise.resolve();
      sofar.push(printed.join(""));
    }
    return trials.toSorted(([one], [other]) => one - other).map(([, trial]) => trial);
  };
  const print = (text: string) => {
    printed.push(text);
    return Promise.resolve();
  };
  const isProven = await showProof({
    rights: [undefined],
    faults: [faultOf("a-fault"), faultOf("another-fault")],
    scope: "sample",
    isWhole,
    run,
    print,
    clock: () => 0,
  });
  return { isProven, sofar, text: printed.join("") };
}

Deno.test("showProof() prints each trial as it ends", async () => {
  const { isProven, sofar, text } = await prove([[2, trialOf("fail")], [0, trialOf("pass")], [1, trialOf("fail")]]);
  assertMatch(sofar[0] ?? "", /^ok {2}another-fault +1 fail: commands\/noop\/plain\n$/);
  assertMatch(sofar[1] ?? "", /\nok {2}the right server +1 pass/);
  assertMatch(text, /\nok {2}a-fault [^\n]+\n\n2 of 2 faults proven, 1 right servers, 0 s\n$/);
  assertEquals(isProven, true);
});

Deno.test("showProof() prints once more, in the order of the faults, what is not proven", async () => {
  const { isProven, text } = await prove([[2, trialOf("pass")], [1, trialOf("pass")], [0, trialOf("fail")]]);
  assertMatch(text, /\nNot proven:\nNOT the right server [^]+\nNOT a-fault [^]+\nNOT another-fault /);
  assertMatch(text, /\n0 of 2 faults proven/);
  assertEquals(isProven, false);
});

Deno.test("showProof() is no proof of the whole suite where no fault is caught by a case", async () => {
  const right: Trial = {
    ...trialOf("pass"),
    occurrences: [...trialOf("pass").occurrences, {
      id: "data/dots",
      level: "must",
      verdict: "pass",
      reason: "",
      hasRemark: false,
    }],
  };
  const trials = [[0, right], [1, trialOf("fail")], [2, trialOf("fail")]] as const;
  assertEquals((await prove(trials)).isProven, true);
  const { isProven, text } = await prove(trials, true);
  assertMatch(text, /\n1 of 2 cases are caught by no fault: data\/dots\n/);
  assertEquals(isProven, false);
});
