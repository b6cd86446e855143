/** How many connections there are at a time, and the pauses between them. */
import type { Milliseconds } from "../base/time.ts";
import { sleep } from "../wire/connection.ts";

const longestPause: Milliseconds = 10_000; // our choice
/** How much the number of connections grows again with each piece of work that is done. Our choice. */
const recovery = 0.25;

export class Pool {
  readonly #most: number;
  readonly #delay: Milliseconds;
  readonly #clock: () => Milliseconds;
  #limit: number;
  #taken = 0;
  #nextStart = -Infinity;
  #pausedUntil = -Infinity;
  #pause: Milliseconds = 500;
  #backOffs = 0;
  readonly #queue: { readonly count: number; readonly go: () => void }[] = [];

  /** `delay` is the least time between two starts. */
  constructor(options: { readonly jobs: number; readonly delay: Milliseconds; readonly clock: () => Milliseconds }) {
    this.#most = options.jobs;
    this.#limit = options.jobs;
    this.#delay = options.delay;
    this.#clock = options.clock;
  }

  /** How often a server asked us to slow down. */
  get backOffs(): number {
    return this.#backOffs;
  }

  /**
   * Does some work that has up to `count` connections open at once, when its turn comes. It opens the first as it
   * begins, and awaits `turn()` before each further one.
   */
  async use<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
    const wanted = Math.min(count, this.#most);
    await this.#enter(wanted);
    try {
      await this.turn();
      return await work();
    } finally {
      this.#limit = Math.min(this.#most, this.#limit + recovery);
      this.#taken -= wanted;
      this.#next();
    }
  }

  /** Resolves when the next connection may be opened: after the pause between two, and no earlier than a server wants. */
  async turn(): Promise<void> {
    const start = Math.max(this.#clock(), this.#nextStart);
    this.#nextStart = start + this.#delay;
    for (;;) {
      const left = Math.max(start, this.#pausedUntil) - this.#clock();
      if (left <= 0) return;
      await sleep(left);
    }
  }

  /** Halves the number of connections and pauses all of them: the server said 421, or refused to be connected to. */
  backOff(): void {
    this.#backOffs++;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#pausedUntil = this.#clock() + this.#pause;
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  #enter(count: number): Promise<void> {
    if (this.#queue.length === 0 && this.#fits(count)) {
      this.#taken += count;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#queue.push({ count, go: resolve }));
  }

  #fits(count: number): boolean {
    return this.#taken + count <= Math.max(this.#limit, count);
  }

  #next(): void {
    for (let first = this.#queue[0]; first !== undefined && this.#fits(first.count); first = this.#queue[0]) {
      this.#queue.shift();
      this.#taken += first.count;
      first.go();
    }
  }
}
