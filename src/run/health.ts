/** Whether the endpoints of a host still answer while runs are played there. */
import type { Milliseconds } from "../base/time.ts";
import type { Endpoint } from "../targets/endpoint.ts";

/** What is known of a sanity check here. */
export interface Checked {
  readonly isPassed: boolean;
  /** By what it was refused where it failed, in words to compare it with another. */
  readonly refusal: string | undefined;
  readonly reason: string | undefined;
  readonly took: Milliseconds;
}

/** A sanity check between the first and the last one. */
interface Asked {
  readonly began: Milliseconds;
  readonly check: Promise<Checked>;
  isOver: boolean;
}

export class Health {
  readonly #clock: () => Milliseconds;
  readonly #asked = new Map<Endpoint, Asked>();

  constructor(clock: () => Milliseconds) {
    this.#clock = clock;
  }

  /**
   * Gives the sanity check of an endpoint that is under way, or one that began no earlier than `since`; else plays one.
   * So each endpoint has one at a time, and all who ask at about the same time share it. `play` never rejects.
   */
  check(endpoint: Endpoint, since: Milliseconds, play: () => Promise<Checked>): Promise<Checked> {
    const latest = this.#asked.get(endpoint);
    if (latest !== undefined && (!latest.isOver || latest.began >= since)) return latest.check;
    const asked: Asked = { began: this.#clock(), check: play(), isOver: false };
    void asked.check.then(() => (asked.isOver = true));
    this.#asked.set(endpoint, asked);
    return asked.check;
  }
}
