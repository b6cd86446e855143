/** Planning: cases × ports, through the gates, into runs and skips. Nothing here touches the network. */
import { type Case, type Gate, type Risk } from "../case/case.ts";
import { type Role, roleRules, roles } from "../smtp/role.ts";
import { isOfferName, targetNames } from "../case/names.ts";
import { type Offer, offeredValue, offers } from "../smtp/ehlo.ts";
import { howToAdd, missingFact, type Port, type Target, targetValue } from "../targets/target.ts";

/** One case to be played on one port. `id` is the case's, with the port when the case declares several. */
export interface Run {
  readonly id: string;
  readonly case: Case;
  readonly port: Port;
}

/** A case that is not played, with the words of what to add. */
export interface Skip {
  readonly id: string;
  readonly case: Case;
  readonly port: Port | undefined;
  readonly reason: string;
}

/** The states of a session that differ in what a server offers. */
export type SessionState = "plain" | "tls" | "auth" | "tls+auth";

/** What one port offered when it was asked, in each state that could be reached. */
export type Offers = ReadonlyMap<SessionState, Offer>;

export interface Plan {
  readonly runs: readonly Run[];
  readonly skips: readonly Skip[];
}

export interface PlanOptions {
  readonly target: Target;
  readonly allowed: ReadonlySet<Risk>;
  /** What each port offers, by the port's role; undefined for a plan without a connection. */
  readonly offers: ReadonlyMap<Role, Offers> | undefined;
}

/** Gives the id of a case's result on a port: with the port when the case declares several. */
function idOn(each: Case, kind: Role): string {
  return each.ports.length > 1 ? `${each.id}:${kind}` : each.id;
}

/** Gives the ids of all results that a case can have, whatever the target. */
export function resultIds(each: Case): string[] {
  return each.ports.length > 1 ? each.ports.map((kind) => idOn(each, kind)) : [each.id];
}

/** Where a case is played that is bound to no role: its commands are those of ESMTP. */
const esmtpRoles = roles.filter((role) => roleRules[role].hello === "EHLO");

/** Plans the cases in their order. */
export function plan(cases: readonly Case[], options: PlanOptions): Plan {
  const runs: Run[] = [];
  const skips: Skip[] = [];
  for (const each of cases) {
    const { ports } = options.target;
    const candidates = (each.ports.length === 0 ? esmtpRoles : each.ports)
      .flatMap((kind) => ports.filter((port) => port.kind === kind));
    const met = candidates.filter((port) => unmet(each, port, options) === undefined);
    if (each.ports.length > 1) {
      for (const port of candidates) {
        const reason = unmet(each, port, options);
        if (reason === undefined) runs.push({ id: idOn(each, port.kind), case: each, port });
        else skips.push({ id: idOn(each, port.kind), case: each, port, reason });
      }
      if (candidates.length > 0) continue;
    }
    const [best] = met;
    const [first] = candidates;
    if (best !== undefined) runs.push({ id: idOn(each, best.kind), case: each, port: best });
    else {
      const kinds = each.ports.length === 0 ? esmtpRoles : each.ports;
      const reason = first === undefined
        ? `the target has no port of the kind ${kinds.join(", ")}`
        : joinReasons(candidates.map((port) => [port.kind, unmet(each, port, options) ?? ""]));
      skips.push({ id: each.id, case: each, port: first, reason });
    }
  }
  return { runs, skips };
}

/** Says one reason that all ports share, or the reason of each. */
function joinReasons(reasons: readonly (readonly [kind: Role, reason: string])[]): string {
  const distinct = new Set(reasons.map(([, reason]) => reason));
  return distinct.size === 1
    ? [...distinct].join("")
    : reasons.map(([kind, reason]) => `${kind}: ${reason}`).join("; ");
}

/** Says why a case cannot be played on a port, or undefined. */
export function unmet(each: Case, port: Port, { target, allowed, offers: known }: PlanOptions): string | undefined {
  const forbidden = [...each.risks].filter((risk) => !allowed.has(risk));
  if (forbidden.length > 0) return `not allowed here: add --allow ${forbidden.join(",")}`;
  for (const name of targetNames) {
    if (each.uses.has(name) && targetValue(target, name) === undefined) return `missing: ${howToAdd[name]}`;
  }
  const fact = each.requires.find((gate) => gate.kind === "fact" && missingFact(target, gate.fact, gate.count));
  if (fact?.kind === "fact") return `missing: ${missingFact(target, fact.fact, fact.count)}`;
  const portOffers = known?.get(port.kind);
  if (portOffers === undefined) return undefined;
  return unmetOffer(each, port, portOffers);
}

function unmetOffer(each: Case, port: Port, known: Offers): string | undefined {
  const plain = known.get("plain");
  if (plain === undefined) return undefined; // The port was never reached: its runs say so themselves.
  const { tls } = roleRules[port.kind];
  if (each.session.has("tls") && tls === "starttls" && !offers(plain, "STARTTLS")) {
    return "the server does not offer STARTTLS";
  }
  const hasTls = each.session.has("tls") || tls === "implicit";
  const beforeAuth = known.get(hasTls ? "tls" : "plain");
  if (each.session.has("auth") && beforeAuth !== undefined && !offers(beforeAuth, "AUTH")) {
    return `the server does not offer AUTH${hasTls ? " inside TLS" : " in plaintext"}`;
  }
  const state = stateOf(each, port);
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

const stateWords: Readonly<Record<SessionState, string>> = {
  plain: "in plaintext",
  tls: "inside TLS",
  auth: "after AUTH",
  "tls+auth": "after AUTH inside TLS",
};

/** Says in which state a case has its session when it starts. */
export function stateOf(each: Case, port: Port): SessionState {
  const tls = each.session.has("tls") || roleRules[port.kind].tls === "implicit";
  return each.session.has("auth") ? (tls ? "tls+auth" : "auth") : tls ? "tls" : "plain";
}

/** Says whether a gate of a step holds, by the target's facts and the latest offer. */
export function gateHolds(gate: Gate, target: Target, offer: Offer | undefined): boolean {
  if (gate.kind === "fact") return missingFact(target, gate.fact, gate.count) === undefined;
  return (offer !== undefined && offers(offer, gate.keyword)) === gate.isOffered;
}
