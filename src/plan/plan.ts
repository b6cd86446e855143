/** Planning: cases × endpoints, through the gates, into runs and skips. Nothing here touches the network. */
import type { Case, Gate, Risk } from "../case/case.ts";
import { type Role, roleRules, roles } from "../smtp/role.ts";
import { isOfferName, targetNames } from "../case/names.ts";
import { type Offer, offeredValue, offers } from "../smtp/ehlo.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { missingFact } from "../targets/facts.ts";
import type { Target } from "../targets/target.ts";
import { missingValue } from "../targets/values.ts";
import { idAt, idIn, idsOf } from "./result_id.ts";

/** One case to be played at one endpoint. `id` is the case's, with the role when the case declares several. */
export interface Run {
  readonly id: string;
  readonly case: Case;
  readonly endpoint: Endpoint;
  /** How it is played otherwise than the case is written, in one line; absent: as it is written. */
  readonly note?: string;
  /** What is known of QUIT in the state in which the run begins; absent: it is as it should be. */
  readonly quit?: KnownQuit;
}

/** How QUIT was answered in a session in which nothing came before it but what leads to a state. */
export interface KnownQuit {
  /** By more than one reply: at the end of a run, more than one is held against nobody. */
  readonly hasSurplus: boolean;
  /** By a 221, or by a close: else nobody knows when all has come, and it is not waited for long. */
  readonly isEnd: boolean;
}

/** A case that is not played, with the words of what to add. */
export interface Skip {
  readonly id: string;
  readonly case: Case;
  readonly endpoint: Endpoint | undefined;
  readonly reason: string;
}

/** The states of a session that differ in what a server offers. */
export type SessionState = "plain" | "tls" | "auth" | "tls+auth";

/** What one endpoint offered when it was asked, in each state that could be reached. */
export type Offers = ReadonlyMap<SessionState, Offer>;

export interface Plan {
  readonly runs: readonly Run[];
  readonly skips: readonly Skip[];
}

export interface PlanOptions {
  readonly target: Target;
  readonly allowed: ReadonlySet<Risk>;
  /** What each endpoint offers, by its name; undefined for a plan without a connection. */
  readonly offers: ReadonlyMap<string, Offers> | undefined;
}

/** Where a case is played that is bound to no role: its commands are those of ESMTP. */
const esmtpRoles = roles.filter((role) => roleRules[role].hello === "EHLO");

/** Plans the cases in their order. */
export function plan(cases: readonly Case[], options: PlanOptions): Plan {
  const runs: Run[] = [];
  const skips: Skip[] = [];
  for (const each of cases) {
    const wanted = each.ports.length === 0 ? esmtpRoles : each.ports;
    const candidates = wanted.flatMap((role) => options.target.endpoints.filter((endpoint) => endpoint.role === role));
    const weighed = candidates.map((endpoint) => ({ endpoint, reason: unmet(each, endpoint, options) }));
    if (each.ports.length > 1 && candidates.length > 0) {
      for (const { endpoint, reason } of weighed) {
        const run = { id: idIn(each, endpoint.role), case: each, endpoint };
        if (reason === undefined) runs.push(run);
        else skips.push({ ...run, reason });
      }
      continue;
    }
    const best = weighed.find(({ reason }) => reason === undefined);
    if (best !== undefined) runs.push({ id: idIn(each, best.endpoint.role), case: each, endpoint: best.endpoint });
    else {
      const [first] = candidates;
      const reason = first === undefined
        ? `the target has no endpoint of the role ${wanted.join(", ")}`
        : joinReasons(weighed.map(({ endpoint, reason }) => [endpoint.role, reason ?? ""]));
      skips.push({ id: each.id, case: each, endpoint: first, reason });
    }
  }
  return { runs, skips };
}

/** Which results of a plan are wanted, and on which host they are; undefined for the only host of a run. */
export interface Wish {
  readonly host: string | undefined;
  /** Of an id without the host. */
  readonly selects: (id: string) => boolean;
}

/** Narrows a plan to the results that are wanted, and names the host in their ids. */
export function narrow({ runs, skips }: Plan, { host, selects }: Wish): Plan {
  // A case that is played nowhere stands for all its roles.
  const isWanted = ({ id, case: each }: Skip | Run) => (id === each.id ? idsOf(each) : [id]).some(selects);
  const named = <Planned extends Skip | Run>(planned: Planned) => ({ ...planned, id: idAt(planned.id, host) });
  return { runs: runs.filter(isWanted).map(named), skips: skips.filter(isWanted).map(named) };
}

/** Says one reason that all endpoints share, or the reason of each. */
function joinReasons(reasons: readonly (readonly [role: Role, reason: string])[]): string {
  const distinct = new Set(reasons.map(([, reason]) => reason));
  return distinct.size === 1
    ? [...distinct].join("")
    : reasons.map(([role, reason]) => `${role}: ${reason}`).join("; ");
}

/** Says why a case cannot be played at an endpoint, or undefined. */
export function unmet(
  each: Case,
  endpoint: Endpoint,
  { target, allowed, offers: known }: PlanOptions,
): string | undefined {
  const forbidden = [...each.risks].filter((risk) => !allowed.has(risk));
  if (forbidden.length > 0) return `not allowed here: add --allow ${forbidden.join(",")}`;
  for (const name of targetNames) {
    const missing = each.uses.has(name) ? missingValue(target, name) : undefined;
    if (missing !== undefined) return `missing: ${missing}`;
  }
  for (const gate of each.requires) {
    const missing = gate.kind === "fact" ? missingFact(gate.fact, { target, endpoint, count: gate.count }) : undefined;
    if (missing !== undefined) return `missing: ${missing}`;
  }
  const found = known?.get(endpoint.name);
  return found === undefined ? undefined : unmetOffer(each, endpoint, found);
}

function unmetOffer(each: Case, endpoint: Endpoint, known: Offers): string | undefined {
  const plain = known.get("plain");
  if (plain === undefined) return undefined; // The endpoint was never reached: its runs say so themselves.
  const { tls } = roleRules[endpoint.role];
  if (each.session.has("tls") && tls === "starttls" && !offers(plain, "STARTTLS")) {
    return "the server does not offer STARTTLS";
  }
  const hasTls = each.session.has("tls") || tls === "implicit";
  const beforeAuth = known.get(hasTls ? "tls" : "plain");
  if (each.session.has("auth") && beforeAuth !== undefined && !offers(beforeAuth, "AUTH")) {
    return `the server does not offer AUTH${hasTls ? " inside TLS" : " in plaintext"}`;
  }
  const state = stateOf(each, endpoint);
  const offer = known.get(state);
  if (offer === undefined) return undefined;
  for (const gate of each.requires) {
    if (gate.kind === "keyword" && offers(offer, gate.keyword) !== gate.isOffered) {
      const where = state === "plain" ? "" : ` (${stateWords[state]})`;
      return `the server ${gate.isOffered ? "does not offer" : "offers"} ${gate.keyword}${where}`;
    }
  }
  for (const name of each.uses) {
    if (isOfferName(name) && offeredValue(offer, name) === undefined) {
      return `the server does not offer ${name.replace("_", " ")}`;
    }
  }
  return undefined;
}

/** Completes "a session …". */
export const stateWords: Readonly<Record<SessionState, string>> = {
  plain: "in plaintext",
  tls: "inside TLS",
  auth: "after AUTH",
  "tls+auth": "after AUTH inside TLS",
};

/** Says in which state a case has its session when it starts. */
export function stateOf(each: Case, endpoint: Endpoint): SessionState {
  const tls = each.session.has("tls") || roleRules[endpoint.role].tls === "implicit";
  return each.session.has("auth") ? (tls ? "tls+auth" : "auth") : tls ? "tls" : "plain";
}

/** Says whether a gate of a step holds, by the target's facts and the latest offer. */
export function gateHolds(
  gate: Gate,
  { target, endpoint, offer }: {
    readonly target: Target;
    readonly endpoint: Endpoint;
    readonly offer: Offer | undefined;
  },
): boolean {
  if (gate.kind === "fact") return missingFact(gate.fact, { target, endpoint, count: gate.count }) === undefined;
  return (offer !== undefined && offers(offer, gate.keyword)) === gate.isOffered;
}
