/** What a state of a session that was not reached keeps from being played: all that begins in it. Pure. */
import type { SessionState } from "../plan/plan.ts";
import { type Run, stateWords } from "../plan/plan.ts";
import type { Case, Step } from "../case/case.ts";
import { LiteralTexts, sentLines } from "../case/sent_lines.ts";
import { allSteps } from "../case/steps.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import { stagesBefore } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";

/** A TLS handshake, or the reply to AUTH. */
export type TimedOut = "handshake" | "login";

/** Why a state of a session was not reached. */
export interface Unreached {
  readonly kind: "unreached";
  readonly reason: string;
  /** A later try may end otherwise: a 4yz was received, or the session did not come to EHLO. */
  readonly isForNow: boolean;
  /** What took longer than it may, and so would another; undefined where nothing did. */
  readonly timedOut: TimedOut | undefined;
}

/** A state at an endpoint of a target. */
export interface StateAt {
  readonly endpoint: Endpoint;
  readonly target: Target;
  readonly state: SessionState;
}

/**
 * Gives the obstacle that an unreached state is. Where a handshake or a login timed out, it stops the runs that do one in
 * their steps too, but for the `judge`: each would wait as long to say the same.
 */
export function obstacleOfState(
  { endpoint, target, state }: StateAt,
  { reason, timedOut }: Unreached,
  judge: Run | undefined,
): Obstacle {
  const why = reason.replace(/: the start was not reached$/, "");
  return {
    endpoint,
    reason: `no session ${stateWords[state]} was reached: ${why}`,
    stops: (run) =>
      needs(run, target).has(state) || (timedOut !== undefined && doesSo(run, timedOut) && run.id !== judge?.id),
  };
}

/** Gives the states that a run passes on the way to its start. */
function needs(run: Run, target: Target): ReadonlySet<SessionState> {
  const { tls, isSubmission } = roleRules[run.endpoint.role];
  const stages = stagesBefore(run, target);
  const isLoggedIn = stages.has("login");
  const hasTls = tls === "implicit" || run.case.session.has("tls") || (isLoggedIn && isSubmission);
  const found = new Set<SessionState>();
  if (stages.has("hello") && tls !== "implicit") found.add("plain");
  if (hasTls) found.add("tls");
  if (isLoggedIn) found.add(hasTls ? "tls+auth" : "auth");
  return found;
}

/** Says whether a step of a case does the same. */
const isSuch: Readonly<Record<TimedOut, (step: Step, each: Case) => boolean>> = {
  handshake: ({ action }) => action.kind === "tls",
  login: (step, each) =>
    step.action.kind === "auth" || sentLines(step, new LiteralTexts(each)).some((line) => /^\s*AUTH\b/i.test(line)),
};

function doesSo({ case: each }: Run, timedOut: TimedOut): boolean {
  return allSteps(each.steps).some((step) => isSuch[timedOut](step, each));
}

/**
 * Gives the run that judges what timed out: the first that requires it, and not only to bring something about, and begins
 * in plaintext, so that no state stops it.
 */
export function judgeOf(
  timedOut: TimedOut,
  runs: readonly Run[],
  { endpoint, target }: Pick<StateAt, "endpoint" | "target">,
): Run | undefined {
  return runs.find((run) =>
    run.endpoint === endpoint && run.case.level === "must" &&
    [...needs(run, target)].every((state) => state === "plain") &&
    run.case.steps.some((step) => !step.isGiven && isSuch[timedOut](step, run.case))
  );
}
