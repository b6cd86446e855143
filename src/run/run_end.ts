/** The end of a run before all of it is done: by an interrupt, or because its budget of time is used up. */
import { type Milliseconds, showRoundDuration } from "../base/time.ts";

export class RunEnd {
  readonly #ending = new AbortController();
  readonly #ended: Promise<string>;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #reason: string | undefined;
  #isBudgetUsedUp = false;

  constructor({ interrupt, budget }: { readonly interrupt: AbortSignal; readonly budget: Milliseconds | undefined }) {
    let resolve: (reason: string) => void = () => {};
    this.#ended = new Promise((done) => resolve = done);
    const end = (reason: string) => {
      if (this.#reason !== undefined) return;
      this.#reason = reason;
      resolve(reason);
      this.#ending.abort();
    };
    const onInterrupt = () => end("the run was interrupted");
    if (interrupt.aborted) onInterrupt();
    else interrupt.addEventListener("abort", onInterrupt, { once: true });
    if (budget === undefined) return;
    this.#timer = setTimeout(() => {
      this.#isBudgetUsedUp = this.#reason === undefined;
      end(`the budget of ${showRoundDuration(budget)} (--budget) was used up`);
    }, budget);
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
