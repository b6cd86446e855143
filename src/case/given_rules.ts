/** What may not stand in `given`: it brings about a situation, and accuses nobody. */
import { type Entries, type Reading, refuse } from "./reader.ts";
import type { Node } from "./yaml.ts";

/** What is refused among the outcomes, and why. */
const outcomes: ReadonlyMap<string, string> = new Map([
  ["warn", "it accuses nobody: judge the step among steps"],
  ["fail", "it accuses nobody: judge the step among steps"],
  ["branch", "it has one way to its situation: name what passes"],
  ["because", "the reason names the step by itself"],
]);
const endsSession = "it ends the session: put it among steps";

/** Refuses what accuses, and what ends the session, in a step of set-up. */
export function refuseInGiven(reading: Reading, entries: Entries): void {
  const untilQuit = entries.get("until_quit");
  if (untilQuit !== undefined) refuse(reading, untilQuit.key.span, `Cannot use "until_quit" in "given"`, endsSession);
  const tls = entries.get("tls")?.value;
  const hello = tls?.kind === "map" ? tls.entries.find(({ key }) => key.text === "hello") : undefined;
  if (hello !== undefined) refuse(reading, hello.key.span, `Cannot use "hello" in "given"`, endsSession);
  for (const key of ["reply", "closes"]) {
    const value = entries.get(key)?.value;
    if (value !== undefined) refuseOutcomes(reading, value);
  }
}

function refuseOutcomes(reading: Reading, node: Node): void {
  if (node.kind === "list") node.items.forEach((item) => refuseOutcomes(reading, item));
  if (node.kind !== "map") return;
  for (const { key, value } of node.entries) {
    const hint = outcomes.get(key.text);
    if (hint !== undefined) refuse(reading, key.span, `Cannot use "${key.text}" in "given"`, hint);
    else refuseOutcomes(reading, value);
  }
}
