/** Which cases a trial plays. Pure. */
import { areaOf } from "../case/coverage.ts";
import { matchesGlob } from "../base/glob.ts";
import type { Choice, Fault } from "./fault.ts";

/** Cases that every trial plays: the plainest of each part, so that a fault which breaks everything shows. */
export const core: readonly string[] = [
  "greeting/greeting/speaks-first",
  "ehlo/hello/ehlo",
  "ehlo/hello/helo",
  "commands/noop/plain",
  "commands/rset/plain[after-mail]",
  "commands/quit/plain[after-ehlo]",
  "mail/accepted/own-sender",
  "rcpt/accepted/valid-mailbox",
  "data/exchange/accepted-message",
  "replies/one_each/command[ehlo]",
  "replies/one_each/command[help]",
  "replies/one_each/command[unknown]",
  "replies/one_each/command[rcpt]",
  "lmtp/lmtp/lhlo[pipelining]",
  "starttls/command/handshake[upper-case]",
  "auth/plain/initial-response",
];

/** One case of so many is played by default, beside those that have to be. Our choice. */
const sampledOneOf = 4;

/**
 * Which cases a trial plays beside the core. Of a fault: those that have to catch it, and a sample of its areas, or its
 * areas whole. Of a choice, which no case may accuse: its areas, and a sample of the others, or all.
 */
export type Scope = "sample" | "areas" | "all";

/** Gives what says whether the trial of a fault, of a choice or of the right server alone plays a case. */
export function playedBy(tried: Fault | Choice | undefined, scope: Scope): (id: string) => boolean {
  if (tried === undefined || scope === "all") return () => true;
  const isMet = "caughtBy" in tried ? metByFault(tried, scope) : metByChoice(tried, scope);
  return (id) => isCore(id) || isMet(id);
}

function metByFault(fault: Fault, scope: Scope): (id: string) => boolean {
  const { caughtBy, warnedBy = [], alsoSeenBy = [], isMetEverywhere = false } = fault;
  const named = [...caughtBy, ...warnedBy];
  const areas = new Set([...named, ...alsoSeenBy].map(areaOf));
  return (id) =>
    named.some((glob) => matchesGlob(glob, id)) ||
    (isMetEverywhere || areas.has(areaOf(id))) && (scope === "areas" || isSampled(fault, id));
}

function metByChoice(choice: Choice, scope: Scope): (id: string) => boolean {
  return (id) => scope === "areas" || choice.areas.includes(areaOf(id)) || isSampled(choice, id);
}

const coreIds = new Map<string, boolean>();

/** Says whether a case is of the core; each is asked for in a thousand trials. */
function isCore(id: string): boolean {
  const known = coreIds.get(id) ?? core.some((glob) => matchesGlob(glob, id));
  coreIds.set(id, known);
  return known;
}

/** Draws the sample: the same every time, and another for each fault and choice. */
function isSampled(tried: Fault | Choice, id: string): boolean {
  return lot(`${tried.id} ${id}`) * sampledOneOf < 1;
}

/** Gives a number from 0 up to 1 for a text: FNV-1a of 32 bits, whose upper bits spread evenly. */
function lot(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash / 2 ** 32;
}
