/** Going through the steps of a case. */
import type { Step } from "./case.ts";

/** Gives all steps: those of a list, of its pipelines and of its detours. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [
    step,
    ...(step.action.kind === "pipeline" ? allSteps(step.action.steps) : []),
    ...step.expect.flatMap((expectation) =>
      expectation.kind === "reply" ? expectation.choices.flatMap((choice) => allSteps(choice.steps)) : []
    ),
  ]);
}
