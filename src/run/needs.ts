/** What a run needs of a session and of a target, so that it can be told whether an obstacle stands in its way. Pure. */
import type { Case } from "../case/case.ts";
import type { Template } from "../case/template_types.ts";
import { isOfferName } from "../case/names.ts";
import { allSteps } from "../case/steps.ts";
import type { Run } from "../plan/plan.ts";
import type { Stage } from "../session/stage.ts";
import { roleRules } from "../smtp/role.ts";
import type { Target } from "../targets/target.ts";

/** The stages on the way to each start; TLS and login come besides, where the session has them. */
const onTheWay: Readonly<Record<Case["start"], readonly Stage[]>> = {
  connected: ["connection"],
  greeted: ["connection", "greeting"],
  ehlo: ["connection", "greeting", "hello"],
  mail: ["connection", "greeting", "hello", "mail"],
  rcpt: ["connection", "greeting", "hello", "mail", "rcpt"],
  data: ["connection", "greeting", "hello", "mail", "rcpt", "data"],
};

/** Gives the stages that the runner passes for a run, before its first step or to plan it. */
export function stagesBefore({ case: each, endpoint }: Run, target: Target): ReadonlySet<Stage> {
  const found = new Set<Stage>(onTheWay[each.start]);
  const isLoggedIn = each.session.has("auth") || isLoggedInFor(each, endpoint.role, target);
  const wantsOffer = each.requires.some(({ kind }) => kind === "keyword") || [...each.uses].some(isOfferName);
  if (each.session.size > 0 || isLoggedIn || wantsOffer) { for (const stage of onTheWay.ehlo) found.add(stage); }
  if (each.session.has("tls") || isLoggedIn) found.add("tls"); // a login is inside TLS, where that is offered
  if (isLoggedIn) found.add("login");
  return found;
}

/** Says whether the runner logs in for a start by itself: mail is submitted by users who log in (RFC 6409 §4.3). */
export function isLoggedInFor({ start }: Case, role: Run["endpoint"]["role"], { user, pass }: Target): boolean {
  return roleRules[role].isSubmission && user !== undefined && pass !== undefined &&
    ["mail", "rcpt", "data"].includes(start);
}

/** Gives the stages whose commands a run sends in the steps of its case, as far as their words show. */
export function stagesWithin(run: Run, target: Target): ReadonlySet<Stage> {
  const { case: each } = run;
  const actions = allSteps(each.steps).map(({ action }) => action);
  const written = actions.flatMap((action) =>
    action.kind === "send" ? [action.line] : action.kind === "bytes" ? action.segments : []
  );
  const made = [...each.made.values()].map((value) => value.kind === "base64" ? value.octets : value.text);
  const words = [...written, ...made, ...each.columns.values()].map(wordsOf).join("\n");
  const found = new Set<Stage>();
  for (const [stage, verb] of verbs) if (verb.test(words)) found.add(stage);
  if (actions.some(({ kind }) => kind === "message" || kind === "bdat")) found.add("data");
  if (usesLogin(run, target)) found.add("login");
  return found;
}

const verbs: readonly (readonly [stage: Stage, verb: RegExp])[] = [
  ["hello", /\b[EL]HLO\b/i],
  ["tls", /\bSTARTTLS\b/i],
  ["mail", /\bMAIL\b/i],
  ["rcpt", /\bRCPT\b/i],
  ["data", /\b(?:DATA|BDAT)\b/i],
];

function wordsOf({ parts }: Template): string {
  return parts.map((part) => part.kind === "text" ? part.text : part.name === "hello" ? "EHLO" : "").join("");
}

/** Says whether a run logs in, or uses the name or the password of the user. */
export function usesLogin(run: Run, target: Target): boolean {
  const { case: each } = run;
  return each.session.has("auth") || each.uses.has("user") || each.uses.has("pass") ||
    each.requires.some((gate) => gate.kind === "fact" && gate.fact === "user") ||
    allSteps(each.steps).some(({ action }) => action.kind === "auth") ||
    isLoggedInFor(each, run.endpoint.role, target);
}

/** Gives how many connections a run may have open at once, the one for a sentinel message with them. */
export function connectionsOf({ case: each }: Run): number {
  const steps = allSteps(each.steps);
  const opened = steps.filter(({ action }) => action.kind === "connect").length;
  const mayNeedSentinel = steps.some(({ expect }) => expect.some(({ kind }) => kind === "delivered"));
  return 1 + opened + (mayNeedSentinel ? 1 : 0);
}

/** Says whether a run comes to no end with one connection at a time: it opens a second one, or needs a sentinel. */
export function needsSecondConnection({ case: each }: Run): boolean {
  return allSteps(each.steps).some(({ action, expect }) =>
    action.kind === "connect" || expect.some((one) => one.kind === "delivered" && one.mail.count.most !== Infinity)
  );
}

/** Says whether a run needs the mailbox of the recipient to be read back. */
export function needsMailbox({ case: each }: Pick<Run, "case">): boolean {
  return each.requires.some((gate) => gate.kind === "fact" && gate.fact === "mailbox") ||
    allSteps(each.steps).some(({ expect }) => expect.some(({ kind }) => kind === "delivered"));
}
