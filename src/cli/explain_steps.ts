/** The steps of a case in words: what is given, and what is judged, each as it stands in its file. */
import type { Span } from "../base/source.ts";
import type { Action, Expectation, Step } from "../case/case.ts";
import type { Template } from "../case/template_types.ts";
import { standardSteps } from "../case/standard_steps.ts";
import { allSteps } from "../case/steps.ts";
import { describeExpectation } from "../judge/describe.ts";
import { showOctets } from "./show_octets.ts";
import type { ShownTexts } from "./shown_texts.ts";

const mostSourceLines = 30;
const factsOf = (texts: ShownTexts) => ({
  offersEnhanced: true,
  fill: (template: Template) => texts.of(template),
  kept: (name: string) => `$${name}`,
});

/**
 * Explains steps, those that are given apart from those that are judged; a line may be long. `texts` fills in
 * the values of their case.
 */
export function explainSteps(steps: readonly Step[], texts: ShownTexts): string[] {
  return stretchesOf(steps, ({ isGiven }) => isGiven).flatMap((stretch) => {
    const isGiven = stretch[0]?.isGiven ?? false;
    const explained = stretchesOf(stretch, ({ word }) => word).flatMap((each) => explainWord(each, texts));
    return isGiven
      ? ["  given (another answer leaves the case inconclusive):", ...explained.map((line) => `  ${line}`)]
      : explained;
  });
}

/** Parts steps where a fact about them changes. */
function stretchesOf<Fact>(steps: readonly Step[], factOf: (step: Step) => Fact): Step[][] {
  const stretches: Step[][] = [];
  for (const step of steps) {
    const last = stretches.at(-1);
    if (last?.[0] !== undefined && factOf(last[0]) === factOf(step)) last.push(step);
    else stretches.push([step]);
  }
  return stretches;
}

/** Explains steps that one word, one block or none stands for. */
function explainWord(steps: readonly Step[], texts: ShownTexts): string[] {
  const word = steps[0]?.word;
  if (word !== undefined && standardSteps.has(word)) {
    const done = steps.map((step) => `${describeAction(step.action, texts)}${describePass(step, texts)}`);
    return [`  ${word}: ${done.join("; ")}`];
  }
  const explained = steps.flatMap((step) => explainStep(step, texts));
  return word === undefined ? explained : [`  the block ${word}:`, ...explained.map((line) => `  ${line}`)];
}

/** Says what a standard word does. */
function describeAction(action: Action, texts: ShownTexts): string {
  switch (action.kind) {
    case "send":
      return `sends ${texts.of(action.line)}`;
    case "message":
      return "sends a message";
    case "tls":
      return "makes a TLS handshake";
    case "auth":
      return "logs in";
    default:
      return action.kind;
  }
}

function describePass({ expect }: Step, texts: ShownTexts): string {
  const [first] = expect;
  if (first?.kind !== "reply") return "";
  const passes = { ...first, outcomes: first.outcomes.filter(({ then }) => then === "pass") };
  return `, passes: ${describeExpectation(passes, factsOf(texts)).join(" or ")}`;
}

function explainStep(step: Step, texts: ShownTexts): string[] {
  return [
    ...showSource(step.span),
    ...writesOf(step).flatMap((each) => showOctets(each, texts) ?? []).map((octets) => showOutcome(`sends: ${octets}`)),
    ...allSteps([step]).flatMap(({ expect, isGiven }) =>
      expect.flatMap((each) => explainExpectation(each, { isGiven, texts }))
    ),
  ];
}

/** The steps that a step is made of: itself, or those of a pipeline. */
function writesOf(step: Step): readonly Step[] {
  return step.action.kind === "pipeline" ? step.action.steps : [step];
}

/** Shows a stretch of a case file as it stands there, moved to the left. */
function showSource({ source, start, end }: Span): string[] {
  const indent = " ".repeat(start - (source.text.lastIndexOf("\n", start - 1) + 1));
  const lines = source.text.slice(start, end).trimEnd().split("\n");
  return lines.slice(0, mostSourceLines).map((line) =>
    `  ${line.startsWith(indent) ? line.slice(indent.length) : line}`
  )
    .concat(lines.length > mostSourceLines ? ["  ..."] : []);
}

const outcomeWords = {
  pass: "passes",
  warn: "warns",
  stop: "passes, and ends",
  branch: "takes a branch",
  inconclusive: "is inconclusive",
  fail: "fails",
};

function explainExpectation(
  expectation: Expectation,
  { isGiven, texts }: { readonly isGiven: boolean; readonly texts: ShownTexts },
): string[] {
  const facts = factsOf(texts);
  if (expectation.kind === "silence" || expectation.kind === "delivered") {
    return describeExpectation(expectation, facts).map((line) => showOutcome(`passes: ${line}`));
  }
  return expectation.outcomes.flatMap((outcome) => {
    // What is given is inconclusive by any other answer, as the line above it says.
    const isUnsaid = isGiven && outcome.then === "inconclusive" && outcome.pattern === lastAny(expectation);
    if (isUnsaid) return [];
    // Described one by one and as a pass, so that what fails is described too.
    const one = { ...expectation, outcomes: [{ ...outcome, then: "pass" }] } as Expectation;
    const because = outcome.because === undefined ? "" : ` (${texts.of(outcome.because)})`;
    return describeExpectation(one, facts).map((line) =>
      showOutcome(`${outcomeWords[outcome.then]}: ${line}${because}`)
    );
  });
}

function lastAny(expectation: Expectation) {
  const last = expectation.kind === "reply" ? expectation.outcomes.at(-1)?.pattern : undefined;
  return last?.kind === "any" ? last : undefined;
}

const showOutcome = (text: string) => `      ${text}`;
