/** A time span in milliseconds. */
export type Milliseconds = number;

const unit: Readonly<Record<string, Milliseconds>> = { ms: 1, s: 1000, min: 60_000 };

/** Reads a duration such as "500ms", "2s", "1.5s" or "5min"; undefined when it is none. */
export function parseDuration(text: string): Milliseconds | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?)(ms|s|min)$/.exec(text);
  const factor = match?.[2] === undefined ? undefined : unit[match[2]];
  return match?.[1] === undefined || factor === undefined ? undefined : Number(match[1]) * factor;
}

/** Writes a duration the way a reader likes it: "35 ms", "1.2 s". */
export function showDuration(time: Milliseconds): string {
  return Math.round(time) < 1000 ? `${Math.round(time)} ms` : `${(time / 1000).toFixed(1)} s`;
}

/** Writes a duration that somebody chose, in a unit that suits it: "500 ms", "90 s", "10 min". */
export function showRoundDuration(time: Milliseconds): string {
  const [name, factor] = Object.entries(unit).findLast(([, each]) => time >= each && time % each === 0) ?? ["ms", 1];
  return `${time / factor} ${name}`;
}

/** Writes a time that is only known about, rounded up: "1 s", "25 s", "12 min", "3.5 h". */
export function showAbout(time: Milliseconds): string {
  if (time <= 90_000) return `${Math.max(1, Math.ceil(time / 1000))} s`;
  if (time <= 90 * 60_000) return `${Math.ceil(time / 60_000)} min`;
  return `${Math.ceil(time / 360_000) / 10} h`;
}
