/** Going through the steps of a case. */
import type { Milliseconds } from "../base/time.ts";
import type { Step } from "./case.ts";

/** The pause between two writes of a step that names none. Our choice: a slow machine reads twice in it. */
export const defaultGap: Milliseconds = 20;

/** Gives all steps: those of a list, of its pipelines and of its branches. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [
    step,
    ...(step.action.kind === "pipeline" ? allSteps(step.action.steps) : []),
    ...step.expect.flatMap((expectation) =>
      expectation.kind === "reply" ? expectation.outcomes.flatMap((outcome) => allSteps(outcome.steps)) : []
    ),
  ]);
}

/** Gives steps that are each what `change` makes of them: those of a list, of its pipelines and of its branches. */
export function mapSteps(steps: readonly Step[], change: (step: Step) => Step): Step[] {
  return steps.map((step) => {
    const { action } = step;
    const inner: Step = {
      ...step,
      action: action.kind === "pipeline" ? { ...action, steps: mapSteps(action.steps, change) } : action,
      expect: step.expect.map((expectation) =>
        expectation.kind === "reply"
          ? {
            ...expectation,
            outcomes: expectation.outcomes.map((outcome) => ({ ...outcome, steps: mapSteps(outcome.steps, change) })),
          }
          : expectation
      ),
    };
    return change(inner);
  });
}
