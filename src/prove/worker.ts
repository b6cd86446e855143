/** A worker of `prove`: makes the trials that it is sent, several at a time, and reports each. */
import { loadSuite } from "../cli/suite_files.ts";
import { choices } from "./choices/choices.ts";
import { faults } from "./faults/faults.ts";
import { playedBy, type Scope } from "./sample.ts";
import { longJobs, type Trial, tryOut, usualJobs } from "./trial.ts";

/** What a worker is sent: the ids of a fault and of a choice, and which cases are played. */
export interface Order {
  readonly number: number;
  readonly fault: string | undefined;
  readonly choice: string | undefined;
  readonly scope: Scope;
  /** Many cases wait for a time-out, so that the trial takes longest, and is begun before others. */
  readonly isLong: boolean;
}

/** What a worker sends back. */
export interface TrialDone {
  readonly number: number;
  readonly trial: Trial;
}

const loaded = loadSuite([]);

self.addEventListener("message", (event: Event) => {
  if (event instanceof MessageEvent) void obey(event.data);
});

async function obey(order: Order): Promise<void> {
  const { number, scope } = order;
  const { cases } = await loaded;
  const fault = faults.find(({ id }) => id === order.fault);
  const choice = choices.find(({ id }) => id === order.choice);
  const mutations = [choice, fault].flatMap((each) => each === undefined ? [] : [each.mutation]);
  const isPlayed = playedBy(fault ?? choice, scope);
  const wanted = cases.filter(({ id }) => isPlayed(id));
  const jobs = fault?.isSequential ? 1 : order.isLong ? longJobs : usualJobs;
  const trial = await tryOut(mutations, { cases: wanted, jobs });
  const done: TrialDone = { number, trial };
  (self as unknown as { postMessage(done: TrialDone): void }).postMessage(done);
}
