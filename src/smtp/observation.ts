/** What was received from a server, or that nothing was. */
import type { Octets } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Malformed, Reply } from "./reply.ts";

export type Observation = Reply | Malformed | Closed | Silence;

/** The server closed: by FIN, or by a reset; `isNotified` when a TLS close_notify was received before. */
export interface Closed {
  readonly kind: "close";
  readonly how: "fin" | "reset";
  readonly isNotified: boolean;
}

/** No whole reply was received in time; `partial` has what was received of one. */
export interface Silence {
  readonly kind: "silence";
  readonly after: Milliseconds;
  readonly partial: Octets;
}
