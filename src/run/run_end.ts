/** The end of a run before all of it is done: by an interrupt, or because its budget of time is used up. */
import { type Milliseconds, showRoundDuration } from "../base/time.ts";
import type { RunBudget } from "./run_budget.ts";

/** A timer cannot be longer. */
const longestTimer: Milliseconds = 2 ** 31 - 1;

export interface RunEndOptions {
  readonly interrupt: AbortSignal;
  readonly clock: () => Milliseconds;
  /** Undefined: as long as it needs. */
  readonly budget: RunBudget | undefined;
  /** What comes on top of a budget that is made of an estimate: how long the server may be starting. */
  readonly wait: Milliseconds;
}

export class RunEnd {
  readonly #ending = new AbortController();
  readonly #ended: Promise<string>;
  readonly #options: RunEndOptions;
  readonly #start: Milliseconds;
  #resolve: (reason: string) => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reason: string | undefined;
  #isBudgetUsedUp = false;

  /** The run begins. */
  constructor(options: RunEndOptions) {
    const { interrupt, clock, budget } = options;
    this.#options = options;
    this.#start = clock();
    this.#ended = new Promise((done) => this.#resolve = done);
    const onInterrupt = () => this.#end("the run was interrupted");
    if (interrupt.aborted) onInterrupt();
    else interrupt.addEventListener("abort", onInterrupt, { once: true });
    if (typeof budget === "number") {
      this.#endAfter(budget, `the budget of ${showRoundDuration(budget)} (--budget) was used up`);
    } else this.expect(0);
  }

  /** Takes notice of how long the run is expected to take: a budget that rests on that is larger then. */
  expect(estimated: Milliseconds): void {
    const { budget, wait } = this.#options;
    if (typeof budget !== "function") return;
    const time = budget(estimated) + wait;
    this.#endAfter(time, `the ${showRoundDuration(time)} that a run has without --budget were used up`);
  }

  #endAfter(time: Milliseconds, reason: string): void {
    clearTimeout(this.#timer);
    const left = this.#start + time - this.#options.clock();
    this.#timer = setTimeout(() => {
      this.#isBudgetUsedUp = this.#reason === undefined;
      this.#end(reason);
    }, Math.min(longestTimer, Math.max(0, left)));
  }

  #end(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#resolve(reason);
    this.#ending.abort();
  }

  /** Aborted when the run is to end: nothing begins any more, and connections are closed. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Why the run is to end; undefined while it goes on. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** What is left is to have results: there was no time for it. */
  get isBudgetUsedUp(): boolean {
    return this.#isBudgetUsedUp;
  }

  /** Gives what some work comes to, or something else at the moment when the run is to end, with the reason. */
  until<Result>(work: Promise<Result>, otherwise: (reason: string) => Result): Promise<Result> {
    return Promise.race([work, this.#ended.then(otherwise)]);
  }

  /** Gives the timer back: all is done. */
  finish(): void {
    clearTimeout(this.#timer);
  }
}
