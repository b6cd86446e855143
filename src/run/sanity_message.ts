/** The message of the sanity check: it is accepted and arrives, or what needs that cannot be judged. */
import { awaitMail, plainMessage } from "../attempt/await_mail.ts";
import { isProblem } from "../base/problem.ts";
import { plainLine } from "../base/show.ts";
import { showDuration } from "../base/time.ts";
import { describeAnswer } from "../session/reach_state.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Env } from "./env.ts";
import { needsMailbox } from "./needs.ts";
import type { Obstacle } from "./obstacles.ts";
import { leave, maskAnswer, reach, reachOnce } from "./reach.ts";
import { failureOf, type Walk } from "./walk.ts";

/** A message that was sent, and whether the server accepted it. */
export interface Sent extends Walk {
  readonly token: string;
}

/** Sends a plain message to the recipient; the walk fails where it is not accepted. May reject, by a mistake of ours. */
export function sendMessage(env: Env, endpoint: Endpoint): Promise<Sent> {
  return send(env, endpoint, reach);
}

/** Does so in one try, of which nothing is repeated. */
export function sendMessageOnce(env: Env, endpoint: Endpoint): Promise<Sent> {
  return send(env, endpoint, reachOnce);
}

async function send(env: Env, endpoint: Endpoint, reachData: typeof reach): Promise<Sent> {
  const token = `m${env.token()}`;
  const goal = { start: "data", session: new Set<never>(), mayDeliver: true, name: "message" } as const;
  const reached = await reachData(env, endpoint, goal);
  if (reached.kind === "failed") {
    return { endpoint, token, failure: failureOf(reached), transcript: reached.transcript.finish() };
  }
  const { session, transcript } = reached;
  const octets = plainMessage(env, token, "The sanity check of smtpspec: this message may be deleted.");
  await session.write([{ octets, secrets: [] }], { verbs: ["."], gap: 0, isSettled: true });
  const received = await session.read();
  const event = transcript.latest;
  const answer = maskAnswer(describeAnswer(session, "the end of data", received), transcript);
  await leave(session);
  const isAccepted = received.kind === "reply" && received.code >= 200 && received.code < 300;
  const failure = { at: "content", received, answer, event: transcript.placeOf(event) } as const;
  return { endpoint, token, failure: isAccepted ? undefined : failure, transcript: transcript.finish() };
}

/** Gives the obstacle that a message is which was not accepted. */
export function obstacleOfRefusal({ endpoint, failure }: Walk): Obstacle {
  const reason = `the message of the sanity check was not accepted: ${failure?.answer.sentence}`;
  return { endpoint, reason, stops: ({ case: each }) => each.risks.has("delivers") };
}

/** Looks for a message that was accepted; gives the obstacle that it is where it cannot be found. */
export async function findMessage(env: Env, { endpoint, token }: Sent): Promise<Obstacle | undefined> {
  const { rcpt = "", mailboxes, deadlines } = env.target;
  const [mailbox, access] = [env.mailboxes.get(rcpt), mailboxes.get(rcpt)];
  if (mailbox === undefined || access === undefined) return undefined;
  const found = await awaitMail(env, mailbox, { text: token, least: 1, after: 0 });
  const { name, setting } = access;
  const obstacle = (why: string) => ({ endpoint, reason: `${why}: is ${setting} right?`, stops: needsMailbox });
  if (isProblem(found)) return obstacle(`the ${name} of ${rcpt} cannot be searched: ${plainLine(found.message)}`);
  if (found.length > 0 || env.signal.aborted) return undefined;
  const within = showDuration(deadlines.delivery);
  return obstacle(`no mail arrives in the ${name} of ${rcpt} within ${within}, though the server accepted it`);
}
