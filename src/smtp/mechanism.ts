/** What a SASL mechanism is to a client (RFC 4422 §3). */

import type { PlainProblem } from "../base/problem.ts";

/** What a client needs to authenticate; `tamper` replaces named fields of its messages. */
export interface Credentials {
  readonly user: string;
  readonly pass: string;
  readonly nonce: string;
  readonly tamper: ReadonlyMap<string, string>;
}

/**
 * What a client answers to a challenge, with what of it, of the answer that the server owes, and of the way to both proves
 * the password, as octets: who has one of these can guess the password at leisure.
 */
export interface SaslAnswer {
  readonly kind: "answer";
  readonly octets: Uint8Array;
  readonly proofs: readonly Uint8Array[];
}

/** Makes an answer. */
export function answer(octets: Uint8Array, proofs: readonly Uint8Array[] = []): SaslAnswer {
  return { kind: "answer", octets, proofs };
}

/** One exchange: what the client answers to each challenge, and what the server still owes at the end. */
export interface SaslClient {
  /** The initial response, or undefined when the server speaks first. */
  readonly initial: Uint8Array | undefined;
  /** Answers a challenge; a problem says why it cannot be answered. */
  respond(challenge: Uint8Array): SaslAnswer | PlainProblem;
  /** Says, after success, what the server failed to prove, or undefined. */
  unproven(): string | undefined;
}

/** A mechanism: the fields that `tamper` can replace, and how an exchange begins. */
export interface Mechanism {
  readonly tampers: readonly string[];
  start(credentials: Credentials): SaslClient;
}
