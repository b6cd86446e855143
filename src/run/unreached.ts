/** What a state of a session that was not reached keeps from being played: all that begins in it. Pure. */
import type { SessionState } from "../plan/plan.ts";
import { type Run, stateWords } from "../plan/plan.ts";
import { allSteps } from "../case/steps.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import { stagesBefore } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";

/** Why a state of a session was not reached. */
export interface Unreached {
  readonly kind: "unreached";
  readonly reason: string;
  /** A later try may end otherwise: a 4yz was received, or the session did not come to EHLO. */
  readonly isForNow: boolean;
  /** The TLS handshake took longer than it may, and so would another. */
  readonly isHandshakeTimeOut: boolean;
}

/** A state at an endpoint of a target. */
export interface StateAt {
  readonly endpoint: Endpoint;
  readonly target: Target;
  readonly state: SessionState;
}

/**
 * Gives the obstacle that an unreached state is. Where a handshake timed out, it stops the runs that do one in their
 * steps too, but for the `judge`: each would wait as long to say the same.
 */
export function obstacleOfState(
  { endpoint, target, state }: StateAt,
  { reason, isHandshakeTimeOut }: Unreached,
  judge: Run | undefined,
): Obstacle {
  const why = reason.replace(/: the start was not reached$/, "");
  return {
    endpoint,
    reason: `no session ${stateWords[state]} was reached: ${why}`,
    stops: (run) => needs(run, target).has(state) || (isHandshakeTimeOut && doesHandshake(run) && run.id !== judge?.id),
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

function doesHandshake({ case: each }: Run): boolean {
  return allSteps(each.steps).some(({ action }) => action.kind === "tls");
}

/** Gives the run that judges a handshake at an endpoint: the first that requires one, and not only to bring something about. */
export function handshakeJudge(runs: readonly Run[], endpoint: Endpoint): Run | undefined {
  return runs.find((run) =>
    run.endpoint === endpoint && run.case.level === "must" &&
    run.case.steps.some(({ action, isGiven }) => action.kind === "tls" && !isGiven)
  );
}
