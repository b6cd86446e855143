/**
 * What a failed sanity check shows of the server: its breaches, apart from what may be policy. What could be chance, or a
 * slow moment, counts only when it comes again on another connection.
 */
import { latin1Text } from "../base/octets.ts";
import type { LintRule } from "../judge/lint.ts";
import { keyOfObservation } from "../judge/key.ts";
import { isAfter, type Stage } from "../session/stage.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import { findSilentGreeting } from "./early_client.ts";
import type { Env } from "./env.ts";
import type { OwnBreach } from "./own_breach.ts";
import { patient } from "./patient.ts";
import { findSpaceAfterColon } from "./space_after_colon.ts";
import type { Walk } from "./walk.ts";

/** The stages at which no policy has a say in whether the server answers and stays (RFC 5321 §3.8). */
const plainStages: readonly Stage[] = ["hello", "mail", "rcpt", "data", "content"];

/** Goes a way once more, in one try. */
export type Again = (env: Env, endpoint: Endpoint) => Promise<Walk>;

/** Looks into a way that failed; gives the breach of the server that made it fail, or undefined. */
export async function diagnose(env: Env, walk: Walk, again: Again): Promise<OwnBreach | undefined> {
  const { endpoint, failure } = walk;
  const received = failure?.received;
  if (failure === undefined || received === undefined) return undefined;
  const isPlain = plainStages.includes(failure.at);
  switch (received.kind) {
    case "malformed":
      return received.isTooLarge ? undefined : breachOf(walk, "reply-form", whyNoReply(received.octets));
    case "close":
      return isPlain ? await seenAgain(env, walk, again, ["closes-without-421", whyClosed(failure.at)]) : undefined;
    case "silence":
      if (received.partial.length > 0) {
        return await seenAgain(env, walk, again, ["reply-form", "the line has no end"]);
      }
      if (failure.at === "greeting") return await findSilentGreeting(env, endpoint);
      return isPlain
        ? await seenAgain(patient(env), walk, again, ["missing-reply", "each command has one reply"])
        : undefined;
    case "reply":
      return failure.at === "mail" || failure.at === "rcpt"
        ? await findSpaceAfterColon(env, endpoint, { at: failure.at, reply: received })
        : undefined;
  }
}

/** Gives the breach where the same way fails on another connection, in the same manner at the same stage. */
async function seenAgain(
  env: Env,
  { endpoint, failure: first }: Walk,
  again: Again,
  [rule, why]: readonly [rule: LintRule, why: string],
): Promise<OwnBreach | undefined> {
  const walk = await again(env, endpoint);
  const { failure } = walk;
  const isSame = failure !== undefined && failure.at === first?.at && failure.received?.kind === first.received?.kind;
  return isSame ? breachOf(walk, rule, why) : undefined;
}

function breachOf({ failure, transcript }: Walk, rule: LintRule, why: string): OwnBreach | undefined {
  if (failure === undefined) return undefined;
  const { answer, event, received } = failure;
  return { rule, why, received: answer.seen, key: keyOfObservation(received), transcript, event };
}

function whyNoReply(octets: Uint8Array): string {
  return /^\r?\n/.test(latin1Text(octets.subarray(0, 2)))
    ? "an empty line is no reply, and comes before one"
    : "a reply begins with three digits";
}

function whyClosed(at: Stage): string {
  return at === "content"
    ? "what cannot be stored is refused by a reply (RFC 5321 §4.1.1.4), and the client had not said QUIT"
    : "no 421 was sent, and the client had not said QUIT";
}

/** Gives the rules to which a server was put on a way. */
export function rulesPutOn({ failure }: Walk): LintRule[] {
  const isBeyond = (stage: Stage) => failure === undefined || isAfter(failure.at, stage);
  const hasGreeting = isBeyond("greeting") || failure?.received?.kind === "reply";
  return [
    ...(hasGreeting ? ["reply-form", "greets-first"] as const : []),
    ...(isBeyond("mail") ? ["space-after-colon"] as const : []),
  ];
}
