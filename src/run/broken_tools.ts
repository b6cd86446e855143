/** Tools that an endpoint does not answer as it must: what they keep from being judged, and what takes their place. Pure. */
import { type Tool, toolRows, tools } from "../case/tools.ts";
import { toolsNeeded, withRsetForNoop } from "../case/tools_used.ts";
import type { KnownQuit, Offers, Run, SessionState } from "../plan/plan.ts";
import { offers } from "../smtp/ehlo.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Target } from "../targets/target.ts";
import { isLoggedInFor } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";

/** A tool that an endpoint does not answer as it must in one state of a session. */
export interface BrokenTool {
  readonly tool: Tool;
  readonly state: SessionState;
  /** What is wrong with it, after the name of the tool: "was answered by 502 5.5.1 no". */
  readonly answer: string;
}

/** What is known of an endpoint. */
export interface ToolSetting {
  readonly target: Target;
  readonly offers: Offers;
}

/** Gives the tools that runs at one endpoint need, with what can take their place, by the states in which they begin. */
export function needsOf(runs: readonly Run[], setting: ToolSetting): Map<SessionState, readonly Tool[]> {
  const byState = Map.groupBy(runs, (run) => stateAtStart(run, setting));
  return new Map(
    [...byState].map(([state, here]) => {
      const needed = new Set(here.flatMap((run) => [...toolsNeeded(run.case)]));
      if (needed.has("NOOP")) needed.add("RSET");
      return [state, tools.filter((tool) => needed.has(tool))] as const;
    }).filter(([state, needed]) => needed.length > 0 && setting.offers.has(state)),
  );
}

/** Gives the obstacle that a broken tool is to the runs that need it. */
export function obstacleOfTool(
  endpoint: Endpoint,
  { tool, state, answer }: BrokenTool,
  setting: ToolSetting,
): Obstacle {
  return {
    endpoint,
    reason: `${tool}, by which this case ${toolRows[tool].purpose}, ${answer}`,
    stops: (run) => stateAtStart(run, setting) === state && toolsNeeded(run.case).has(tool),
  };
}

/** Puts RSET in place of a broken NOOP, where that leaves the case what it is and RSET is not broken too. */
export function withStandIn(run: Run, broken: readonly BrokenTool[], setting: ToolSetting): Run {
  const state = stateAtStart(run, setting);
  const here = new Map(broken.filter((each) => each.state === state).map(({ tool, answer }) => [tool, answer]));
  const noop = here.get("NOOP");
  if (noop === undefined || here.has("RSET") || !toolsNeeded(run.case).has("NOOP")) return run;
  const changed = withRsetForNoop(run.case);
  return changed === undefined
    ? run
    : { ...run, case: changed, note: `RSET is sent in place of NOOP, which ${noop} before the cases` };
}

/** Gives a run with what is known of QUIT in the state in which it begins. */
export function knowingQuit(run: Run, quits: ReadonlyMap<SessionState, KnownQuit>, setting: ToolSetting): Run {
  const quit = quits.get(stateAtStart(run, setting));
  return quit === undefined ? run : { ...run, quit };
}

/** Says in which state a session is where a case begins: one that submits mail is logged in, where that is possible. */
function stateAtStart({ case: each, endpoint }: Run, { target, offers: known }: ToolSetting): SessionState {
  const { tls, isSubmission } = roleRules[endpoint.role];
  const isLoggedIn = each.session.has("auth") || isLoggedInFor(each, endpoint.role, target);
  const plain = known.get("plain");
  const hasTls = tls === "implicit" || each.session.has("tls") ||
    (isLoggedIn && isSubmission && plain !== undefined && offers(plain, "STARTTLS"));
  const loggedIn = hasTls ? "tls+auth" : "auth";
  return isLoggedIn && known.has(loggedIn) ? loggedIn : hasTls ? "tls" : "plain";
}
