/** DATA (RFC 5321 §4.1.1.4) and BDAT (RFC 3030 §2), up to the delivery of a message. */
import type { Behaviour, Chunk, Context, Handler } from "./behaviour.ts";
import { type Reply, reply } from "./reply.ts";
import { type Recipient, replyWith, type State, type Turn } from "./state.ts";
import { isSubmission } from "./submission.ts";
import { hasBareLineEnd, longestLine } from "./text.ts";

/** Asks for the text of the message. */
export const data: Handler = (state, argument) => {
  if (argument !== "") return replyWith(state, reply("501 5.5.4", "DATA has no argument"));
  const refusal = refuseContent(state);
  if (refusal !== undefined) return replyWith(state, refusal);
  if (state.chunks !== undefined) return replyWith(state, reply("503 5.5.1", "BDAT has begun this message"));
  if (state.sender?.body === "BINARYMIME") return replyWith(state, reply("503 5.5.1", "BINARYMIME needs BDAT")); // RFC 3030 §3
  return {
    state,
    replies: [reply("354", "Send the message, and a line with a dot")],
    next: { kind: "text" },
    delivery: undefined,
  };
};

/** Takes the announcement of a chunk; its octets are read whatever becomes of them. */
export const bdat: Handler = (state, argument) => {
  const match = /^([0-9]{1,15})( LAST)?$/i.exec(argument);
  if (match === null) return replyWith(state, reply("501 5.5.4", "BDAT needs a number of octets, and may have LAST"));
  const refusal = state.chunks === "refused"
    ? reply("503 5.5.1", "A chunk was refused before; send RSET")
    : refuseContent(state);
  return {
    state,
    replies: [],
    next: { kind: "chunk", octets: Number(match[1]), isLast: match[2] !== undefined, refusal },
    delivery: undefined,
  };
};

function refuseContent(state: State): Reply | undefined {
  if (state.sender === undefined) return reply("503 5.5.1", "Send MAIL first");
  return state.recipients.length === 0 ? reply("503 5.5.1", "Send RCPT first") : undefined;
}

/** Judges and delivers a text whose end was found. */
export function endText(state: State, text: string, context: Context): Turn {
  return finish(state, context.behaviour.unstuff(text), context);
}

/** Answers a chunk whose octets have come. */
export function endChunk(state: State, chunk: Chunk, octets: string, context: Context): Turn {
  // RFC 2033 §4.3: the last chunk has a reply for each accepted RCPT over LMTP, and none if there was none.
  const times = chunk.isLast ? repliesAtTheEnd(state) : 1;
  const refuse = (refusal: Reply) => Array.from({ length: times }, () => refusal);
  if (chunk.refusal !== undefined) {
    const isOpen = state.sender !== undefined;
    return replyWith(isOpen ? { ...state, chunks: "refused" } : state, ...refuse(chunk.refusal));
  }
  const before = state.chunks === undefined || state.chunks === "refused" ? [] : state.chunks;
  const chunks = [...before, octets];
  if (chunks.reduce((sum, each) => sum + each.length, 0) > context.behaviour.sizes.message) {
    return replyWith({ ...state, chunks: "refused" }, ...refuse(tooBig));
  }
  if (chunk.isLast) return finish({ ...state, chunks }, chunks.join(""), context);
  return replyWith({ ...state, chunks }, reply("250 2.0.0", `${octets.length} octets accepted`));
}

const tooBig = reply("552 5.3.4", "The message is too big");

/** Says why a message cannot be accepted. */
export function refuseMessage(content: string, state: State, { behaviour }: Context): Reply | undefined {
  if (content.length > behaviour.sizes.message) return tooBig;
  if (state.sender?.body === "BINARYMIME") return undefined; // RFC 3030 §3: no lines in it
  if (hasBareLineEnd(content)) return reply("554 5.6.0", "A bare CR or LF stands in the message");
  if (longestLine(content) > behaviour.sizes.textLine) return reply("554 5.6.0", "A line is too long");
  return undefined;
}

/** Counts the replies at the end of a message: over LMTP one for each accepted RCPT (RFC 2033 §4.2), else one. */
function repliesAtTheEnd({ port, recipients }: State): number {
  return port === "lmtp" ? recipients.length : 1;
}

function finish(state: State, content: string, context: Context): Turn {
  const { behaviour, host } = context;
  const after = behaviour.reset(state, "end");
  const times = repliesAtTheEnd(state);
  const refusal = behaviour.refuseMessage(content, state, context);
  if (refusal !== undefined || state.sender === undefined) {
    return replyWith(after, ...Array.from({ length: times }, () => refusal ?? reply("503 5.5.1", "Send MAIL first")));
  }
  return {
    state: after,
    replies: Array.from({ length: times }, () => reply("250 2.0.0", "Message accepted")),
    next: { kind: "command" },
    delivery: behaviour.deliver({
      mailboxes: mailboxesOf(state.recipients, behaviour),
      mail: behaviour.store(
        isSubmission(state) ? behaviour.complete(content, host) : content,
        behaviour.trace(state, state.sender, host),
      ),
      notices: behaviour.notify(state, content, context),
    }),
  };
}

/** Each mailbox gets one copy, however often it was named. */
function mailboxesOf(recipients: readonly Recipient[], _behaviour: Behaviour): string[] {
  return [...new Set(recipients.flatMap(({ mailbox }) => mailbox ?? []))];
}
