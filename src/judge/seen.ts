/** What was seen instead of what was expected: in words for people, and as a key. Pure. */
import type { Seen } from "./deviation.ts";
import type { Observation } from "../smtp/observation.ts";
import { describeAll, describeObservation, describeReplies, type ShowOctets } from "./describe.ts";
import { keyOfExtra, keyOfObservation, keyOfReplies } from "./key.ts";
import type { Replies } from "./matches.ts";

/** Gives an observation in words and as a key; undefined stands for a connection that stayed open. */
export function seenObservation(seen: Observation | undefined, show: ShowOctets): Seen {
  return { received: describeObservation(seen, show), key: keyOfObservation(seen) };
}

/** Gives all that was received up to the end of a session in words and as a key. */
export function seenReplies(seen: Replies, show: ShowOctets): Seen {
  return { received: describeReplies(seen, show), key: keyOfReplies(seen) };
}

/** Gives replies that answer no command in words and as a key. */
export function seenExtra(replies: readonly Observation[], show: ShowOctets): Seen {
  return { received: describeAll(replies, show).join(", then "), key: keyOfExtra(replies) };
}
