/** What a case costs as far as its file says, with all turns of its loops and all its borders. */
import type { Milliseconds } from "../base/time.ts";
import type { Span } from "../base/source.ts";
import type { Action, Body, Expectation, Step } from "./case.ts";
import type { Template } from "./template_types.ts";
import { Expression } from "./expression.ts";
import { defaultGap } from "./steps.ts";

/** What is counted. */
export interface Cost {
  /** Time in which nothing but the clock is waited for. */
  readonly waiting: Milliseconds;
  readonly octets: number;
  readonly commands: number;
  readonly connections: number;
  /** The steps of all expressions: so many at most are done for each character of a reply. */
  readonly expressions: number;
}

/** Gives the number of characters that a template has at most. */
export type Measure = (template: Template) => number;

/** A step that is cut at each of its borders makes the case be played so often; a large one is cut at a sample. */
export const mostBorders = 5_000; // our choice

/** Gives the cost of each step of a case. */
export function costsOf(
  steps: readonly Step[],
  measure: Measure,
): readonly { readonly cost: Cost; readonly span: Span }[] {
  const plays = playsOf(steps, measure);
  return steps.map((step) => ({ cost: times(costOf(step, measure), plays), span: step.span }));
}

/** Gives how often a case is played: once for each border at which a step of it is cut, else once. */
export function playsOf(steps: readonly Step[], measure: Measure): number {
  const borders = steps.map((step) => step.split?.kind === "every-border" ? octetsOf(step.action, measure) : 1);
  return Math.min(mostBorders, Math.max(1, ...borders));
}

/** Adds costs. */
export function sumOf(costs: readonly Cost[]): Cost {
  return costs.reduce((one, other) => combine(one, other), nothing);
}

const nothing: Cost = { waiting: 0, octets: 0, commands: 0, connections: 0, expressions: 0 };

function combine(one: Cost, other: Cost): Cost {
  return {
    waiting: one.waiting + other.waiting,
    octets: one.octets + other.octets,
    commands: one.commands + other.commands,
    connections: one.connections + other.connections,
    expressions: one.expressions + other.expressions,
  };
}

/** What is done again costs again; its expressions are the same. */
function times({ expressions, ...cost }: Cost, count: number): Cost {
  return {
    waiting: cost.waiting * count,
    octets: cost.octets * count,
    commands: cost.commands * count,
    connections: cost.connections * count,
    expressions,
  };
}

function costOf(step: Step, measure: Measure): Cost {
  const { action, expect, repeat } = step;
  const inner = action.kind === "pipeline" ? sumOf(action.steps.map((each) => costOf(each, measure))) : nothing;
  const octets = octetsOf(action, measure);
  const writes = writesOf(step, octets + inner.octets);
  const own: Cost = {
    waiting: (action.kind === "wait" ? action.time : 0) + (step.gap ?? defaultGap) * (writes - 1),
    octets,
    commands: action.kind === "pipeline" ? 0 : 1,
    connections: action.kind === "connect" ? 1 : 0,
    expressions: countSteps(action) + countSteps(step.keep),
  };
  const expected = expect.map((each) => costOfExpectation(each, measure));
  return times(sumOf([own, inner, ...expected]), repeat?.times ?? 1);
}

function costOfExpectation(expectation: Expectation, measure: Measure): Cost {
  const branches = expectation.kind === "reply" ? expectation.outcomes.flatMap(({ steps }) => steps) : [];
  const own = {
    ...nothing,
    waiting: expectation.kind === "silence" ? expectation.time : 0,
    expressions: countSteps(expectation),
  };
  return sumOf([own, ...branches.map((step) => ({ ...costOf(step, measure), expressions: 0 }))]);
}

function writesOf({ action, split, gap }: Step, octets: number): number {
  switch (split?.kind) {
    case "single-octets":
      return Math.max(1, octets);
    case "offsets":
      return split.offsets.length + 1;
    case "every-border":
      return 2;
    case undefined:
      return action.kind === "bytes" && gap !== 0 ? action.segments.length : 1;
  }
}

/** Gives the octets that an action writes; a size that only the server knows counts as nothing. */
function octetsOf(action: Action, measure: Measure): number {
  switch (action.kind) {
    case "send":
      return measure(action.line) + 2;
    case "bytes":
      return action.segments.reduce((sum, segment) => sum + measure(segment), 0);
    case "message":
      return action.header.reduce((sum, { value }) => sum + measure(value), 0) + octetsOfBody(action.body, measure);
    case "bdat":
      return action.chunk.kind === "text" ? measure(action.chunk.text) : sizeIn(action.chunk.octets);
    case "read":
    case "pipeline":
    case "tls":
    case "hello":
    case "auth":
    case "connect":
    case "close":
    case "wait":
      return 0;
  }
}

function octetsOfBody(body: Body, measure: Measure): number {
  switch (body.kind) {
    case "bytes":
      return measure(body.octets);
    case "text":
      return measure(body.text);
    case "octets":
    case "dots":
      return sizeIn(body.octets);
    case "lines":
      return body.lines * 4; // a letter or two dots, and CRLF
  }
}

function sizeIn({ parts: [part] }: Template): number {
  return part?.kind === "text" ? Number(part.text) : 0;
}

/** Counts the steps of all expressions in a value, wherever they stand in it. */
function countSteps(value: unknown): number {
  if (value instanceof Expression) return value.steps;
  if (typeof value !== "object" || value === null) return 0;
  let steps = 0;
  for (const key in value) if (key !== "span") steps += countSteps((value as Record<string, unknown>)[key]);
  return steps;
}
