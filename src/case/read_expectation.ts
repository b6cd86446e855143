/** Expectations of a step: reply, until_quit, closes, silence, delivered; each with its outcomes. */
import type { Span } from "../base/source.ts";
import { type Expectation, type Outcome, type Step, type Then, thens } from "./case.ts";
import type { ClosePattern, Pattern } from "./expected.ts";
import { outcomeKeys } from "./answer_keys.ts";
import { refuseBranch, refuseUnmet } from "./meaningless.ts";
import { readPattern, readRepliesPattern } from "./pattern.ts";
import { readDelivered } from "./read_delivered.ts";
import { type Entries, maxWait, readDuration, type Reading, readMap, readScalar, readWord, refuse } from "./reader.ts";
import { renamed } from "./renamed.ts";
import { readTemplate } from "./template.ts";
import type { List, Mapping, Node } from "./yaml.ts";

/** Reads the steps of a branch; handed in, since steps and expectations nest in each other. */
export type ReadSteps = (reading: Reading, node: Node) => readonly Step[];
/** In place of such a reader: what is judged here has no branch. */
export const noBranch = "no branch";

/** Reads all expectations among the keys of a step, in the order in which they are judged. */
export function readExpectations(
  reading: Reading,
  entries: Entries,
  { readSteps, isGiven }: { readonly readSteps: ReadSteps; readonly isGiven: boolean },
): Expectation[] {
  const found: (Expectation | undefined)[] = [];
  const add = (key: string, read: (node: Node) => Expectation | undefined) => {
    const entry = entries.get(key);
    if (entry !== undefined) found.push(read(entry.value));
  };
  add("reply", (node) => {
    const outcomes = readOutcomes(reading, node, (inner, also) => readPattern(reading, inner, also), readSteps);
    refuseUnmet(reading, outcomes);
    return { kind: "reply", outcomes: isGiven ? withoutAccusation(outcomes, node.span) : outcomes, span: node.span };
  });
  add("until_quit", (node) => {
    const outcomes = readOutcomes(reading, node, (inner) => readRepliesPattern(reading, inner), noBranch);
    return { kind: "until-quit", outcomes, span: node.span };
  });
  add("closes", (node) => ({ kind: "closes", outcomes: readCloses(reading, node), span: node.span }));
  add("silence", (node) => {
    const time = readDuration(reading, node, maxWait);
    return time === undefined ? undefined : { kind: "silence", time, span: node.span };
  });
  add("delivered", (node) => {
    const mail = readDelivered(reading, node);
    if (mail === undefined) return undefined;
    return { kind: "delivered", mail: isGiven ? { ...mail, isSetUp: true } : mail, span: node.span };
  });
  return found.filter((expectation) => expectation !== undefined);
}

/** In set-up, whatever is not as listed leaves the case inconclusive. */
function withoutAccusation(outcomes: readonly Outcome<Pattern>[], span: Span): readonly Outcome<Pattern>[] {
  const last = outcomes.at(-1);
  if (last?.then === "inconclusive" && last.pattern.kind === "any") return outcomes;
  return [...outcomes, { then: "inconclusive", pattern: { kind: "any" }, because: undefined, steps: [], span }];
}

/** Reads a pattern, or a map of outcomes to patterns; a bare pattern is what passes. */
export function readOutcomes<P>(
  reading: Reading,
  node: Node,
  read: (node: Node, also: readonly string[]) => P | undefined,
  readSteps: ReadSteps | typeof noBranch,
): Outcome<P>[] {
  if (!isOutcomeMap(node)) {
    const pattern = read(node, []);
    const because = readBecause(reading, node);
    return pattern === undefined ? [] : [{ then: "pass", pattern, because, steps: [], span: node.span }];
  }
  const entries: Entries = readMap(reading, node, outcomeKeys) ?? new Map();
  if (readSteps === noBranch) refuseBranch(reading, entries);
  const outcomes: Outcome<P>[] = [];
  const named = [...entries].flatMap(([then, { value }]) =>
    // Several patterns with a sentence each are as many outcomes.
    hasSentences(value) ? value.items.map((item) => [then, { value: item }] as const) : [[then, { value }] as const]
  );
  for (const [then, { value }] of named) {
    if (!isThen(then) || (then === "branch" && readSteps === noBranch)) continue;
    const also = then === "branch" ? ["steps"] : [];
    const pattern = read(value, also);
    const inner = value.kind === "map" ? value.entries.find(({ key }) => key.text === "steps") : undefined;
    if (then === "branch" && inner === undefined) {
      refuse(reading, value.span, "A branch needs steps", "write {code: 354, steps: […]}");
    }
    const steps = then === "branch" && inner !== undefined && readSteps !== noBranch
      ? readSteps(reading, inner.value)
      : [];
    if (pattern !== undefined) {
      outcomes.push({ then, pattern, because: readBecause(reading, value), steps, span: value.span });
    }
  }
  return outcomes;
}

function hasSentences(node: Node): node is List {
  const isSentence = (item: Node) => item.kind === "map" && item.entries.some(({ key }) => key.text === "because");
  return node.kind === "list" && node.items.some(isSentence);
}

const isThen = (word: string): word is Then => thens.some((then) => then === word);

function isOutcomeMap(node: Node): node is Mapping {
  return node.kind === "map" &&
    node.entries.some(({ key }) => isThen(key.text) || isThen(renamed.get(key.text) ?? key.text));
}

function readBecause(reading: Reading, node: Node) {
  if (node.kind !== "map") return undefined;
  const because = node.entries.find(({ key }) => key.text === "because");
  const scalar = because === undefined ? undefined : readScalar(reading, because.value);
  return scalar === undefined ? undefined : readTemplate(reading, scalar);
}

const closePatterns: readonly ClosePattern[] = ["yes", "fin", "reset", "notify"];

function readCloses(reading: Reading, node: Node): Outcome<ClosePattern>[] {
  const { span } = node;
  if (node.kind !== "scalar") {
    return readOutcomes<ClosePattern>(reading, node, (inner) => readWord(reading, inner, closePatterns), noBranch);
  }
  const pattern = readWord(reading, node, [...closePatterns, "allowed"]);
  if (pattern === undefined) return [];
  return pattern === "allowed"
    ? [{ then: "stop", pattern: "yes", because: undefined, steps: [], span }]
    : [{ then: "pass", pattern, because: undefined, steps: [], span }];
}
