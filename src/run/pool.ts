/** How many connections there are at a time, and the pauses between them. */
import type { Milliseconds } from "../base/time.ts";
import { sleep } from "../wire/sleep.ts";

const firstPause: Milliseconds = 500; // our choices
const longestPause: Milliseconds = 10_000;
/** How much the number of connections grows again with each piece of work that is done. Our choice. */
const recovery = 0.25;

/** Where work stands in the queue as it comes. */
type Place = "first" | "last";

export class Pool {
  #most: number;
  readonly #delay: Milliseconds;
  readonly #clock: () => Milliseconds;
  #limit: number;
  #taken = 0;
  #nextStart = -Infinity;
  #pausedUntil = -Infinity;
  #pause: Milliseconds = firstPause;
  #rest: Milliseconds = 0;
  #backOffs = 0;
  #lastBackOff = -Infinity;
  readonly #queue: { readonly count: number; readonly go: () => void }[] = [];

  /** `delay` is the least time between two starts. */
  constructor(options: { readonly jobs: number; readonly delay: Milliseconds; readonly clock: () => Milliseconds }) {
    this.#most = options.jobs;
    this.#limit = options.jobs;
    this.#delay = options.delay;
    this.#clock = options.clock;
  }

  /** The most connections at once. */
  get most(): number {
    return this.#most;
  }

  /** How often a server asked us to slow down. */
  get backOffs(): number {
    return this.#backOffs;
  }

  /** Has one connection at a time from here on, and so much time between the end of one and the start of the next. */
  playOneByOne({ rest }: { readonly rest: Milliseconds }): void {
    this.#most = 1;
    this.#limit = 1;
    this.#rest = Math.max(this.#rest, rest);
  }

  /**
   * Does some work that has up to `count` connections open at once, when its turn comes. It opens the first as it
   * begins, and awaits `turn()` before each further one.
   */
  use<Result>(count: number, work: () => Promise<Result>): Promise<Result> {
    return this.#use(Math.min(count, this.#most), "last", work);
  }

  /** Does some work with one connection before all work that waits for its turn. */
  useNext<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#use(1, "first", work);
  }

  /** Does some work with one connection where there is room for it at once; else gives undefined, and does nothing. */
  useSpare<Result>(work: () => Promise<Result>): Promise<Result> | undefined {
    return this.#queue.length === 0 && this.#fits(1) ? this.#use(1, "first", work) : undefined;
  }

  async #use<Result>(wanted: number, place: Place, work: () => Promise<Result>): Promise<Result> {
    await this.#enter(wanted, place);
    try {
      await this.turn();
      return await work();
    } finally {
      this.#limit = Math.min(this.#most, this.#limit + recovery);
      this.#taken -= wanted;
      this.#nextStart = Math.max(this.#nextStart, this.#clock() + this.#rest);
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

  /**
   * Halves the number of connections and pauses all of them, twice as long as the time before: the server said 421, or
   * refused to be connected to. Work that `began` before the last such time says nothing new.
   */
  backOff(began: Milliseconds): void {
    if (began < this.#lastBackOff) return;
    this.#backOffs++;
    this.#lastBackOff = this.#clock();
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#pausedUntil = this.#lastBackOff + this.#pause;
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  /** Notes that the server answers as usual: the next time that it does not, the pause is short again. */
  recover(): void {
    this.#pause = firstPause;
  }

  #enter(count: number, place: Place): Promise<void> {
    // What goes first does not wait for what was under way when the number of connections was halved.
    const isFree = place === "first"
      ? this.#taken + count <= this.#most
      : this.#queue.length === 0 && this.#fits(count);
    if (isFree) {
      this.#taken += count;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const waiting = { count, go: resolve };
      if (place === "first") this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
    });
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
