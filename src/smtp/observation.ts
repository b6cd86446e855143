/** What came back from a server, or did not. */
import type { Octets } from "../base/octets.ts";
import type { Milliseconds } from "../base/time.ts";
import type { Malformed, Reply } from "./reply.ts";

export type Observation = Reply | Malformed | Closed | Silence;

/** The server closed: by FIN, or by a reset; `isNotified` when a TLS close_notify came before. */
export interface Closed {
  readonly kind: "close";
  readonly how: "fin" | "reset";
  readonly isNotified: boolean;
}

/** No whole reply came in time; `partial` has what came of one. */
export interface Silence {
  readonly kind: "silence";
  readonly after: Milliseconds;
  readonly partial: Octets;
}
