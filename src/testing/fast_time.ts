/** Time for tests: quicker than real time where the machine is idle, and never ahead of what the test can do in it. */

/**
 * By so much of real time does time go on in one turn of the event loop at most, in ms. Our choice: what a test does takes
 * a few turns, so that no limit passes before it is done where the machine is busy.
 */
const mostPerTurn = 2;

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

type RealTimer = ReturnType<typeof setTimeout>;

const { setTimeout: realTimeout, clearTimeout: clearRealTimeout } = globalThis;

/** Timers by a clock that goes on with the turns of the event loop. */
class FastTime {
  readonly #factor: number;
  readonly #waiting = new Map<number, Timer>();
  /** The real timers of those whose time has come. */
  readonly #due = new Map<number, RealTimer>();
  #now = 0;
  #lastId = 0;
  #turn: RealTimer | undefined;

  constructor(factor: number) {
    this.#factor = factor;
  }

  get now(): number {
    return this.#now;
  }

  start(): void {
    const began = performance.now();
    this.#turn = realTimeout(() => {
      // A whole number: sums of others are not exact, and a timer would seem to come too early.
      this.pass(Math.ceil(Math.min(mostPerTurn, performance.now() - began) * this.#factor));
      this.start();
    }, 1);
  }

  /** Ends all; what was not cleared becomes a real timer, so that it is seen as a leak of the test. */
  stop(): void {
    clearRealTimeout(this.#turn);
    for (const { at, call } of this.#waiting.values()) realTimeout(call, (at - this.#now) / this.#factor);
  }

  pass(time: number): void {
    this.#now += time;
    const due = [...this.#waiting].filter(([, { at }]) => at <= this.#now).sort(([, one], [, two]) => one.at - two.at);
    for (const [id, { call }] of due) {
      this.#waiting.delete(id);
      this.#due.set(
        id,
        realTimeout(() => {
          this.#due.delete(id);
          call();
        }),
      );
    }
  }

  set(call: () => void, time: number): number | RealTimer {
    if (time <= 0) return realTimeout(call, 0);
    const id = --this.#lastId; // real ids are above 0
    this.#waiting.set(id, { at: this.#now + time, call });
    return id;
  }

  clear(id: number | RealTimer | undefined): void {
    if (typeof id !== "number" || id >= 0) return clearRealTimeout(id);
    this.#waiting.delete(id);
    clearRealTimeout(this.#due.get(id));
    this.#due.delete(id);
  }
}

/**
 * Makes time pass `factor` times as fast while a test runs: for the timers that a server or the runner sets, and for the
 * clock that the test is given. On a busy machine it passes more slowly. For waits that the runner has as constants.
 * `pass` lets so much time pass at once.
 */
export async function inFastTime<Result>(
  factor: number,
  test: (clock: () => number, pass: (time: number) => void) => Promise<Result>,
): Promise<Result> {
  const { setTimeout, clearTimeout } = globalThis;
  const time = new FastTime(factor);
  Object.assign(globalThis, {
    setTimeout: (call: () => void, after = 0) => time.set(call, after),
    clearTimeout: (id?: number | RealTimer) => time.clear(id),
  });
  time.start();
  try {
    return await test(() => time.now, (passed) => time.pass(passed));
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    time.stop();
  }
}
