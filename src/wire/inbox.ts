/** What received on one connection and nobody has read: replies, and the octets of the next. Bounded in both. */
import type { Octets } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import { type Malformed, maxReplyOctets, type Reply, replyOctets } from "../smtp/reply.ts";
import { ReplyParser } from "../smtp/reply_parser.ts";

/** The most replies that wait unread before no more is to be read of the socket, and the most octets of them. */
const maxWaiting = 200;
const maxWaitingOctets = maxReplyOctets;
/**
 * The most octets that are accepted on one connection. Our choice: eight thousand lines of the longest that RFC 5321
 * §4.5.3.1.5 allows; a server that sends more sends it to exhaust its clients.
 */
export const maxConnectionOctets = 4 * maxReplyOctets;

/** A reply that nobody has read, with its octets and when the last of them received. */
export interface Waiting {
  readonly received: Reply | Malformed;
  readonly octets: Octets;
  readonly at: Milliseconds;
}

export class Inbox {
  #parser = new ReplyParser();
  #waiting: Waiting[] = [];
  #waitingOctets = 0;
  #acceptedOctets = 0;
  #lastAt: Milliseconds = 0;
  #isBroken = false;

  /** Octets were received that are no reply, or too many: nothing that follows can be told apart, or is accepted. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** So much waits that no more is to be read of the socket for a while. */
  get isFull(): boolean {
    return this.#waiting.length >= maxWaiting || this.#waitingOctets >= maxWaitingOctets;
  }

  /** How many replies wait. */
  get count(): number {
    return this.#waiting.length;
  }

  /** The first reply that waits. */
  get first(): Reply | Malformed | undefined {
    return this.#waiting[0]?.received;
  }

  /** Adds octets, with the time at which they were received. */
  push(octets: Octets, at: Milliseconds): void {
    if (this.#isBroken) return;
    this.#acceptedOctets += octets.length;
    this.#lastAt = at;
    this.#parser.push(octets);
    this.#fill();
  }

  /** Makes replies of the octets, as many as may wait: a flood of short ones takes a hundred times the room of its octets. */
  #fill(): void {
    while (!this.isFull && !this.#isBroken) {
      const received = this.#parser.next() ?? this.#findSurplus();
      if (received === undefined) return;
      this.#keep(received);
    }
  }

  #findSurplus(): Malformed | undefined {
    return this.#acceptedOctets > maxConnectionOctets
      ? this.#parser.giveUp(`the server sent more than ${maxConnectionOctets} octets on one connection`)
      : undefined;
  }

  #keep(received: Reply | Malformed): void {
    const octets = received.kind === "reply" ? replyOctets(received) : received.octets;
    this.#waiting.push({ received, octets, at: this.#lastAt });
    this.#waitingOctets += octets.length;
    if (received.kind === "malformed") this.#isBroken = true;
  }

  /** Gives the first reply that waits, and keeps it no longer. */
  shift(): Waiting | undefined {
    const first = this.#waiting.shift();
    this.#waitingOctets -= first?.octets.length ?? 0;
    this.#fill();
    return first;
  }

  /** Gives the octets of an unfinished reply. */
  unfinished(): Octets {
    return this.#parser.unfinished();
  }

  /** Gives a last line that ended in a bare CR, once no more octets will come: see `ReplyParser`. */
  nextAtEnd(): Reply | undefined {
    return this.#parser.nextAtEnd();
  }

  /** Discards all that waits, and the octets of an unfinished reply. */
  clear(): void {
    this.#parser = new ReplyParser();
    this.#waiting = [];
    this.#waitingOctets = 0;
  }
}
