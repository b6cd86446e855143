/** What trials prove: which cases met a fault, which should have, which should not. Pure. */
import { caseOf } from "../../case/coverage.ts";
import { matchesGlob } from "../../plan/select.ts";
import type { Fault } from "./fault.ts";
import type { Sight, Trial } from "./trial.ts";

/** What a trial of a fault showed. */
export interface Evidence {
  readonly fault: Fault;
  readonly trial: Trial;
  /** Cases that failed, warned or remarked. */
  readonly caught: readonly Sight[];
  /** Globs of the fault that met nothing, or nothing strong enough for its level. */
  readonly missed: readonly string[];
  /** Cases that the fault does not name and that accuse the server. */
  readonly unrelated: readonly Sight[];
  readonly errors: readonly Sight[];
}

/** Cases that every fault meets: the plainest of each part, so that a fault which breaks everything shows. */
export const core: readonly string[] = [
  "greeting",
  "ehlo/hello",
  "commands/noop/plain",
  "commands/rset/plain",
  "commands/quit/plain",
  "mail/accepted",
  "rcpt/accepted",
  "data/exchange/accepted-message",
  "replies/one_each/command",
  "lmtp/lmtp/lhlo",
  "starttls/command/handshake",
  "auth/plain/initial-response",
];

/** A server that is out of step sends replies that nobody asked for, and the linter sees that beside the case. */
const anywhere: readonly string[] = ["replies/lint/unsolicited"];

/** Gives the globs of the cases that a fault meets by default: those of its areas, and the core. */
export function casesFor(fault: Fault): string[] {
  const areas = new Set([...fault.caughtBy, ...fault.alsoSeenBy ?? []].map((glob) => glob.split("/")[0] ?? glob));
  return [...areas, ...core];
}

/** Weighs a trial of a fault. */
export function weigh(fault: Fault, trial: Trial): Evidence {
  const caught = trial.sights.filter(isAccusing);
  // The variants of a case put one demand, so that all of them may meet what one of them names.
  const globs = [...fault.caughtBy, ...fault.alsoSeenBy ?? [], ...anywhere].map(caseOf);
  const named = (sight: Sight) => globs.some((glob) => matchesGlob(glob, sight.id));
  const missed = fault.caughtBy.filter((glob) => !caught.some(({ id }) => matchesGlob(glob, id)));
  return {
    fault,
    trial,
    caught,
    missed,
    unrelated: caught.filter((sight) => !named(sight)),
    errors: trial.sights.filter(({ verdict }) => verdict === "error"),
  };
}

/** Says whether a case found fault with the server. */
export function isAccusing({ verdict, hasRemark }: Sight): boolean {
  return verdict === "fail" || verdict === "warn" || (verdict === "pass" && hasRemark);
}

/** Says whether evidence proves its fault: all named cases caught it, and nothing else was accused. */
export function isProof({ missed, unrelated, errors, caught, trial }: Evidence): boolean {
  return missed.length === 0 && unrelated.length === 0 && errors.length === 0 && caught.length > 0 &&
    trial.untested === undefined;
}

/** Gives the results of which no fault makes an accusation. */
export function neverCaught(all: readonly Sight[], evidence: readonly Evidence[]): Sight[] {
  const caught = new Set(evidence.flatMap((each) => each.caught.map(({ id }) => id)));
  return all.filter(({ id }) => !caught.has(id));
}
