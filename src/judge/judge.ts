/**
 * Judging: (expectation, observation) → judgement. Pure. What is not listed is weighed by the level, save the fine
 * rules for 421, temporary refusals, policy, closing, silence and malformed replies.
 */
import type { Level, Outcome, Then } from "../case/case.ts";
import type { ClosePattern, Pattern, RepliesPattern } from "../case/expected.ts";
import type { Closed, Observation } from "../smtp/observation.ts";
import { beginningOf, type Malformed, type Reply } from "../smtp/reply.ts";
import { acceptsClass, type Facts, matches, matchesClose, matchesReplies, type Replies } from "./matches.ts";
import { weigh } from "./verdict.ts";

/** What is known of a run besides one observation. */
export interface Setting extends Facts {
  readonly level: Level;
  /** A 5yz was received earlier in the same case, after which a server may close. */
  readonly metPermanentError: boolean;
  /** The sanity check met a 4yz too: greylisting, throttling. */
  readonly sanityCheckMetTemporary: boolean;
  /** So many octets went out since the last reply that the server need not have read them all. */
  readonly wroteMuch: boolean;
  /** A reset or a time-out was met in the same place before, on another connection: now it is judged. */
  readonly isSecondTry: boolean;
  /** The step brings about a situation: what would be wrong leaves the case inconclusive. */
  readonly isGiven: boolean;
}

/** What follows from an observation for the case. */
export type Judgement =
  /** As demanded: the next step. */
  | { readonly kind: "pass" }
  /** Tolerated: noted as a warning, the next step. */
  | { readonly kind: "warn"; readonly because: string | undefined }
  /** Allowed and worth a note: a pass, the next step. */
  | { readonly kind: "note"; readonly because: string | undefined }
  /** Right in another way: the case passes here. */
  | { readonly kind: "stop" }
  | { readonly kind: "branch"; readonly outcome: Outcome<Pattern> }
  /** Wrong: the case ends here; `as` says what the level makes of it. */
  | { readonly kind: "wrong"; readonly as: "fail" | "warn" | "note"; readonly because: string | undefined }
  | { readonly kind: "inconclusive"; readonly because: string }
  /** A reset or a time-out: once more on a fresh connection. */
  | { readonly kind: "again"; readonly why: "reset" | "timeout" | "421" };

/** Judges the next reply, or its absence. */
export function judgeReply(outcomes: readonly Outcome<Pattern>[], received: Observation, setting: Setting): Judgement {
  const outcome = outcomes.find(({ pattern }) => matches(pattern, received, setting));
  if (outcome !== undefined) return listed(outcome, setting, (found) => ({ kind: "branch", outcome: found }));
  switch (received.kind) {
    case "reply":
      return judgeUnlistedReply(outcomes, received, setting);
    case "close":
      return judgeUnlistedClose(received, setting);
    case "silence":
      return setting.isSecondTry ? wrong(setting, undefined) : { kind: "again", why: "timeout" };
    case "malformed":
      return received.isTooLarge
        ? judgeTooLarge(outcomes, received, setting)
        : wrong(setting, `this is no reply: ${received.why}`);
  }
}

/** Judges all replies up to the end of the session. */
export function judgeReplies(
  outcomes: readonly Outcome<RepliesPattern>[],
  received: Replies,
  setting: Setting,
): Judgement {
  const outcome = outcomes.find(({ pattern }) => matchesReplies(pattern, received, setting));
  if (outcome !== undefined) return listed(outcome, setting, () => ({ kind: "pass" }));
  const replies = received.replies.filter((reply) => reply.kind === "reply");
  if (replies.some(({ code }) => code === 421)) return { kind: "again", why: "421" };
  const temporary = replies.find((reply) => isTemporary(reply) && isForNow(reply, setting));
  if (temporary !== undefined) return { kind: "inconclusive", because: forNow };
  const malformed = received.replies.find((reply) => reply.kind === "malformed");
  if (malformed?.kind === "malformed") {
    return malformed.isTooLarge ? tooLarge : wrong(setting, `this is no reply: ${malformed.why}`);
  }
  if (received.end === "close" && (setting.metPermanentError || replies.some(isPermanent))) {
    return { kind: "inconclusive", because: mayClose };
  }
  if (received.end === "silence" && !setting.isSecondTry) return { kind: "again", why: "timeout" };
  const withoutLast: Replies = { replies: received.replies.slice(0, -1), end: "bye" };
  const isQuitWrong = received.end !== "bye" && received.replies.length > 0 &&
    outcomes.some(({ then, pattern }) => then !== "fail" && matchesReplies(pattern, withoutLast, setting));
  if (isQuitWrong) return { kind: "inconclusive", because: "the last reply may be the answer to the closing QUIT" };
  return wrong(setting, undefined);
}

/** Judges how, and whether, the server closed; `received` is undefined when it did not. */
export function judgeClose(
  outcomes: readonly Outcome<ClosePattern>[],
  received: Closed | undefined,
  setting: Setting,
): Judgement {
  const mayGoOn = outcomes.every(({ then }) => then === "stop");
  if (received === undefined) return mayGoOn ? { kind: "pass" } : wrong(setting, undefined);
  const outcome = outcomes.find(({ pattern }) => matchesClose(pattern, received));
  return outcome === undefined ? wrong(setting, undefined) : listed(outcome, setting, () => ({ kind: "pass" }));
}

/** Judges what was received where nothing was expected. */
export function judgeSilence(received: Observation, setting: Setting): Judgement {
  if (received.kind === "silence") return { kind: "pass" };
  if (received.kind === "reply" && received.code === 421) return { kind: "again", why: "421" };
  return received.kind === "close" ? judgeUnlistedClose(received, setting) : wrong(setting, undefined);
}

/** Judges replies that nobody asked for, found before the 221 to the closing QUIT. */
export function judgeLeftOver(replies: readonly Observation[], setting: Setting): Judgement {
  if (replies.some((reply) => reply.kind === "reply" && reply.code === 421)) return { kind: "again", why: "421" };
  const more = replies.length === 1 ? "one reply more" : `${replies.length} replies more`;
  return wrong(setting, `${more} than there were commands`);
}

const notReached = "the situation was not reached";
const forNow = "a refusal for the moment says nothing about the rule";
const mayClose = "a server may close after an error";

/** Weighs what is wrong by the level. In set-up nothing is held against the server. */
export function wrong(setting: Setting, because: string | undefined): Judgement {
  if (setting.isGiven) {
    return { kind: "inconclusive", because: because === undefined ? notReached : `${notReached}: ${because}` };
  }
  return { kind: "wrong", as: weigh("wrong", setting.level), because };
}

function listed<P>(outcome: Outcome<P>, setting: Setting, onBranch: (outcome: Outcome<P>) => Judgement): Judgement {
  const because = outcome.because === undefined ? undefined : setting.fill(outcome.because);
  const judgements: Record<Then, () => Judgement> = {
    pass: () => ({ kind: "pass" }),
    warn: () => ({ kind: weigh("tolerated", setting.level) === "note" ? "note" : "warn", because }),
    stop: () => ({ kind: "stop" }),
    branch: () => onBranch(outcome),
    inconclusive: () => ({
      kind: "inconclusive",
      because: because ?? (setting.isGiven ? notReached : "the case cannot judge this reply"),
    }),
    fail: () => wrong(setting, because),
  };
  return judgements[outcome.then]();
}

function judgeUnlistedReply(outcomes: readonly Outcome<Pattern>[], reply: Reply, setting: Setting): Judgement {
  if (reply.code === 421) return { kind: "again", why: "421" };
  const accepts = (classes: string) =>
    outcomes.some(({ then, pattern }) => then === "pass" && acceptsClass(pattern, classes));
  if (isTemporary(reply) && accepts("23") && isForNow(reply, setting)) {
    return { kind: "inconclusive", because: forNow };
  }
  // Enhanced subject 7 is policy (RFC 3463 §3.8): it says nothing about the demand of the case.
  if ((isTemporary(reply) || isPermanent(reply)) && reply.enhanced?.subject === 7 && accepts("5") && !accepts("23")) {
    return { kind: "inconclusive", because: "a refusal by policy (x.7.x) says nothing about the rule" };
  }
  return wrong(setting, undefined);
}

/** A limit of ours says nothing of the rule, unless that is about the first line. The linter judges the lines. */
function judgeTooLarge(outcomes: readonly Outcome<Pattern>[], received: Malformed, setting: Setting): Judgement {
  const beginning = outcomes.every(isOfFirstLine) ? beginningOf(received) : undefined;
  return beginning === undefined ? tooLarge : judgeReply(outcomes, beginning, setting);
}

const tooLarge: Judgement = { kind: "inconclusive", because: "smtpspec reads no more of a reply" };

/** Says whether an outcome depends on the first line: on more than its code, unless it judges nothing. */
function isOfFirstLine({ then, pattern }: Pick<Outcome<Pattern>, "then" | "pattern">): boolean {
  if (pattern.kind === "one-of") return pattern.patterns.every((inner) => isOfFirstLine({ then, pattern: inner }));
  if (pattern.kind !== "reply") return false;
  const { text, otherLines, base64, raw, lines, keyword, enhanced, absent } = pattern;
  const parts = [text, otherLines, base64, raw, lines, keyword, enhanced];
  if (parts.some((part) => part !== undefined) || absent.length > 0) return false;
  return then === "inconclusive" || (pattern.firstLine !== undefined && pattern.not === undefined);
}

function judgeUnlistedClose(received: Closed, setting: Setting): Judgement {
  if (setting.metPermanentError) return { kind: "inconclusive", because: mayClose };
  if (received.how === "reset" && !setting.isSecondTry) return { kind: "again", why: "reset" };
  if (received.how === "reset" && setting.wroteMuch) {
    // Closing with octets unread is a reset in TCP, and it can swallow the last reply.
    return { kind: "inconclusive", because: "it may not have read all that was sent" };
  }
  return wrong(setting, "no 421 was sent before (RFC 5321 §3.8)");
}

const isTemporary = (reply: Reply) => Math.floor(reply.code / 100) === 4;
const isPermanent = (reply: Reply) => Math.floor(reply.code / 100) === 5;

/** A 4yz that says nothing about the rule: the sanity check met one too, or it is policy or a full mailbox. */
function isForNow({ enhanced }: Reply, setting: Setting): boolean {
  return setting.sanityCheckMetTemporary || enhanced?.subject === 7 ||
    (enhanced?.subject === 2 && enhanced.detail === 2);
}
