/** The end of a session: the closing QUIT, and all that comes before its 221. */
import { utf8 } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Replies } from "../judge/matches.ts";
import type { Observation } from "../smtp/observation.ts";
import { replyOctets } from "../smtp/reply.ts";
import type { Session } from "./session.ts";

const mostReplies = 1000; // our choices: a flood ends here
const mostOctets = 262_144; // a thousand replies of a line each, and none of them short; or a few large ones
const fewReplies = 20;
const mostWaits = 10; // our choice: and a trickle after so many times as long as one reply may last
const longestReply: Milliseconds = 60_000; // our choice, where a step names no time

/**
 * Sends QUIT and reads to the 221, the server's closing, or the deadline (the command's own by default). Gives
 * undefined when the session is over already or cannot be read any more, or the server waits for content, in which a
 * QUIT would only be text.
 */
export async function quit(session: Session, within: number | undefined): Promise<Replies | undefined> {
  if (session.isEnded || session.isContentDue || session.connection.isBroken) return undefined;
  session.end();
  const { isSettled } = session;
  const command = { octets: utf8("QUIT\r\n"), secrets: [] };
  if (!await session.write([command], { verbs: ["QUIT"], gap: 0, isSettled })) return await collect(session, 200);
  return await collect(session, within);
}

/**
 * Gives the replies at the end of a session that answer no command: those before the 221. Without a 221, the last one may
 * be a wrong answer to the QUIT, which is covered by another case.
 */
export function surplusOf(received: Replies | undefined): readonly Observation[] {
  return received?.end === "bye" ? received.replies : received?.replies.slice(0, -1) ?? [];
}

/** Reads all replies up to the 221, the server's closing, or a deadline: of one of them, or of all. */
export async function collect(session: Session, within: number | undefined): Promise<Replies> {
  const replies: Observation[] = [];
  let octets = 0;
  const deadline = session.now + mostWaits * (within ?? longestReply);
  for (;;) {
    const received = await session.read(within);
    if (received.kind === "close") return { replies, end: "close" };
    if (received.kind === "silence") return { replies, end: "silence" };
    if (received.kind === "reply" && received.code === 221) return { replies, end: "bye" };
    replies.push(received);
    if (received.kind === "malformed" || session.now > deadline) return { replies, end: "silence" };
    octets += received.kind === "reply" ? replyOctets(received).length : 0;
    if (replies.length >= mostReplies) return endFlood(replies, `more than ${mostReplies} replies`);
    if (octets > mostOctets && replies.length > fewReplies) {
      return endFlood(replies, `replies of more than ${mostOctets} octets`);
    }
  }
}

function endFlood(replies: readonly Observation[], why: string): Replies {
  const rest: Observation = { kind: "malformed", octets: new Uint8Array(0), why, flaws: [], isTooLarge: false };
  return { replies: [...replies, rest], end: "silence" };
}
