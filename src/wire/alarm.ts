/** Wakes who waits for something to happen: when it happens, or when the time is over. */
import type { Milliseconds } from "../base/time.ts";

export class Alarm {
  readonly #now: () => Milliseconds;
  #wake: () => void = () => {};
  /** One timer serves all waits that end no earlier: most of them end long before. */
  #timer: { readonly id: ReturnType<typeof setTimeout>; readonly at: Milliseconds } | undefined;

  constructor(now: () => Milliseconds) {
    this.#now = now;
  }

  /** Something happened. */
  ring(): void {
    this.#wake();
  }

  /**
   * Resolves when something happened, after `within`, or before it, when the timer of an earlier wait goes off: who
   * waits looks at the time.
   */
  wait(within: Milliseconds): Promise<void> {
    const at = this.#now() + within;
    if (this.#timer === undefined || this.#timer.at > at) {
      clearTimeout(this.#timer?.id);
      const id = setTimeout(() => {
        this.#timer = undefined;
        this.#wake();
      }, within);
      this.#timer = { id, at };
    }
    return new Promise((resolve) => this.#wake = resolve);
  }

  /** Gives the timer back. */
  stop(): void {
    clearTimeout(this.#timer?.id);
  }
}
