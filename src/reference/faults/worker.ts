/** A worker of `prove`: tries out what it is told to, several trials at a time, and tells what became of it. */
import { loadSuite } from "../../cli/suite_files.ts";
import { matchesGlob } from "../../plan/select.ts";
import { choices } from "./choices.ts";
import { faults } from "./faults.ts";
import { type Trial, tryOut } from "./trial.ts";

/** What a worker is told: the ids of a fault or of choices, and globs over the cases to play. */
export interface Order {
  readonly number: number;
  readonly fault: string | undefined;
  readonly choice: string | undefined;
  /** All cases if there is none. */
  readonly globs: readonly string[];
}

/** What a worker tells. */
export interface Told {
  readonly number: number;
  readonly trial: Trial;
}

const loaded = loadSuite([]);

self.addEventListener("message", (event: Event) => {
  if (event instanceof MessageEvent) void obey(event.data);
});

async function obey({ number, fault, choice, globs }: Order): Promise<void> {
  const { cases } = await loaded;
  const twists = [
    ...choices.filter(({ id }) => id === choice),
    ...faults.filter(({ id }) => id === fault),
  ].map(({ twist }) => twist);
  const wanted = globs.length === 0 ? cases : cases.filter(({ id }) => globs.some((glob) => matchesGlob(glob, id)));
  const trial = await tryOut(twists, wanted);
  const told: Told = { number, trial };
  (self as unknown as { postMessage(told: Told): void }).postMessage(told);
}
