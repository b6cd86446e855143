/** Steps: an action, what must come back, and the modifiers; and what stands for steps: words, `given` and `use`. */
import type { Step } from "./case.ts";
import type { Blocks } from "./blocks.ts";
import { refuseInGiven } from "./given_rules.ts";
import { actionKeys, expectationKeys, givenKeys, stepKeys, useKeys } from "./keys.ts";
import { refuseUnheld } from "./meaningless.ts";
import { optional } from "./pattern.ts";
import { readAction } from "./read_action.ts";
import { readExpectations, type ReadSteps } from "./read_expectation.ts";
import { readFill, readGates, readKeep, readRepeat, readSplit } from "./read_modifier.ts";
import {
  type Entries,
  hintFor,
  maxWait,
  readDuration,
  type Reading,
  readList,
  readMap,
  readText,
  refuse,
} from "./reader.ts";
import { countValues, takeRoom } from "./room.ts";
import { nodeAt, standardSteps } from "./standard_steps.ts";
import { type Node, type Scalar, substitute } from "./yaml.ts";

/** What surrounds steps that are read. */
export interface Surroundings {
  /** They bring about a situation: what is not as listed leaves the case inconclusive. */
  readonly isGiven: boolean;
  /** A word can stand for steps: in `given`, and in a pipeline. */
  readonly takesWords: boolean;
  /** The connection of steps that name none. */
  readonly on: string;
  /** The word or block that stands for them in the file. */
  readonly word: string | undefined;
  readonly isInBlock: boolean;
  readonly blocks: Blocks;
  /** The columns of the variant, to be put into the steps of a block. */
  readonly columns: ReadonlyMap<string, Node>;
}

/** Gives what surrounds the steps of a case. */
export function atTop(blocks: Blocks, columns: ReadonlyMap<string, Node>): Surroundings {
  return { isGiven: false, takesWords: false, on: "main", word: undefined, isInBlock: false, blocks, columns };
}

/** Reads a list of steps. */
export function readSteps(reading: Reading, node: Node, around: Surroundings): Step[] {
  if (node.kind !== "list" || node.items.length === 0) {
    refuse(reading, node.span, "Cannot read this as a list of steps", "write - send: …");
    return [];
  }
  return node.items.flatMap((item) => readItem(reading, item, around));
}

/** Reads what stands under `given`: a list of steps and words, or one of them. */
export function readGiven(reading: Reading, node: Node, around: Surroundings): Step[] {
  const items = readList(node);
  if (around.isGiven) refuse(reading, node.span, `Cannot use "given" in "given"`, "take it away: it is set-up already");
  if (items.length === 0) refuse(reading, node.span, `Cannot read an empty "given"`, "write given: [MAIL, RCPT]");
  return items.flatMap((item) => readItem(reading, item, { ...around, isGiven: true, takesWords: true }));
}

/** Reads one item of a list of steps. */
function readItem(reading: Reading, node: Node, around: Surroundings): Step[] {
  if (node.kind === "scalar" && around.takesWords) return readWordSteps(reading, node, around);
  if (node.kind === "scalar" && (standardSteps.has(node.text) || around.blocks.steps.has(node.text))) {
    refuse(reading, node.span, `Cannot use the word "${node.text}" among steps`, `write - given: ${node.text}`);
    return [];
  }
  const has = (name: string) => node.kind === "map" && node.entries.some(({ key }) => key.text === name);
  if (has("given")) return readGivenItem(reading, node, around);
  if (has("use")) return readUse(reading, node, around);
  const entries = readMap(reading, node, stepKeys);
  const step = entries === undefined ? undefined : readStep(reading, entries, node, around);
  return step === undefined ? [] : [step];
}

function readGivenItem(reading: Reading, node: Node, around: Surroundings): Step[] {
  const entries = readMap(reading, node, givenKeys);
  const given = entries?.get("given")?.value;
  return entries === undefined || given === undefined
    ? []
    : readGiven(reading, given, { ...around, on: readOn(reading, entries, around) });
}

function readUse(reading: Reading, node: Node, around: Surroundings): Step[] {
  const entries = readMap(reading, node, useKeys);
  const name = entries?.get("use")?.value;
  if (entries === undefined || name?.kind !== "scalar") {
    if (name !== undefined) refuse(reading, name.span, `Cannot read the name of a block`, "write use: NAME");
    return [];
  }
  const steps = readBlock(reading, name, { ...around, on: readOn(reading, entries, around) });
  if (steps !== undefined) return steps;
  const known = [...around.blocks.steps.keys()];
  const hint = known.length === 0 ? "name a list of steps under blocks:" : hintFor(reading, name.text, known);
  refuse(reading, name.span, `There is no block "${name.text}"`, hint);
  return [];
}

/** Reads the steps for which a word stands: a standard one, or the name of a block. They are set-up. */
function readWordSteps(reading: Reading, word: Scalar, around: Surroundings): Step[] {
  const given = { ...around, isGiven: true, word: word.text };
  const standard = standardSteps.get(word.text);
  if (standard !== undefined) return standard.flatMap((step) => readItem(reading, nodeAt(step, word.span), given));
  const steps = readBlock(reading, word, given);
  if (steps !== undefined) return steps;
  const hint = word.text.includes(" ")
    ? "write {send: …, reply: …}"
    : hintFor(reading, word.text, [...standardSteps.keys(), ...around.blocks.steps.keys()]);
  refuse(reading, word.span, `Unknown word "${word.text}"`, hint);
  return [];
}

/** Reads the steps of a block as if they stood here; undefined where there is none of this name. */
function readBlock(reading: Reading, name: Scalar, around: Surroundings): Step[] | undefined {
  const list = around.blocks.steps.get(name.text);
  if (list === undefined) return undefined;
  around.blocks.used.add(name.text);
  if (around.isInBlock) {
    refuse(reading, name.span, `Cannot use the block "${name.text}" in a block`, "write its steps out");
    return [];
  }
  if (!takeRoom(reading, around.blocks.room, countValues(list, around.columns), name.span)) return [];
  return readSteps(reading, substitute(list, around.columns), { ...around, word: name.text, isInBlock: true });
}

/** Reads a step out of the entries of its map, or of a case that is a step at the same time. */
export function readStep(reading: Reading, entries: Entries, node: Node, around: Surroundings): Step | undefined {
  const named = Object.keys(actionKeys).filter((key) => entries.has(key));
  const [key, second] = named;
  if (second !== undefined) {
    const span = entries.get(second)?.key.span ?? node.span;
    return refuse(reading, span, `Cannot do "${key}" and "${second}" in one step`, "make it two steps");
  }
  const entry = key === undefined ? undefined : entries.get(key);
  const readSubSteps: ReadSteps = (inner, steps) =>
    readSteps(inner, steps, { ...around, takesWords: true, on: "main" });
  const readBranch: ReadSteps = (inner, steps) => readSteps(inner, steps, { ...around, takesWords: false });
  const action = key === undefined || entry === undefined
    ? { kind: "read" } as const
    : readAction(reading, key, { node: entry.value, entries, readSteps: readSubSteps });
  if (around.isGiven) refuseInGiven(reading, entries);
  const expect = readExpectations(reading, entries, { readSteps: readBranch, isGiven: around.isGiven });
  if (key === undefined && !Object.keys(expectationKeys).some((known) => entries.has(known))) {
    return refuse(reading, node.span, "This step does nothing and expects nothing", "write send, bytes, reply, …");
  }
  const duration = (name: string) =>
    optional(entries.get(name)?.value, (inner) => readDuration(reading, inner, maxWait));
  const step = {
    isGiven: around.isGiven,
    word: around.word,
    expect,
    on: readOn(reading, entries, around),
    within: duration("within"),
    gap: duration("gap"),
    split: optional(entries.get("split")?.value, (inner) => readSplit(reading, inner)),
    repeat: optional(entries.get("repeat")?.value, (inner) => readRepeat(reading, inner)),
    when: optional(entries.get("when")?.value, (inner) => readGates(reading, inner)) ?? [],
    keep: optional(entries.get("keep")?.value, (inner) => readKeep(reading, inner)) ?? [],
    fill: readFill(reading, entries),
  };
  if (action !== undefined) refuseUnheld(reading, action, expect);
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

function readOn(reading: Reading, entries: Entries, { on }: Surroundings): string {
  return optional(entries.get("on")?.value, (inner) => readText(reading, inner)) ?? on;
}
