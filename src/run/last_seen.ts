/**
 * When the endpoints of a host were last seen alive, and which attempts were going on since. Where one no longer answers
 * after a hostile case, that says whether the case alone can have done it.
 */
import type { Milliseconds } from "../base/time.ts";
import type { Attempt } from "../attempt/attempt.ts";
import type { Run } from "../plan/plan.ts";
import type { Endpoint } from "../targets/endpoint.ts";

/** What is known of an endpoint that no longer answers after a case. */
export interface Death {
  /** Nothing else can have been the cause: the case had connected, and nothing else was played since. */
  readonly isAlone: boolean;
  /** When it died, in one sentence. */
  readonly sentence: string;
}

/** An attempt at a run. */
export interface Played {
  readonly run: Run;
  /** Undefined while it goes on. */
  ended: Milliseconds | undefined;
  /** The server sent something in it; true while it goes on, since it may. */
  wasHeard: boolean;
}

interface Sign {
  readonly at: Milliseconds;
  readonly run: Run;
}

export class LastSeen {
  readonly #clock: () => Milliseconds;
  readonly #signs = new Map<Endpoint, Sign>();
  readonly #played: Played[] = [];

  constructor(clock: () => Milliseconds) {
    this.#clock = clock;
  }

  /** Notes that an attempt begins. */
  begin(run: Run): Played {
    const played: Played = { run, ended: undefined, wasHeard: true };
    this.#played.push(played);
    return played;
  }

  /** Notes that an attempt is over. */
  end(played: Played, { transcript, took }: Pick<Attempt, "transcript" | "took">): void {
    const heard = transcript.findLast(({ kind }) => kind === "received");
    played.ended = this.#clock();
    played.wasHeard = heard !== undefined;
    if (heard !== undefined) this.#note(played.run, played.ended - took + heard.at);
  }

  /** Notes that an endpoint was seen alive after a run. */
  see(run: Run): void {
    this.#note(run, this.#clock());
  }

  /** Says when an endpoint died that no longer answers after a run. */
  describeDeath(run: Run): Death {
    const { endpoint } = run;
    const sign = this.#signs.get(endpoint);
    // What was played at another endpoint counts too: one process may serve several.
    const since = this.#played.filter(({ ended = Infinity, wasHeard }) => wasHeard && ended >= (sign?.at ?? -Infinity));
    const others = [...new Set(since.map(({ run: { id } }) => id))].filter((id) => id !== run.id);
    const isAlone = others.length === 0 && since.length > 0;
    return { isAlone, sentence: isAlone ? `the server no longer answers after ${run.id}` : died(run, sign, others) };
  }

  #note(run: Run, at: Milliseconds): void {
    const { endpoint } = run;
    if (at >= (this.#signs.get(endpoint)?.at ?? -Infinity)) this.#signs.set(endpoint, { at, run });
  }
}

const mostNamed = 3; // our choice: of many at a time none is more likely than another

function died(run: Run, sign: Sign | undefined, others: readonly string[]): string {
  const before = sign === undefined || sign.run.id === run.id ? others[0] : sign.run.id;
  const named = others.filter((id) => id !== before);
  const more = named.length > mostNamed ? [`${named.length - mostNamed} more`] : [];
  const besides = named.length === 0
    ? ""
    : `, while these were played too: ${[...named.slice(0, mostNamed), ...more].join(", ")}`;
  return `the server died between ${before ?? "the sanity check"} and ${run.id}${besides}`;
}
