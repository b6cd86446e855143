/**
 * Whether the endpoints of a host still answer while runs are played there. An endpoint is given up, which stops all its
 * runs, when many connections in a row were of no use and then a sanity check too, or when sanity checks beside silent
 * cases fail for a minute.
 */
import type { Milliseconds } from "../base/time.ts";
import { showDuration } from "../base/time.ts";
import type { Ending } from "../attempt/attempt.ts";
import type { Endpoint } from "../targets/endpoint.ts";
import type { Exchange } from "../wire/transcript.ts";
import type { Obstacles } from "./obstacles.ts";

/** What is known of a sanity check here. */
export interface Checked {
  /** It passed, or was refused as it was before the cases. */
  readonly isPassed: boolean;
  readonly reason: string | undefined;
  readonly took: Milliseconds;
  readonly transcript: readonly Exchange[];
}

/** Plays a sanity check; never rejects. */
export type PlayCheck = () => Promise<Checked>;

/** A connection on which no command was answered but by 421. */
export interface Strike {
  readonly run: string;
  readonly began: Milliseconds;
  readonly ending: Extract<Ending, { kind: "again" }>;
}

/** With the pauses between them, so many connections in a row take about a minute. Our choice. */
const mostStrikes = 10;
/** Where each takes long, fewer of them are enough after a minute: some servers limit connections by the minute. */
const fewStrikes = 3;
const patience: Milliseconds = 60_000;
const mostVain = 3; // our choice: a few cases may send what a server answers by 421 or closes at

/** A sanity check between the first and the last one. */
interface Asked {
  readonly began: Milliseconds;
  readonly check: Promise<Checked>;
  isOver: boolean;
}

/** Connections in a row that were of no use. */
interface Row {
  readonly first: Strike;
  readonly kinds: Set<Strike["ending"]["why"]>;
  count: number;
  latestAt: Milliseconds;
}

/** Sanity checks in a row that failed. */
interface FailedChecks {
  readonly began: Milliseconds;
  count: number;
}

export class Health {
  readonly #clock: () => Milliseconds;
  readonly #obstacles: Obstacles;
  readonly #asked = new Map<Endpoint, Asked>();
  readonly #rows = new Map<Endpoint, Row>();
  readonly #failed = new Map<Endpoint, FailedChecks>();
  readonly #vain = new Map<Endpoint, number>();
  readonly #deciding = new Map<Endpoint, Promise<void>>();
  readonly #givenUp = new Map<Endpoint, Checked>();

  constructor(clock: () => Milliseconds, obstacles: Obstacles) {
    this.#clock = clock;
    this.#obstacles = obstacles;
  }

  /** The sanity check under way decides about an endpoint: nothing is to begin there. */
  isDeciding(endpoint: Endpoint): boolean {
    return this.#deciding.has(endpoint);
  }

  /** Resolves when nothing is being decided about an endpoint. */
  async decided(endpoint: Endpoint): Promise<void> {
    await this.#deciding.get(endpoint);
  }

  /** Says whether the connections to an endpoint had begun to be of no use before some time, and are so still. */
  wasInTrouble(endpoint: Endpoint, before: Milliseconds): boolean {
    const row = this.#rows.get(endpoint);
    return row !== undefined && row.first.began < before;
  }

  /** Gives the sanity check by which an endpoint was given up, or undefined. */
  givenUpBy(endpoint: Endpoint): Checked | undefined {
    return this.#givenUp.get(endpoint);
  }

  /**
   * Gives the sanity check of an endpoint that is under way, or one that began no earlier than `since`; else plays one.
   * So each endpoint has one at a time, and all who ask at about the same time share it.
   */
  check(endpoint: Endpoint, since: Milliseconds, play: PlayCheck): Promise<Checked> {
    const latest = this.#asked.get(endpoint);
    if (latest !== undefined && (!latest.isOver || latest.began >= since)) return latest.check;
    const asked: Asked = { began: this.#clock(), check: play(), isOver: false };
    this.#asked.set(endpoint, asked);
    void asked.check.then((check) => {
      asked.isOver = true;
      this.#noteCheck(endpoint, check, asked.began);
    });
    return asked.check;
  }

  /** Notes that a command was answered; `inTransaction` says that MAIL was, as a sanity check wants it. */
  noteAnswer(endpoint: Endpoint, { inTransaction }: { readonly inTransaction: boolean }): void {
    this.#rows.delete(endpoint);
    if (inTransaction) this.#findWell(endpoint);
  }

  /**
   * Counts a case that was given up after a second 421 or close, though the server had answered. Says whether a sanity
   * check is due: there were several, and no transaction since.
   */
  noteVain(endpoint: Endpoint): boolean {
    const count = (this.#vain.get(endpoint) ?? 0) + 1;
    this.#vain.set(endpoint, count);
    return count >= mostVain;
  }

  /** The latest sanity check failed, and nothing has shown since that the server is well. */
  isUnwell(endpoint: Endpoint): boolean {
    return this.#failed.has(endpoint);
  }

  /**
   * Counts a connection that was of no use, but for one that began before the last that was counted: of many at a time
   * one counts. Many in a row lead to one sanity check, which decides.
   */
  noteStrike(endpoint: Endpoint, strike: Strike, play: PlayCheck): void {
    const now = this.#clock();
    const row: Row = this.#rows.get(endpoint) ?? { first: strike, kinds: new Set(), count: 0, latestAt: -Infinity };
    if (strike.began < row.latestAt || this.isDeciding(endpoint)) return;
    this.#rows.set(endpoint, row);
    row.count++;
    row.latestAt = now;
    row.kinds.add(strike.ending.why);
    const isLong = row.count >= fewStrikes && now - row.first.began >= patience;
    if (row.count < mostStrikes && !isLong) return;
    void this.decide(endpoint, () => this.#weigh(endpoint, { row, strike, play }));
  }

  /** Has something decided about an endpoint. Nothing begins there until then, and who asks meanwhile waits for it. */
  async decide(endpoint: Endpoint, work: () => Promise<void>): Promise<void> {
    const before = this.#deciding.get(endpoint);
    if (before !== undefined) return await before;
    const deciding = work().finally(() => this.#deciding.delete(endpoint));
    this.#deciding.set(endpoint, deciding);
    await deciding;
  }

  async #weigh(
    endpoint: Endpoint,
    { row, strike, play }: { readonly row: Row; readonly strike: Strike; readonly play: PlayCheck },
  ): Promise<void> {
    const check = await this.check(endpoint, this.#clock(), play);
    this.#rows.delete(endpoint);
    if (!check.isPassed) {
      const latest = strike.ending.reason.replace(/: the start was not reached$/, "");
      const reason = `the server no longer answers since ${row.first.run}: ${row.count} connections in a row ` +
        `${describeKinds(row.kinds)} (the last one: ${latest}), and the sanity check failed: ${check.reason}`;
      this.#giveUp(endpoint, check, reason);
    }
  }

  #noteCheck(endpoint: Endpoint, check: Checked, began: Milliseconds): void {
    if (check.isPassed) return this.#findWell(endpoint);
    const failed = this.#failed.get(endpoint) ?? { began, count: 0 };
    this.#failed.set(endpoint, failed);
    failed.count++;
    const lasted = this.#clock() - failed.began;
    if (failed.count < 2 || lasted < patience || this.isDeciding(endpoint)) return;
    const reason = `the server no longer answers: its sanity check failed ${failed.count} times in a row within ` +
      `${showDuration(lasted)}, the last time because ${check.reason}`;
    this.#giveUp(endpoint, check, reason);
  }

  #findWell(endpoint: Endpoint): void {
    this.#failed.delete(endpoint);
    this.#vain.delete(endpoint);
  }

  #giveUp(endpoint: Endpoint, check: Checked, reason: string): void {
    if (this.#givenUp.has(endpoint)) return;
    this.#givenUp.set(endpoint, check);
    this.#obstacles.add({ endpoint, reason, stops: () => true });
  }
}

function describeKinds(kinds: Row["kinds"]): string {
  if (kinds.size > 1) return "failed or were not answered";
  if (kinds.has("421")) return "were answered by 421";
  return kinds.has("timeout") ? "were not answered" : "failed";
}
