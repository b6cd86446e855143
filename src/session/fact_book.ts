/** What all sessions of a suite show of the server by the way, which no case is about: how it greets, and its limits. */
import { type Milliseconds, showDuration } from "../base/time.ts";
import { type Limit, type LimitName, limitRows } from "./limit.ts";

/** One fact, as a report has it. */
export interface LearntFact {
  /** The name of the endpoint. */
  readonly endpoint: string;
  /** What it is about. */
  readonly about: string;
  readonly value: string;
  /** The id of the case, or the name of the session, in which it was seen first; null for what was found out before the cases. */
  readonly run: string | null;
}

/** A limit as it was met, in how many sessions, after how much at the least and at the most. */
interface MetLimit {
  readonly endpoint: string;
  readonly name: LimitName;
  readonly received: string;
  readonly run: string;
  readonly counts: number[];
}

interface Greetings {
  readonly run: string;
  least: Milliseconds;
  most: Milliseconds;
  count: number;
}

const mostKinds = 50; // our choice: of so many limits that differ in their code something is known

export class FactBook {
  readonly #connections = new Map<string, number>();
  readonly #greetings = new Map<string, Greetings>();
  readonly #limits = new Map<string, MetLimit>();
  readonly #stated: LearntFact[] = [];

  /** Counts a connection to an endpoint; gives how many there were with it. */
  connect(endpoint: string): number {
    const count = (this.#connections.get(endpoint) ?? 0) + 1;
    this.#connections.set(endpoint, count);
    return count;
  }

  /** Notes how long a greeting took. */
  greet(endpoint: string, run: string, took: Milliseconds): void {
    const known = this.#greetings.get(endpoint);
    if (known === undefined) {
      this.#greetings.set(endpoint, { run, least: took, most: took, count: 1 });
      return;
    }
    known.least = Math.min(known.least, took);
    known.most = Math.max(known.most, took);
    known.count++;
  }

  /** Notes a limit that was met: `key` is what was received without words that may differ, `received` all of it. */
  meet(
    endpoint: string,
    { name, count }: Limit,
    seen: { readonly key: string; readonly received: string; readonly run: string },
  ): void {
    const { key, received, run } = seen;
    const id = `${endpoint} ${name} ${key}`;
    const known = this.#limits.get(id) ?? { endpoint, name, received, run, counts: [] };
    known.counts.push(count);
    if (this.#limits.has(id) || this.#limits.size < mostKinds) this.#limits.set(id, known);
  }

  /** Notes what was found out about an endpoint in so many words. */
  state(endpoint: string, about: string, value: string): void {
    this.#stated.push({ endpoint, about, value, run: null });
  }

  /** All that was learnt of an endpoint. */
  facts(endpoint: string): LearntFact[] {
    const greetings = this.#greetings.get(endpoint);
    const limits = [...this.#limits.values()].filter((each) => each.endpoint === endpoint);
    return [
      ...(greetings === undefined ? [] : [factOfGreetings(endpoint, greetings)]),
      ...this.#stated.filter((each) => each.endpoint === endpoint),
      ...Object.keys(limitRows).flatMap((name) => limits.filter((each) => each.name === name).map(factOfLimit)),
    ];
  }
}

function factOfGreetings(endpoint: string, { run, least, most, count }: Greetings): LearntFact {
  const value = `after ${showDuration(least)} at the earliest, ${showDuration(most)} at the latest, of ${count}`;
  return { endpoint, about: "greeting", value, run };
}

function factOfLimit({ endpoint, name, received, run, counts }: MetLimit): LearntFact {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const { title, unit } = limitRows[name];
  const range = least === most ? `${least}` : `${least} to ${most}`;
  const times = counts.length === 1 ? "once" : `${counts.length} times`;
  return { endpoint, about: title, value: `${received}, ${times}, after ${range} ${unit}`, run };
}
