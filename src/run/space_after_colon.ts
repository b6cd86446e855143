/** A server that knows MAIL and RCPT only with a space after the colon, where none is permitted (RFC 5321 §3.3). */
import { keyOfObservation } from "../judge/key.ts";
import { describeAnswer } from "../session/reach_state.ts";
import type { Session } from "../session/session.ts";
import type { Observation } from "../smtp/observation.ts";
import type { Reply } from "../smtp/reply.ts";
import { roleRules } from "../smtp/role.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Env } from "./env.ts";
import type { OwnBreach } from "./own_breach.ts";
import { leave, maskAnswer, reachOnce } from "./reach.ts";

/** A refusal of MAIL or RCPT. */
export interface Refused {
  readonly at: "mail" | "rcpt";
  readonly reply: Reply;
}

/**
 * Sends what was refused as a syntax error without the space, with it, and without it again; the breach is that only the
 * space made it right.
 */
export async function findSpaceAfterColon(
  env: Env,
  endpoint: Endpoint,
  { at, reply }: Refused,
): Promise<OwnBreach | undefined> {
  if (!isSyntaxError(reply)) return undefined;
  const { from, rcpt, user, pass } = env.target;
  const [verb, path] = at === "mail" ? ["MAIL FROM:", from] : ["RCPT TO:", rcpt];
  const isLoggedIn = roleRules[endpoint.role].isSubmission && user !== undefined && pass !== undefined;
  const reached = await reachOnce(env, endpoint, {
    start: at === "mail" ? "ehlo" : "mail",
    session: new Set(isLoggedIn ? ["auth"] : []),
  });
  if (reached.kind === "failed") return undefined;
  const { session, transcript } = reached;
  const [bare, spaced] = [`${verb}<${path}>`, `${verb} <${path}>`];
  const before = await ask(session, bare);
  const event = transcript.latest;
  const { seen } = maskAnswer(describeAnswer(session, bare, before), transcript);
  const between = await ask(session, spaced);
  if (at === "mail") await ask(session, "RSET"); // so that MAIL may come again (RFC 5321 §4.1.4)
  const after = await ask(session, bare);
  await leave(session);
  if (!isSyntaxError(before) || !isSyntaxError(after) || !isAccepted(between)) return undefined;
  return {
    rule: "space-after-colon",
    why: `"${bare}" was refused, and "${spaced}" accepted, though no space is permitted there`,
    received: seen,
    key: keyOfObservation(before),
    transcript: transcript.finish(),
    event: transcript.placeOf(event),
  };
}

async function ask(session: Session, line: string): Promise<Observation> {
  await session.send(line);
  return await session.read();
}

/** 500 and 501 say so (RFC 5321 §4.2.2), and 5yz with an enhanced code of the subject 5 (RFC 3463 §3.6). */
function isSyntaxError(received: Observation): boolean {
  if (received.kind !== "reply") return false;
  const { code, enhanced } = received;
  return [500, 501].includes(code) ? enhanced?.subject !== 7 : code >= 500 && enhanced?.subject === 5;
}

function isAccepted(received: Observation): boolean {
  return received.kind === "reply" && received.code >= 200 && received.code < 300;
}
