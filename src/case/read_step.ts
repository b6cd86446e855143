/** Steps: an action, what must come back, and the modifiers. */
import type { Step } from "./case.ts";
import { actionKeys, expectationKeys, stepKeys } from "./keys.ts";
import { optional } from "./pattern.ts";
import { readAction } from "./read_action.ts";
import { readExpectations } from "./read_expectation.ts";
import { readFill, readGates, readKeep, readRepeat, readSplit } from "./read_modifier.ts";
import { type Entries, maxWait, readDuration, type Reading, readMap, readText, refuse } from "./reader.ts";
import type { Node } from "./yaml.ts";

/** Reads a list of steps. */
export function readSteps(reading: Reading, node: Node): Step[] {
  if (node.kind !== "list" || node.items.length === 0) {
    refuse(reading, node.span, "Cannot read this as a list of steps", "write - send: …");
    return [];
  }
  return node.items.map((item) => readStepNode(reading, item)).filter((step) => step !== undefined);
}

function readStepNode(reading: Reading, node: Node): Step | undefined {
  const entries = readMap(reading, node, stepKeys);
  return entries === undefined ? undefined : readStep(reading, entries, node);
}

/** Reads a step out of the entries of its map, or of a case that is a step at the same time. */
export function readStep(reading: Reading, entries: Entries, node: Node): Step | undefined {
  const named = Object.keys(actionKeys).filter((key) => entries.has(key));
  const [key, second] = named;
  if (second !== undefined) {
    const span = entries.get(second)?.key.span ?? node.span;
    return refuse(reading, span, `Cannot do "${key}" and "${second}" in one step`, "make it two steps");
  }
  const entry = key === undefined ? undefined : entries.get(key);
  const action = key === undefined || entry === undefined
    ? { kind: "read" } as const
    : readAction(reading, key, { node: entry.value, entries, readSteps });
  const expect = readExpectations(reading, entries, readSteps);
  if (key === undefined && !Object.keys(expectationKeys).some((known) => entries.has(known))) {
    return refuse(reading, node.span, "This step does nothing and expects nothing", "write send, bytes, reply, …");
  }
  const duration = (name: string) =>
    optional(entries.get(name)?.value, (inner) => readDuration(reading, inner, maxWait));
  const step = {
    expect,
    on: optional(entries.get("on")?.value, (inner) => readText(reading, inner)) ?? "main",
    within: duration("within"),
    gap: duration("gap"),
    split: optional(entries.get("split")?.value, (inner) => readSplit(reading, inner)),
    repeat: optional(entries.get("repeat")?.value, (inner) => readRepeat(reading, inner)),
    when: optional(entries.get("when")?.value, (inner) => readGates(reading, inner)) ?? [],
    keep: optional(entries.get("keep")?.value, (inner) => readKeep(reading, inner)) ?? [],
    fill: readFill(reading, entries),
  };
  if (step.split !== undefined && !["send", "bytes", "pipeline", "message", "bdat"].includes(key ?? "")) {
    refuse(reading, entries.get("split")?.key.span ?? node.span, "Cannot split a step that writes nothing");
  }
  if (step.keep.length > 0 && !entries.has("reply")) {
    refuse(
      reading,
      entries.get("keep")?.key.span ?? node.span,
      `Cannot keep anything without "reply"`,
      "values are kept out of a reply",
    );
  }
  return action === undefined ? undefined : { action, ...step, span: node.span };
}
